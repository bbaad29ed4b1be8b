/** `POST /api/coverage`: who would answer for each account, at a glance; where nobody has looked yet, somebody begins to. */
import { z } from 'zod';
import type { CoverageQuery } from '../contract.ts';
import { postEndpoint } from '../endpoint.ts';
import { moment } from './moment.ts';

const query: z.ZodType<CoverageQuery> = z.strictObject({ at: moment.nullable(), again: z.boolean() });

export const coverage = postEndpoint('/api/coverage', query, async (asked, desk) => await desk.coverage(asked));
