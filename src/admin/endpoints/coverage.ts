/** `POST /api/coverage`: who would answer for each account, at a glance; where nobody has looked yet, somebody begins to. */
import { z } from 'zod';
import { postEndpoint } from '../endpoint.ts';

const query = z.strictObject({ again: z.boolean() });

export const coverage = postEndpoint('/api/coverage', query, async (asked, desk) => await desk.coverage(asked));
