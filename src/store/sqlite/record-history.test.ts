/** Whatever happens to records, in whatever order and with whatever clock: the chains verify, and no tampering passes. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PURGE_WRITER } from '../../audit/chain.ts';
import type { Checkpoint } from '../../audit/checkpoint.ts';
import { compareWithCheckpoint } from '../../audit/checkpoint.ts';
import { snapshotOf, newRecordId } from '../../audit/recorder.ts';
import { verifyChain } from '../../audit/verify-chain.ts';
import { instantOf } from '../../base/clock.ts';
import { DAY_MS } from '../../base/day.ts';
import { allOf, AT_MS, decisionRecord, dossier } from '../store-fixtures.ts';
import type { Store } from '../store.ts';
import { openTestStore } from '../test-store.ts';
import { eraseRecords } from './erase-records.ts';
import { expireRecords } from './expire-records.ts';
import { RECORDS_FILE } from './schema.ts';

type Command =
  | { readonly kind: 'append'; readonly people: readonly number[]; readonly daysOff: number }
  | { readonly kind: 'erase'; readonly person: number }
  | { readonly kind: 'expire'; readonly days: number }
  | { readonly kind: 'reopen' };

const person = fc.nat({ max: 4 });
const append = fc.record({
  kind: fc.constant('append' as const),
  people: fc.array(person, { minLength: 1, maxLength: 8 }),
  // A clock that is wrong by days, either way.
  daysOff: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -9, max: 9 }) },
  ),
});
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 4, arbitrary: append },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('erase' as const), person }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('expire' as const), days: fc.nat({ max: 9 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
);
const history = fc.array(command, { minLength: 4, maxLength: 14 });

/** A store and all that happened to it so far; each command takes a day. */
type World = {
  readonly store: () => Store;
  readonly file: string;
  readonly run: (command: Command) => Promise<void>;
  readonly checkpoint: () => Promise<Checkpoint>;
  readonly dispose: () => Promise<void>;
};

// The same objects for all of a process, as the directory keeps them.
const FACTS = Array.from({ length: 5 }, (_, index) => dossier('crm:1', { name: `person-${index}@whom.example` }));

async function newWorld(): Promise<World> {
  const under = await openTestStore();
  const place = { folder: under.folder, busyTimeoutMs: 1_000 };
  let store = under.store;
  let nowMs = AT_MS;

  const appendAll = async (people: readonly number[], daysOff: number): Promise<void> => {
    const atMs = nowMs + daysOff * DAY_MS;
    const appended = people.map((index) => {
      const snapshot = snapshotOf(FACTS[index] ?? dossier('crm:1'));
      const facts = { dossier: snapshot.hash, people: [], asked: {} };
      return store.records.append(decisionRecord({ id: newRecordId(atMs), atMs, facts }), [snapshot]);
    });
    await Promise.all(appended);
  };
  const erase = (name: string) => {
    const selection = {
      snapshot: (json: string) => json.includes(name),
      record: ({ facts }: ReturnType<typeof decisionRecord>, isErased: (hash: string) => boolean) =>
        facts?.dossier !== null && facts?.dossier !== undefined && isErased(facts.dossier),
      needles: [name],
      reason: 'request 7',
      atMs: nowMs,
    };
    return eraseRecords(place, 'default', selection, 0);
  };

  const run = async (given: Command): Promise<void> => {
    nowMs += DAY_MS;
    switch (given.kind) {
      case 'append':
        return await appendAll(given.people, given.daysOff);
      case 'erase':
        return void (await erase(`person-${given.person}@whom.example`));
      case 'expire':
        return void (await expireRecords(place, 'default', { beforeMs: nowMs - given.days * DAY_MS, atMs: nowMs }));
      case 'reopen':
        store = await under.reopen();
    }
  };
  const checkpoint = async (): Promise<Checkpoint> => {
    const { heads, links } = await verifyChain(store.records.chain('default'));
    return { version: 1, tenant: 'default', at: instantOf(nowMs), heads, links };
  };
  const file = join(under.folder, RECORDS_FILE.name);
  return { store: () => store, file, run, checkpoint, dispose: under.dispose };
}

