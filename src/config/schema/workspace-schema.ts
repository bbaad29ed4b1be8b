/**
 * What stands in `concierge.yaml`: the company, its facts, teams, hours, what may leave, and who may ask.
 * Structure only; the readers give it meaning. Descriptions are what editors show.
 */
import { z } from 'zod';
import { ASSERTION_ALGORITHMS, ASSERTION_CARRIERS, BINDING_MODES } from '../../caller/caller.ts';
import { AUDIENCES } from '../../facts/frame.ts';
import { INHERITED_HOW } from '../../facts/inheritance.ts';
import { HAND_BACK } from '../../guardrails/availability.ts';
import { WEEKDAYS } from '../../guardrails/teams.ts';
import {
  daySchema,
  emailSchema,
  factNameSchema,
  languageSchema,
  nameSchema,
  textSchema,
  wordSchema,
  yearlyDaySchema,
} from './names.ts';
import { reasonsSchema } from './reasons-schema.ts';

const FACT_TYPES = ['enum', 'string', 'number', 'integer', 'boolean', 'date', 'datetime'] as const;

export const factSchema = z.strictObject({
  type: z.enum(FACT_TYPES).meta({ description: 'What kind of value it is.' }),
  values: z
    .array(wordSchema)
    .min(1)
    .optional()
    .meta({ description: 'For `enum`: the values there are, in the order of their rank.' }),
  days_until: factNameSchema
    .optional()
    .meta({ description: 'Computed: whole days from today to this date fact; negative when it has passed.' }),
  days_since: factNameSchema.optional().meta({ description: 'Computed: whole days from this date fact to today.' }),
  description: textSchema.optional().meta({ description: 'For people who read this file.' }),
});

const membersSchema = z.strictObject({
  role: textSchema.optional().meta({ description: 'Everybody who holds this role.' }),
  people: z.array(emailSchema).min(1).optional().meta({ description: 'These people, by e-mail.' }),
});

const overrideSchema = z.strictObject({
  from: daySchema.meta({ description: 'The first day, from its hand-over on.' }),
  to: daySchema.meta({ description: 'The last day, up to the hand-over of the next.' }),
  person: emailSchema.meta({ description: 'Who is on call instead.' }),
});

export const rotationSchema = z.strictObject({
  people: z
    .array(emailSchema)
    .min(1)
    .max(100)
    .meta({ description: 'Who takes turns, by e-mail, in this order; whoever stands twice has two turns.' }),
  from: daySchema.meta({ description: 'The day on which the first one’s turn begins.' }),
  days: z.int().min(1).max(366).optional().meta({ description: 'How long a turn lasts; 7 when left out.' }),
  handover: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time of the day in quotes, like `"09:00"`.')
    .meta({ description: 'When a turn goes to the next, like `"09:00"`.' }),
  timezone: textSchema.optional().meta({ description: 'Whose days and hours; the workspace’s when left out.' }),
  overrides: z
    .array(overrideSchema)
    .max(1000)
    .optional()
    .meta({ description: 'Days that somebody covers in place of whose turn it is.' }),
});

export const teamSchema = z.strictObject({
  name: textSchema.max(100).meta({ description: 'The name that customers see.' }),
  title: textSchema.max(100).optional().meta({ description: 'A line below the name.' }),
  email: emailSchema.meta({ description: 'The address that is always answered.' }),
  booking_link: textSchema.optional().meta({ description: 'An approved https link.' }),
  hours: textSchema.optional().meta({ description: '`always`, or a calendar; the default calendar when left out.' }),
  strategy: z.enum(['sticky', 'least_loaded', 'card', 'on_call']).optional().meta({
    description:
      'Who of the members: the same one for the same account (`sticky`), the one with the least open work, or always the team itself (`card`). `sticky` when there are members, `on_call` when there is a rotation.',
  }),
  members: membersSchema.optional().meta({ description: 'Who belongs to the team.' }),
  rotation: rotationSchema.optional().meta({ description: 'Who is on call, and when; in place of `members`.' }),
});

const DAYS = WEEKDAYS.join('|');
const openingSchema = z
  .string()
  .regex(
    /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/,
    'Write opening and closing time, like `"09:00-17:30"`.',
  );

