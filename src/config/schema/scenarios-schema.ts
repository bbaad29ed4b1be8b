/** What stands in `scenarios/*.yaml`: what is given, and what is expected. Structure only; names are checked by the readers. */
import { z } from 'zod';
import { AUDIENCES, URGENCIES } from '../../facts/frame.ts';
import { HEALTH_STATUSES } from '../../guardrails/table.ts';
import { PERSON_KINDS } from '../../directory/records.ts';
import { CONTACT_FIELDS } from '../../scenarios/scenario.ts';
import { TOOLS } from '../workspace.ts';
import { daySchema, emailSchema, languageSchema, nameSchema, textSchema, wordSchema } from './names.ts';

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/;
const MOMENT_MEND = 'Write it with its zone, like `2026-12-24T09:00:00Z` or `2026-12-24T09:00:00+01:00`.';

const momentSchema = z.string().regex(MOMENT, MOMENT_MEND);
const yesNoSchema = z.union([z.boolean(), z.enum(['yes', 'no'])]);

const awaySchema = z.strictObject({
  from: daySchema.optional().meta({ description: 'The first day away.' }),
  to: daySchema.optional().meta({ description: 'The last day away; for good when left out.' }),
  deputy: emailSchema.optional().meta({ description: 'Who stands in meanwhile, rather than the standing deputy.' }),
});

export const personSchema = z.strictObject({
  name: textSchema.optional(),
  title: textSchema.optional(),
  is: z.enum(PERSON_KINDS).optional().meta({ description: '`human` when left out.' }),
  left: yesNoSchema.optional().meta({ description: 'No longer works here.' }),
  away: z
    .union([yesNoSchema, awaySchema])
    .optional()
    .meta({ description: 'On leave: `yes`, or `{ from: 2026-12-01, to: 2026-12-05, deputy: … }`.' }),
  deputy: emailSchema.optional().meta({ description: 'The standing deputy.' }),
  manager: emailSchema.optional(),
  roles: z.array(textSchema).optional().meta({ description: 'Makes somebody a member of teams.' }),
  calendar: nameSchema.optional().meta({ description: 'A calendar of concierge.yaml; its default when left out.' }),
  timezone: textSchema.optional(),
  booking_link: textSchema.optional(),
  languages: z.array(languageSchema).optional().meta({ description: 'Those that they speak.' }),
  region: textSchema.optional().meta({ description: 'Matched with the fact `account.region`.' }),
  products: z.array(textSchema).optional().meta({ description: 'Matched with the fact `account.product`.' }),
  open_load: z.number().optional().meta({ description: 'Open work, for teams with `strategy: least_loaded`.' }),
});

const peopleSchema = z.record(emailSchema, personSchema).meta({
  description: 'Made-up colleagues by e-mail. Whoever is named and not described is there, and at work.',
});

/** What every scenario may say, or the file once for all of its own. */
const common = {
  at: momentSchema.optional().meta({ description: `The moment of the question. ${MOMENT_MEND}` }),
  language: languageSchema.optional().meta({ description: 'The customer’s language, like `de`.' }),
  urgency: z.enum(URGENCIES).optional().meta({ description: '`normal` when left out.' }),
  audience: z.enum(AUDIENCES).optional().meta({ description: 'For whom the agent speaks; `customers` when left out.' }),
  verified: yesNoSchema.optional().meta({ description: 'The chat platform states who it is; else somebody typed it.' }),
  people: peopleSchema.optional(),
};

export const commonSchema = z.strictObject(common);

const madeUp = {
  company: textSchema.max(100).optional().meta({ description: 'What a made-up account is called.' }),
  facts: z
    .record(textSchema, wordSchema)
    .optional()
    .meta({ description: 'What is known of a made-up account; the rest is missing.' }),
  assignments: z
    .record(textSchema, z.union([emailSchema, z.array(emailSchema).min(1)]))
    .optional()
    .meta({ description: 'Who holds which role of a made-up account, by e-mail.' }),
};

export const givenSchema = z.strictObject({
  account: wordSchema.optional().meta({ description: 'A real account: its id, as any source knows it.' }),
  email: textSchema.optional().meta({ description: 'The customer’s e-mail address.' }),
  ...madeUp,
  parent: z
    .strictObject(madeUp)
    .optional()
    .meta({ description: 'The made-up account above it, from which it takes what the workspace lets it inherit.' }),
  topic: nameSchema.optional().meta({ description: 'One of the workspace’s topics.' }),
  tool: z
    .enum(TOOLS)
    .optional()
    .meta({ description: 'The tool that is asked; told by what is expected when left out.' }),
  ...common,
});

const CONTACT = 'An e-mail address, `team:NAME`, `member:NAME` (anybody of the team), or `fallback`.';
const contactSchema = textSchema.meta({ description: CONTACT });
const fieldsSchema = z.array(z.enum(CONTACT_FIELDS)).min(1);

export const expectSchema = z.strictObject({
  contact: contactSchema.optional().meta({ description: `Whom the customer meets. ${CONTACT}` }),
  not_contact: z
    .union([contactSchema, z.array(contactSchema).min(1)])
    .optional()
    .meta({ description: 'Whom the customer doesn’t meet.' }),
  same_contact_as: textSchema.optional().meta({ description: 'The name of a scenario that meets the same person.' }),
  reason: nameSchema.optional().meta({ description: 'The code of the reason.' }),
  row: nameSchema.optional().meta({ description: 'The row that fires.' }),
  hidden: fieldsSchema.optional().meta({ description: 'Fields that no contact of the answer has.' }),
  shown: fieldsSchema.optional().meta({ description: 'Fields that every contact of the answer has.' }),
  availability: z.enum(['available', 'off_hours']).optional(),
  next_available: momentSchema.optional().meta({ description: 'When somebody who is off hours is there again.' }),
  team: z
    .array(contactSchema)
    .min(1)
    .optional()
    .meta({ description: 'Everybody whom get_account_team names, in order.' }),
  status: z.enum(HEALTH_STATUSES).optional().meta({ description: 'What get_account_health says.' }),
});

export const scenarioSchema = z.strictObject({
  name: textSchema.max(200).meta({ description: 'What is expected, as a sentence.' }),
  given: givenSchema.meta({ description: 'The customer, the moment and the question.' }),
  expect: expectSchema.meta({ description: 'What must come of it.' }),
});

export const scenariosFileSchema = z
  .strictObject({
    given: commonSchema.optional().meta({ description: 'What is given in every scenario of this file.' }),
    scenarios: z.array(scenarioSchema).min(1).meta({ description: 'What is expected of the guardrails.' }),
  })
  .meta({ title: 'Concierge: scenarios', description: 'Written expectations: given these facts, this contact.' });
