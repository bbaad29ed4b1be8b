/** One endpoint of the pages' API: what it takes, checked, and what it answers. All are read-only, whatever their method. */
import type { Context } from 'hono';
import type { z } from 'zod';
import { Failure } from '../base/failure.ts';
import type { About } from './contract.ts';
import type { PageWork } from './work/page-work.ts';

/** What endpoints answer from. */
export type PageDesk = PageWork & { readonly about: () => About };

export type PageEndpoint = {
  readonly method: 'GET' | 'POST';
  readonly path: `/api/${string}`;
  readonly handle: (context: Context, desk: PageDesk) => Promise<Response> | Response;
};

/** What is asked stands in the body, so that no address that anybody logs or keeps names a customer. */
export function postEndpoint<Query, Reply>(
  path: PageEndpoint['path'],
  schema: z.ZodType<Query>,
  answer: (query: Query, desk: PageDesk) => Promise<Reply>,
): PageEndpoint {
  return {
    method: 'POST',
    path,
    handle: async (context, desk) => context.json(await answer(await queryOf(context, schema), desk)),
  };
}

async function queryOf<Query>(context: Context, schema: z.ZodType<Query>): Promise<Query> {
  if (!/^application\/json(?:;|$)/i.test(context.req.header('content-type') ?? ''))
    throw new Failure('usage', 'The question must be JSON.', 'Send it as application/json.');
  const body: unknown = await context.req.json().catch(() => {
    throw new Failure('usage', 'The question is no JSON.', 'Send a JSON object.');
  });
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  const at = first?.path.join('.') ?? '';
  throw new Failure('usage', `${at === '' ? 'The question' : `\`${at}\``} can’t be used: ${first?.message ?? ''}.`, '');
}
