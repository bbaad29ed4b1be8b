/** What stands in `services/cx_concierge.yaml`: which tools and fields each audience has. Everything has a default. */
import { z } from 'zod';
import type { OptionalContactField } from '../../card/contract.ts';
import { AUDIENCES } from '../../facts/frame.ts';
import { nameSchema, textSchema } from './names.ts';
import { CONCIERGE, TOOLS, UNVERIFIED_EMAIL } from '../workspace.ts';

export const OPTIONAL_FIELDS = [
  'title',
  'role',
  'booking_link',
  'headshot_url',
] as const satisfies readonly OptionalContactField[];

const audienceSchema = z.strictObject({
  tools: z
    .array(z.enum(TOOLS))
    .min(1)
    .optional()
    .meta({ description: 'The tools this audience has; all when left out.' }),
  fields: z
    .array(z.enum(OPTIONAL_FIELDS))
    .optional()
    .meta({ description: 'Fields of a contact beside kind, name and email; all when left out.' }),
  reasons: z
    .array(nameSchema)
    .min(1)
    .optional()
    .meta({ description: 'Reasons that may be told; the fallback’s in place of any other. All when left out.' }),
  unverified_email: z.enum(UNVERIFIED_EMAIL).optional().meta({
    description:
      'Whom a customer meets by an e-mail address that nobody verified: the person (`named`), or teams alone (`team`). `named` for teams when left out, else `team`.',
  }),
});

export const serviceFileSchema = z
  .strictObject({
    service: z.literal(CONCIERGE),
    audiences: z
      .partialRecord(z.enum(AUDIENCES), audienceSchema)
      .optional()
      .meta({ description: 'What each audience gets.' }),
    team_roles: z
      .array(textSchema)
      .min(1)
      .optional()
      .meta({ description: 'The roles of get_account_team, in the order in which they are named.' }),
    instructions: textSchema
      .max(4000)
      .optional()
      .meta({ description: "Sentences of your own, added to the server's instructions for the model." }),
    handover: textSchema
      .max(4000)
      .optional()
      .meta({ description: 'Your own words of the prompt `hand_over`, in place of ours: how an agent hands over.' }),
  })
  .meta({ title: 'Concierge: cx_concierge', description: 'Which tools and fields each audience has.' });