async function brokenPromises({ store }: World): Promise<readonly string[]> {
  const { broken } = await verifyChain(store().records.chain('default'));
  const missing: string[] = [];
  for await (const { record } of store().records.latest('default')) {
    const hash = record.facts?.dossier ?? '';
    if ((await store().records.snapshot('default', hash)) === undefined) missing.push(`facts of ${record.id}`);
  }
  return [...broken.map(({ id, trouble }) => `${id}: ${trouble}`), ...missing];
}

/** What a checkpoint and the chain itself say against the chain. */
async function objections({ store }: World, checkpoint: Checkpoint): Promise<number> {
  const verdict = await verifyChain(store().records.chain('default'), checkpoint.heads);
  const compared = compareWithCheckpoint(checkpoint, verdict);
  return verdict.brokenLinks + compared.filter(({ outcome }) => ['differs', 'missing'].includes(outcome)).length;
}

it('verifies after any history, keeps the snapshots of every record, and fits every checkpoint on the way', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (commands) => {
      const world = await newWorld();
      const checkpoints: Checkpoint[] = [];
      try {
        for (const each of commands) {
          await world.run(each);
          expect(await brokenPromises(world)).toEqual([]);
          checkpoints.push(await world.checkpoint());
        }
        for (const checkpoint of checkpoints) expect(await objections(world, checkpoint)).toBe(0);
      } finally {
        await world.dispose();
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);

/** Each does something to one row of those that it may be done to; chosen by a number. */
const TAMPERING = {
  'emptying a body': 'UPDATE record SET salt = NULL, body = NULL WHERE rowid = :row',
  'changing a body': `UPDATE record SET body = replace(body, '"at"', '"at "') WHERE rowid = :row`,
  'dropping a link': 'DELETE FROM record WHERE rowid = :row',
  'cutting a chain off': `DELETE FROM record WHERE writer = (SELECT writer FROM record WHERE rowid = :row)
    AND sequence >= (SELECT sequence FROM record WHERE rowid = :row)`,
  'moving a link': 'UPDATE record SET sequence = sequence + 1 WHERE rowid = :row',
  'dropping the entries of purges': `DELETE FROM record WHERE writer = '${PURGE_WRITER}' OR rowid = :row`,
} as const;

it('shows any tampering', async () => {
  const tampering = fc.constantFrom(...Object.values(TAMPERING));
  await fc.assert(
    fc.asyncProperty(history, tampering, fc.nat(), async (commands, sql, chosen) => {
      const world = await newWorld();
      try {
        await world.run({ kind: 'append', people: [0, 1, 2], daysOff: 0 });
        for (const each of commands) await world.run(each);
        await world.run({ kind: 'append', people: [3, 4], daysOff: 0 });
        const checkpoint = await world.checkpoint();
        expect(await objections(world, checkpoint)).toBe(0);
        const database = new DatabaseSync(world.file);
        const rows = database.prepare('SELECT rowid AS row FROM record WHERE body IS NOT NULL ORDER BY rowid').all();
        database.prepare(sql).run({ row: rows[chosen % rows.length]?.['row'] ?? null });
        database.close();
        expect(await objections(world, checkpoint)).toBeGreaterThan(0);
      } finally {
        await world.dispose();
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);

it('goes on with what is there while it is purged', async () => {
  const world = await newWorld();
  const ids = async (): Promise<number> => (await allOf(world.store().records.latest('default'))).length;
  for (let day = 0; day < 5; day += 1) await world.run({ kind: 'append', people: [0, 1, 2, 3, 4], daysOff: 0 });
  expect(await ids()).toBe(25);
  await world.run({ kind: 'erase', person: 0 });
  expect(await ids()).toBe(20);
  await world.run({ kind: 'expire', days: 3 });
  expect(await ids()).toBeLessThan(20);
  await world.dispose();
});
