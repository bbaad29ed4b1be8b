/** The coverage for several who look at it, each at a moment of their own, and for one who looks for long. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AccountsQuery, Coverage, CoverageReply } from '../../src/admin/contract.ts';
import type { CoverageLook } from '../../src/admin/work/coverage-look.ts';
import { coverageLook } from '../../src/admin/work/coverage-look.ts';
import type { DirectoryStore } from '../../src/store/store.ts';
import type { AcmeDesk } from '../support/acme-desk.ts';
import { openAcmeDesk } from '../support/acme-desk.ts';

const MONDAY = Date.parse('2026-11-23T09:00:00Z');
const SUNDAY = Date.parse('2026-11-22T09:00:00Z');
const MINUTE_MS = 60_000;
/** More turns than any look takes here. */
const MOST_TURNS = 100;
const ALL: AccountsQuery = { outcome: null, cause: null, row: null, group: null, holder: null, at: null, page: 0 };

let acme: AcmeDesk;
beforeAll(async () => {
  acme = await openAcmeDesk();
});
afterAll(async () => await acme.close());

type Looker = CoverageLook & {
  readonly clock: { nowMs: number };
  readonly ask: (atMs: number | null, again?: boolean) => Promise<CoverageReply>;
};

function looker(): Looker {
  const clock = { nowMs: MONDAY };
  const { tenant } = acme.workspace;
  const look = coverageLook(slow(acme.store.directory), tenant, () => clock.nowMs);
  const ask: Looker['ask'] = async (atMs, again = false) => await look.coverage(acme.desk.release(), { atMs, again });
  return { ...look, clock, ask };
}

/** Of so many accounts that a look gives others their turn: the sample's, several times. */
function slow(directory: DirectoryStore): DirectoryStore {
  return {
    ...directory,
    async *dossiers(tenant) {
      for (let times = 0; times < 10; times += 1) yield* directory.dossiers(tenant);
    },
  };
}

async function looked({ ask }: Looker, atMs: number | null): Promise<Coverage> {
  for (let turns = 0; turns < MOST_TURNS; turns += 1) {
    const reply = await ask(atMs);
    if (reply.kind === 'looked') return reply;
    await turn();
  }
  throw new Error('It looks and looks.');
}

const turn = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

it('of now it is looked at again after five minutes, with the former figures meanwhile', async () => {
  const look = looker();
  expect((await looked(look, null)).report.at).toBe('2026-11-23T09:00:00Z');
  look.clock.nowMs += 5 * MINUTE_MS - 1;
  expect((await look.ask(null)).kind).toBe('looked');
  look.clock.nowMs += 1;
  expect(await look.ask(null)).toMatchObject({ kind: 'looking', before: { report: { at: '2026-11-23T09:00:00Z' } } });
  expect((await looked(look, null)).report.at).toBe('2026-11-23T09:05:00Z');
});

it('looking takes no more than a twentieth of the time', async () => {
  const look = looker();
  await look.ask(null);
  look.clock.nowMs += MINUTE_MS;
  await looked(look, null);
  look.clock.nowMs += 19 * MINUTE_MS;
  expect((await look.ask(null)).kind).toBe('looked');
  look.clock.nowMs += MINUTE_MS;
  expect((await look.ask(null)).kind).toBe('looking');
});

it('at a moment that stays it is looked at once, unless somebody wants it again', async () => {
  const look = looker();
  await looked(look, SUNDAY);
  look.clock.nowMs += 3 * 24 * 60 * MINUTE_MS;
  expect((await look.ask(SUNDAY)).kind).toBe('looked');
  expect((await look.ask(SUNDAY, true)).kind).toBe('looking');
  await looked(look, SUNDAY);
});

it('two who look at two moments both get theirs, and both keep it', async () => {
  const look = looker();
  const seen = new Set<string>();
  for (let turns = 0; seen.size < 2; turns += 1) {
    expect(turns).toBeLessThan(MOST_TURNS);
    for (const [who, atMs] of [
      ['one', MONDAY],
      ['other', SUNDAY],
    ] as const)
      if ((await look.ask(atMs)).kind === 'looked') seen.add(who);
    await turn();
  }
  const kept = [await look.ask(MONDAY), await look.ask(SUNDAY)];
  expect(kept.map((reply) => reply.kind === 'looked' && reply.report.at)).toEqual([
    '2026-11-23T09:00:00Z',
    '2026-11-22T09:00:00Z',
  ]);
});

it('the lists are those of the look that they are opened from', async () => {
  const look = looker();
  const reports = [(await looked(look, MONDAY)).report, (await looked(look, SUNDAY)).report];
  const told = reports.map(({ all }) => all.outcomes.owner.accounts);
  const listed = reports.map(({ at }) => look.behind({ ...ALL, outcome: 'owner', at }).accounts);
  expect(listed).toEqual(told);
  expect(told[0]).not.toBe(told[1]);
});

it('a few moments are kept, those that were wanted last', async () => {
  const look = looker();
  const moments = [0, 1, 2].map((hours) => MONDAY + hours * 60 * MINUTE_MS);
  for (const atMs of moments) await looked(look, atMs);
  await look.ask(moments[0]!);
  await looked(look, SUNDAY);
  const kinds = [await look.ask(moments[0]!), await look.ask(moments[2]!), await look.ask(moments[1]!)];
  expect(kinds.map(({ kind }) => kind)).toEqual(['looked', 'looked', 'looking']);
  await looked(look, moments[1]!);
});
