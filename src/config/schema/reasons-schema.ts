/** The reasons that customers read, by code. They may stand in `concierge.yaml` or beside the escalation rules. */
import { z } from 'zod';
import { languageSchema, nameSchema, textSchema } from './names.ts';

export const reasonSchema = z
  .union([textSchema.max(200), z.record(languageSchema, textSchema.max(200))])
  .meta({ description: 'The words, by language; one text is in the default language.' });

export const reasonsSchema = z
  .record(nameSchema, reasonSchema)
  .meta({ description: 'What customers read, by reason code.' });
