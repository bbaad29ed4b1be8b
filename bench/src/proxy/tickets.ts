/**
 * What the system behind the proxies holds: tickets of about 1.5 KB, as a help desk tells them, and the few fields of one that are
 * approved. Pure: the same number, the same ticket.
 */

export const TICKETS = 500;

/** What stands in every ticket and is approved for nobody. */
export const NOT_APPROVED = 'internal: margin is below target';

const STATES = ['new', 'open', 'pending', 'solved'] as const;
/** One in five isn't ASCII, as where customers write in more languages than one. */
const SUBJECTS = [
  'Invoice shows the wrong billing address',
  'Export to CSV stops after 10,000 rows',
  'Rückfrage zur Verlängerung unseres Vertrags',
  'Single sign-on fails for new colleagues',
  'How do we add another workspace?',
] as const;
const DAY_MS = 86_400_000;

export type Ticket = ReturnType<typeof ticketOf>;

export function ticketOf(nth: number) {
  const number = String(100_000 + nth);
  const day = (offset: number): string =>
    new Date(Date.UTC(2026, 0, 5, 9, nth % 60) + ((nth + offset) % 300) * DAY_MS).toISOString();
  const person = (role: string, at: number) => ({
    id: 9_000 + ((nth * 31 + at) % 900),
    name: `${role} Number ${(nth * 7 + at) % 900}`,
    email: `${role.toLowerCase()}.${(nth * 7 + at) % 900}@acme.example`,
    locale: nth % 2 === 0 ? 'en-GB' : 'de-DE',
    active: true,
  });
  return {
    id: number,
    url: `https://desk.acme.example/api/v2/tickets/${number}.json`,
    external_id: null,
    type: 'question',
    subject: SUBJECTS[nth % SUBJECTS.length] ?? '',
    description:
      'Hello, since the last release we see this on every second day. We tried the steps of your article and another browser, and asked ' +
      'our own administrator, without any change. Could somebody look at it with us this week? Thank you and kind regards.',
    status: STATES[nth % STATES.length] ?? 'new',
    priority: nth % 3 === 0 ? 'high' : 'normal',
    created_at: day(0),
    updated_at: day(3),
    requester: person('Customer', 1),
    assignee: person('Agent', 2),
    group: { id: 40 + (nth % 9), name: 'Second line', deleted: false },
    tags: ['web', 'billing', 'q1', 'migrated'],
    via: { channel: 'web', source: { from: {}, to: {}, rel: null } },
    custom_fields: Array.from({ length: 6 }, (_, field) => ({
      id: 36_000 + field,
      value: field === 0 ? NOT_APPROVED : null,
    })),
    satisfaction_rating: { score: 'unoffered' },
    has_incidents: false,
    is_public: true,
    due_at: null,
  };
}

/** The approved fields of a ticket, by the names that the tools give them. What `services/tickets.yaml` approves. */
export function approvedOf({ id, subject, status, priority, created_at, assignee }: Ticket) {
  return { number: id, subject, state: status, priority, opened: created_at, assignee: assignee.name };
}

export type Approved = ReturnType<typeof approvedOf>;
