/** `POST /api/accounts`: accounts by name, for whoever types one. */
import { z } from 'zod';
import { postEndpoint } from '../endpoint.ts';

const query = z.strictObject({ text: z.string().max(100) });

export const accounts = postEndpoint('/api/accounts', query, async (asked, desk) => await desk.accountsNamed(asked));