export const hoursSchema = z.record(
  z.string().regex(new RegExp(`^(${DAYS})(-(${DAYS}))?$`), 'Write a day or days, like `mon` or `mon-fri`.'),
  z.union([openingSchema, z.array(openingSchema)]),
);

export const specialSchema = z.record(yearlyDaySchema, z.union([openingSchema, z.array(openingSchema).min(1)]));

export const calendarSchema = z.strictObject({
  timezone: textSchema.meta({ description: 'An IANA time zone, like `Europe/Berlin`.' }),
  hours: hoursSchema.meta({
    description:
      'Opening times by day: `mon-fri: "09:00-17:30"`, or a list of them. Days that are left out are closed.',
  }),
  holidays: z
    .strictObject({
      country: textSchema.meta({ description: 'ISO code of the country, like `DE`.' }),
      state: textSchema.optional().meta({ description: 'Code of the state, like `BE`.' }),
      region: textSchema.optional().meta({ description: 'Code of a region of the state.' }),
    })
    .optional()
    .meta({ description: 'The public holidays on which it is closed.' }),
  closed: z
    .array(yearlyDaySchema)
    .optional()
    .meta({ description: 'Further days on which it is closed: `2026-12-28`, or `12-31` for every year.' }),
  special: specialSchema.optional().meta({
    description:
      'Days with other hours: `2026-12-24: "09:00-12:00"`. Without a year they count in every year, where it would be open anyway.',
  }),
});

export const handBackSchema = z.enum(HAND_BACK).meta({
  description:
    'When an absence is over: on the first working day after it, or on the day after its last one, whatever day that is. `first_working_day` when left out.',
});

const assertionKeySchema = z.strictObject({
  id: textSchema.max(100).meta({ description: 'The `kid` of assertions that this key signs.' }),
  algorithm: z.enum(ASSERTION_ALGORITHMS).meta({ description: 'The only signature that this key makes.' }),
  public_key: textSchema.max(4000).meta({ description: 'The public key: PEM, or its base64 alone.' }),
});

const assertionsSchema = z.strictObject({
  issuer: textSchema.max(500).meta({ description: 'The `iss` of the chat platform’s assertions.' }),
  keys: z
    .array(assertionKeySchema)
    .min(1)
    .max(10)
    .meta({ description: 'Its public keys; two of them while one is replaced.' }),
});

export const callerSchema = z.strictObject({
  audience: z.enum(AUDIENCES).meta({ description: 'For whom the agent speaks.' }),
  binding: z.enum(BINDING_MODES).optional().meta({
    description: 'Whether the chat platform must, may or does not state who the customer is. `required` when left out.',
  }),
  carrier: z
    .enum(ASSERTION_CARRIERS)
    .optional()
    .meta({ description: 'Where that statement travels; `header` when left out.' }),
  assertions: assertionsSchema
    .optional()
    .meta({ description: 'Whose statements of the customer count for this caller, and for no other.' }),
  services: z
    .array(nameSchema)
    .min(1)
    .optional()
    .meta({ description: 'The services it may use; `cx_concierge` when left out.' }),
  scopes: z
    .array(textSchema)
    .min(1)
    .optional()
    .meta({ description: 'What it may do; everything of its services when left out.' }),
  budget: z
    .strictObject({
      calls_per_second: z.number().min(0.001).max(1_000_000).optional(),
      concurrent_calls: z.int().positive().optional(),
      distinct_accounts_per_hour: z.int().positive().max(1_000_000).optional(),
      calls_per_minute_per_customer: z.int().positive().optional(),
      unknown_identities_per_hour: z.int().positive().optional(),
    })
    .optional()
    .meta({ description: 'Its limits; what is left out is not limited.' }),
});

export const fallbackSchema = z.strictObject({
  team: nameSchema.meta({ description: 'The team that every unanswered question ends with.' }),
  reason: nameSchema.optional().meta({ description: 'The reason that goes with it; `your_team` when left out.' }),
});

