/**
 * What stands in `guardrails/*.yaml`: the decision tables. Structure only: what a cell means depends on its fact's
 * type and is read from the source text.
 */
import { z } from 'zod';
import { SKILLS } from '../../guardrails/skills.ts';
import { HEALTH_STATUSES, HIDEABLE, IF_CLOSED } from '../../guardrails/table.ts';
import { nameSchema, textSchema, wordSchema } from './names.ts';
import { reasonsSchema } from './reasons-schema.ts';

const cellListSchema = z.array(wordSchema);
const boundSchema = z.union([z.number(), z.string()]);

/** For editors only: the cell parser knows the fact's type and says more. */
const cellFormSchema = z.union([
  wordSchema,
  cellListSchema,
  z.strictObject({
    at_least: boundSchema.optional(),
    above: boundSchema.optional(),
    at_most: boundSchema.optional(),
    below: boundSchema.optional(),
    not: z.union([wordSchema, cellListSchema]).optional(),
    missing: z.union([z.boolean(), z.enum(['yes', 'no'])]).optional(),
    feel: textSchema.optional(),
  }),
]);

const WHEN =
  'Facts and what each must be, all of them: `VVIP`, `[VVIP, VIP]`, `0..90`, `{ at_least: 100000 }`, `{ not: SMB, missing: yes }`.';

const whenSchema = z.record(textSchema, z.unknown()).meta({ description: WHEN });

/** A `when` as editors see it. */
const whenFormSchema = z.record(textSchema, cellFormSchema).meta({ description: WHEN });

export const reasonChoiceSchema = z
  .union([
    nameSchema,
    z.strictObject({
      default: nameSchema.meta({ description: 'The reason where none of the others fits.' }),
      role: nameSchema.optional(),
      person: nameSchema.optional(),
      team: nameSchema.optional(),
      backup: nameSchema.optional(),
      manager: nameSchema.optional(),
      other_language: nameSchema
        .optional()
        .meta({ description: 'Where whoever answers doesn’t speak the language that the row prefers.' }),
    }),
  ])
  .meta({ description: 'A reason code, or one for each kind of link that answers.' });

const idSchema = nameSchema.meta({ description: "The row's name, for your own people: it never leaves." });
const routeSchema = z.array(textSchema).min(1).meta({
  description:
    'Whom to try, from left to right: `role:CSM`, `backup`, `manager`, `manager of role:CSM`, `team:vip-desk`, `person:jo@acme.example`.',
});

const skillsSchema = z.array(z.enum(SKILLS)).min(1);

export const matchSchema = z
  .strictObject({
    require: skillsSchema.optional().meta({ description: 'Whoever lacks one of these is passed over.' }),
    prefer: skillsSchema
      .optional()
      .meta({ description: 'Members of a team who have these go first; the first of the list counts the most.' }),
  })
  .meta({
    description:
      'Skills of people that are matched: `language` with the one asked in, `region` and `product` with the account’s.',
  });

function escalationRule<When extends z.ZodType>(when: When) {
  return z.strictObject({
    id: idSchema,
    when: when.optional(),
    route: routeSchema,
    reason: reasonChoiceSchema,
    hide: z.array(z.enum(HIDEABLE)).optional().meta({ description: 'Fields that no tool shows for this customer.' }),
    team: z
      .enum(['key_roles', 'routed_contact_only'])
      .optional()
      .meta({ description: 'Whom get_account_team names: everybody of the account, or only the routed contact.' }),
    if_closed: z.enum(IF_CLOSED).optional().meta({
      description:
        '`skip` passes over whoever is outside working hours; `next_opening` too, and comes back to the first of them to be there again.',
    }),
    match: matchSchema.optional(),
  });
}

function healthRule<When extends z.ZodType>(when: When) {
  return z.strictObject({
    id: idSchema,
    when: when.optional(),
    status: z.enum(HEALTH_STATUSES).meta({ description: 'How the account is doing.' }),
  });
}

export const escalationRuleSchema = escalationRule(whenSchema);
export const healthRuleSchema = healthRule(whenSchema);

const rules = <Rule extends z.ZodType>(rule: Rule) =>
  z.array(rule).min(1).meta({ description: 'Rows, tried from top to bottom; the first that fits decides.' });

function escalationFile<Rule extends z.ZodType>(rule: Rule) {
  return z
    .strictObject({ decision: z.literal('escalation_contact'), rules: rules(rule), reasons: reasonsSchema.optional() })
    .meta({ title: 'Concierge: escalation contact', description: 'Whom a customer is routed to.' });
}

function healthFile<Rule extends z.ZodType>(rule: Rule) {
  return z
    .strictObject({ decision: z.literal('account_health'), rules: rules(rule) })
    .meta({ title: 'Concierge: account health', description: 'How an account is doing.' });
}

export const escalationFileSchema = escalationFile(escalationRuleSchema);
export const healthFileSchema = healthFile(healthRuleSchema);

/** The same files as editors see them. */
export const escalationFormSchema = escalationFile(escalationRule(whenFormSchema));
export const healthFormSchema = healthFile(healthRule(whenFormSchema));

export const decisionSchema = z.enum(['escalation_contact', 'account_health']);
