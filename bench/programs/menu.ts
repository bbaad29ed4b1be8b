/**
 * The product's menu as somebody would write it with zod for the SDK's `McpServer` or for mcp-lite: the same three
 * tools, the same arguments, the same output.
 */
import * as z from 'zod';

const identity = {
  account_id: z.union([z.string().min(1).max(128), z.int()]).optional(),
  customer_email: z.string().min(3).max(320).optional(),
};

const contact = z.strictObject({
  kind: z.enum(['person', 'team']),
  name: z.string(),
  title: z.string().optional(),
  role: z.string().optional(),
  email: z.string().optional(),
  booking_link: z.string().optional(),
  headshot_url: z.string().optional(),
});

const availability = z.strictObject({
  status: z.enum(['available', 'off_hours']),
  next_available: z.string().optional(),
  timezone: z.string(),
});

const reason = z.strictObject({ code: z.string(), message: z.string() });

const as_of = z.string();

export const MENU = {
  get_escalation_contact: {
    title: 'Who should this customer talk to?',
    description: 'Return the right human to route this customer to.',
    inputSchema: z.strictObject({
      ...identity,
      topic: z.enum(['billing', 'commercial', 'technical', 'security']).optional(),
      language: z.string().max(35).optional(),
      urgency: z.enum(['normal', 'urgent']).optional(),
    }),
    outputSchema: z.strictObject({ contact, availability, reason, as_of }),
  },
  get_account_team: {
    title: 'Who looks after this customer?',
    description: 'Return the people who look after this customer, by role.',
    inputSchema: z.strictObject(identity),
    outputSchema: z.strictObject({ team: z.array(contact), as_of }),
  },
  get_account_health: {
    title: 'How is this account doing?',
    description: 'Return the health of this account.',
    inputSchema: z.strictObject(identity),
    outputSchema: z.strictObject({ status: z.enum(['Healthy', 'At Risk', 'Churned', 'Unknown']), as_of }),
  },
} as const;

/** The two tools that the benchmark never calls. */
export function notMeasured(): never {
  throw new Error('The benchmark calls get_escalation_contact only.');
}