export const approvedSchema = z.strictObject({
  email_domains: z
    .array(z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'Write a domain in lower case, like `acme.example`.'))
    .min(1)
    .meta({ description: 'Addresses of these domains may be shown, and no others.' }),
  links: z
    .array(textSchema)
    .optional()
    .meta({ description: 'How a link must begin to be shown: https, host and path.' }),
});

/** The parts of the file that are read one by one. */
export const companySchema = textSchema.max(100).meta({ description: "The company's name, as agents read it." });
export const timezoneSchema = textSchema.meta({
  description: 'The IANA time zone of "today" in rules, like `Europe/Berlin`.',
});
const topicsSchema = z.array(nameSchema).meta({ description: 'What an agent may say that a question is about.' });
export const precedenceSchema = z.record(z.string(), z.array(nameSchema).min(1)).meta({
  description:
    'Sources in the order in which they are believed: by fact, `assignment.ROLE`, `person.FIELD`, or `*` for the rest.',
});

export const inheritSchema = z.strictObject({
  roles: z.array(textSchema).min(1).optional().meta({
    description:
      'Where an account has nobody in such a role, the nearest account above it that has somebody lends them.',
  }),
  facts: z.record(factNameSchema, z.enum(INHERITED_HOW)).optional().meta({
    description:
      '`own_first`: where a fact is missing, the value of the nearest account above that has one. `any`, for yes or no: yes where the account or any above it says yes.',
  }),
});

const shareSchema = z.string().regex(/^(never|(100|\d{1,2}(\.\d)?) ?%)$/, 'Write a share like `20%`, or `never`.');

export const importSchema = z.strictObject({
  hold_above: z
    .strictObject({
      dropped: shareSchema.optional().meta({ description: 'Of accounts, people or contacts; 20% when left out.' }),
      changed: shareSchema.optional().meta({ description: 'Of accounts, people or contacts; 50% when left out.' }),
    })
    .optional()
    .meta({ description: 'An import that would drop or change a larger share waits until somebody confirms it.' }),
});

export const publishSchema = z.strictObject({
  hold_above: z
    .strictObject({
      contact: shareSchema
        .optional()
        .meta({ description: 'Of all accounts: those that would change contact; `never` when left out.' }),
      fallback: shareSchema.optional().meta({
        description: 'Of all accounts: those that would newly meet only the fallback; `never` when left out.',
      }),
    })
    .optional()
    .meta({ description: 'A draft that would change more waits until somebody accepts it.' }),
});

export const workspaceFileSchema = z
  .strictObject({
    company: companySchema,
    tenant: nameSchema.optional().meta({ description: '`default` when left out.' }),
    timezone: timezoneSchema,
    language: languageSchema
      .optional()
      .meta({ description: 'The language that every reason is worded in; `en` when left out.' }),
    sample_day: daySchema.optional().meta({
      description: 'Samples only: the day on which the dates in the data were written. They move with today.',
    }),
    fallback: fallbackSchema.meta({ description: 'Who is always there. Needs no source.' }),
    facts: z
      .record(factNameSchema, factSchema)
      .optional()
      .meta({ description: 'What rules may know about an account.' }),
    topics: topicsSchema.optional(),
    precedence: precedenceSchema.optional(),
    inherit: inheritSchema.optional().meta({
      description: 'What an account takes from its parent, where it has nothing of its own. Nothing when left out.',
    }),
    teams: z.record(nameSchema, teamSchema).meta({ description: 'Teams by name.' }),
    calendars: z.record(nameSchema, calendarSchema).meta({ description: 'Working hours by name.' }),
    default_calendar: nameSchema
      .optional()
      .meta({ description: 'The calendar of whoever has none; may be left out when there is only one.' }),
    hand_back: handBackSchema.optional(),
    approved: approvedSchema.meta({ description: 'What may leave.' }),
    import: importSchema.optional().meta({ description: 'What an import may do by itself.' }),
    publish: publishSchema.optional().meta({ description: 'What may go live by itself.' }),
    callers: z.record(nameSchema, callerSchema).optional().meta({ description: 'The agents that may ask.' }),
    reasons: reasonsSchema.optional(),
  })
  .meta({
    title: 'Concierge: the workspace',
    description: 'The company, its facts, teams, hours, what may leave, and who may ask.',
  });
