/** `POST /api/ask`: whom a customer would meet, and why. */
import { z } from 'zod';
import { AUDIENCES, URGENCIES } from '../../facts/frame.ts';
import type { Question } from '../contract.ts';
import { postEndpoint } from '../endpoint.ts';
import { moment } from './moment.ts';

const question: z.ZodType<Question> = z.strictObject({
  customer: z.string().trim().min(1, 'say which customer you mean').max(320, 'it is too long'),
  verified: z.boolean(),
  topic: z.string().max(100).nullable(),
  language: z.string().max(35).nullable(),
  urgency: z.enum(URGENCIES),
  audience: z.enum(AUDIENCES),
  at: moment.nullable(),
  rules: z.enum(['live', 'draft']),
});

export const ask = postEndpoint('/api/ask', question, async (query, desk) => await desk.ask(query));
