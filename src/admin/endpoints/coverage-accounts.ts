/** `POST /api/coverage/accounts`: the accounts behind a number of the coverage, page by page. */
import { z } from 'zod';
import { CAUSES, OUTCOMES } from '../../coverage/outcome.ts';
import type { AccountsQuery } from '../contract.ts';
import { postEndpoint } from '../endpoint.ts';
import { moment } from './moment.ts';

const name = z.string().max(500).nullable();

const query: z.ZodType<AccountsQuery> = z.strictObject({
  outcome: z.enum(OUTCOMES).nullable(),
  cause: z.enum(CAUSES).nullable(),
  row: name,
  group: name,
  holder: name,
  at: moment.nullable(),
  page: z.int().min(0).max(1_000_000),
});

export const coverageAccounts = postEndpoint(
  '/api/coverage/accounts',
  query,
  async (asked, desk) => await desk.accountsBehind(asked),
);
