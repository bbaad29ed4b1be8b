/**
 * Calls that are bound to one customer and name an account all the same: their own, another's, or one that there isn't.
 * One connection, one call at a time, each timed from its sending to the end of its reply.
 */
import { Client } from 'undici';
import type { Expected } from './calls.ts';
import { bodyStart, HEADERS } from './calls.ts';
import { seeded } from './permutation.ts';
import type { Pass } from './ways.ts';
import { headersFor } from './ways.ts';

/** `control` names none that there is, as `unknown` does, and is made to look slower by {@link PLANTED_US}. */
export const KINDS = ['own', 'foreign', 'unknown', 'control'] as const;
export type Kind = (typeof KINDS)[number];

/** A round has one call of each kind, in an order of its own. */
export type Round = Readonly<Record<Kind, number>>;

export const PLANTED_US = 20;

export type BoundCalls = { readonly url: string; readonly pass: Pass; readonly expected: readonly Expected[] };

/** @throws Error where a reply isn't the right one: replies to the unknown and the foreign are the same bytes */
export async function timedRounds({ url, pass, expected }: BoundCalls, rounds: number): Promise<readonly Round[]> {
  const { origin, pathname: path } = new URL(url);
  const [own, ...others] = expected;
  if (own === undefined) throw new RangeError('There is no account to ask for.');
  const client = new Client(origin, { pipelining: 1 });
  const headers = headersFor(own, HEADERS.modern, pass)();
  const order = seeded(rounds);
  const post: Post = async (body) => await (await client.request({ path, method: 'POST', headers, body })).body.text();
  const taken: Round[] = [];
  try {
    for (let id = 0; id < rounds; id++) {
      const foreign = others[id % others.length]?.accountId ?? '';
      const unknown = scrambled(foreign);
      const named = { own: own.accountId, foreign, unknown, control: unknown };
      taken.push(await timedRound(post, named, shuffled(KINDS, order), { id, own }));
    }
  } finally {
    await client.close();
  }
  return taken;
}

type Post = (body: string) => Promise<string>;

async function timedRound(
  post: Post,
  named: Readonly<Record<Kind, string>>,
  order: readonly Kind[],
  { id, own }: { readonly id: number; readonly own: Expected },
): Promise<Round> {
  const replies = new Map<Kind, Timed>();
  for (const kind of order) {
    const body = `${bodyStart(named[kind], 'modern')}${id}}`;
    const began = performance.now();
    const text = await post(body);
    if (kind === 'control') wait(PLANTED_US);
    replies.set(kind, { us: (performance.now() - began) * 1000, text });
  }
  judge(replies, own);
  return Object.fromEntries([...replies].map(([kind, { us }]) => [kind, us])) as Round;
}

type Timed = { readonly us: number; readonly text: string };

function judge(replies: ReadonlyMap<Kind, Timed>, { name }: Expected): void {
  const [own = '', foreign, unknown, control] = KINDS.map((kind) => replies.get(kind)?.text);
  if (!own.includes(JSON.stringify(name))) throw new Error(`The customer's own account is not answered: ${own}`);
  if (foreign !== unknown || foreign !== control || foreign === own)
    throw new Error(`An unknown and a foreign account are answered differently:\n${unknown}\n${foreign}`);
}

/** As long as an id that there is, of the same letters, in another order. */
export function scrambled(id: string): string {
  return id.slice(0, 3) + id.slice(3).split('').toReversed().join('');
}

function shuffled(kinds: readonly Kind[], random: () => number): readonly Kind[] {
  const keyed = kinds.map((kind) => ({ kind, key: random() }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ kind }) => kind);
}

/** Without giving the thread away: a timer would be a millisecond late. */
function wait(us: number): void {
  const until = performance.now() + us / 1000;
  while (performance.now() < until);
}
