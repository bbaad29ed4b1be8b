/** What is remembered of a system, and for which question; what can't be remembered. */
import { expect, it } from 'vitest';
import type { SystemSource } from '../sources/declaration.ts';
import type { SourceClient } from '../sources/kit/http/client.ts';
import type { Operation } from '../sources/kit/http/operation.ts';
import { SourceFailure } from '../sources/kit/http/source-failure.ts';
import type { AskSystem, SystemQuestion } from './ask-system.ts';
import { askedSystems } from './asked-systems.ts';

const operation = (path: string): Operation => ({
  about: '',
  input: {},
  request: { path },
  paging: null,
  rows: null,
});
const QUESTION: SystemQuestion = {
  source: { name: 'desk', connector: 'rest', access: {}, reads: [], mappings: [] } as unknown as SystemSource,
  name: 'list',
  operation: operation('/tickets'),
  input: { customer: '1' },
  timeoutMs: 1_000,
  cacheMs: 60_000,
};

function askedWith(rows: readonly unknown[]): { readonly ask: AskSystem; readonly paths: string[] } {
  const paths: string[] = [];
  const client = {
    ask: async ({ request }: Operation) => {
      paths.push(request.path);
      return { rows, next: null };
    },
  } as unknown as SourceClient;
  const upstreamFor = (): never => {
    throw new Error('No upstream is asked.');
  };
  const ask = askedSystems({ clientFor: async () => client, upstreamFor, now: () => 1_000, onFailure: () => {} });
  return { ask, paths };
}

it.each<[string, Partial<SystemQuestion>, boolean]>([
  ['the same question', {}, true],
  ['an operation that another release declares otherwise', { operation: operation('/public') }, false],
  ['a tool that remembers for shorter', { cacheMs: 5_000 }, false],
  ['a tool that waits for shorter', { timeoutMs: 200 }, false],
  ['another input', { input: { customer: '2' } }, false],
  ['a source that is declared otherwise', { source: { ...QUESTION.source, queries: {} } }, false],
])('what was asked before is an answer to %s: %o → %s', async (_which, other, isCached) => {
  const { ask, paths } = askedWith([{ id: 1 }]);
  await ask(QUESTION);
  expect(await ask({ ...QUESTION, ...other })).toMatchObject({ kind: 'replied', isCached });
  expect(paths).toHaveLength(isCached ? 1 : 2);
});

it('calls a reply broken that is nested too deeply to be remembered', async () => {
  const deep: unknown = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`);
  expect(await askedWith([{ deep }]).ask(QUESTION)).toEqual({ kind: 'failed', why: 'contract' });
});

it('tells of a call that fails, and not where the system says that there is no such record', async () => {
  const told: string[][] = [];
  for (const why of ['not_found', 'changed', 'rejected', 'transient'] as const) {
    const client = { ask: () => Promise.reject(new SourceFailure(why, 'No.')) } as unknown as SourceClient;
    const upstreamFor = (): never => {
      throw new Error('No upstream is asked.');
    };
    const onFailure = (...failure: string[]): void => void told.push(failure);
    const ask = askedSystems({ clientFor: async () => client, upstreamFor, now: () => 1_000, onFailure });
    expect(await ask({ ...QUESTION, cacheMs: 0 })).toEqual({ kind: 'failed', why });
  }
  expect(told).toEqual([
    ['desk', 'rejected', 'list'],
    ['desk', 'transient', 'list'],
  ]);
});
