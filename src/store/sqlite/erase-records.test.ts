import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErasureSelection, Purged } from '../../audit/erasure.ts';
import type { DecisionRecord, Snapshot } from '../../audit/record.ts';
import { newRecordId } from '../../audit/recorder.ts';
import { verifyChain } from '../../audit/verify-chain.ts';
import { textHash } from '../../base/hash.ts';
import { allOf, AT_MS, decisionRecord } from '../store-fixtures.ts';
import type { Store } from '../store.ts';
import type { TestStore } from '../test-store.ts';
import { openTestStore } from '../test-store.ts';
import { openDatabase } from './database.ts';
import { eraseRecords } from './erase-records.ts';
import { openSqliteStore } from './open.ts';
import { recordWriter } from './record-writer.ts';
import { PAGE_BYTES, RECORDS_FILE } from './schema.ts';

const QUINN = 'quinn@whom.example';

let under: TestStore;
let store: Store;
beforeEach(async () => {
  under = await openTestStore({ busyTimeoutMs: 1_000 });
  ({ store } = under);
});
afterEach(() => under.dispose());

function mentionsOf(text: string, changes: Partial<ErasureSelection> = {}): ErasureSelection {
  return {
    snapshot: (json) => json.includes(text),
    record: (record, isErased) => JSON.stringify(record).includes(text) || snapshotsOf(record).some(isErased),
    needles: [text],
    reason: 'request 7',
    atMs: AT_MS,
    ...changes,
  };
}

function snapshotsOf({ facts }: DecisionRecord): readonly string[] {
  return facts?.people ?? [];
}

function snapshotOf(text: string, bytes = 0): Snapshot {
  const json = JSON.stringify(text.padEnd(bytes, '.'));
  return { hash: textHash(json), json };
}

async function append(
  text: string,
  snapshots: readonly Snapshot[] = [],
  to = store,
  tenant = 'default',
): Promise<string> {
  const id = newRecordId(AT_MS);
  const facts = { dossier: null, people: snapshots.map(({ hash }) => hash), asked: {} };
  await to.records.append(decisionRecord({ id, tenant, service: text, facts }), snapshots);
  return id;
}

const SETTLE_MS = 1;
const erase = (text: string, changes: Partial<ErasureSelection> = {}): Promise<Purged> =>
  eraseRecords({ folder: under.folder, busyTimeoutMs: 1_000 }, 'default', mentionsOf(text, changes), SETTLE_MS);

const open = (): DatabaseSync => openDatabase(under.folder, RECORDS_FILE, { use: 'bulk', busyTimeoutMs: 1_000 });
const filesWith = (text: string): readonly string[] =>
  readdirSync(under.folder).filter((name) => readFileSync(join(under.folder, name)).includes(text));
const verdict = () => verifyChain(store.records.chain('default'));

/** Every snapshot of every record that is there is there as well. */
async function missingSnapshots(): Promise<readonly string[]> {
  const missing: string[] = [];
  for await (const { record } of store.records.latest('default')) {
    for (const hash of snapshotsOf(record)) {
      if ((await store.records.snapshot('default', hash)) === undefined) missing.push(hash);
    }
  }
  return missing;
}

/** As another process would, but done when it returns. */
function writeAtOnce(text: string, snapshots: readonly Snapshot[] = []): void {
  const database = open();
  const id = newRecordId(AT_MS);
  const record = decisionRecord({ id, service: text });
  recordWriter(database).write({
    records: [['default', id, AT_MS, JSON.stringify(record)]],
    snapshots: snapshots.map(({ hash, json }) => ['default', hash, 1, json]),
    purges: null,
  });
  database.close();
}

/** Puts the text where no row is: between a page's list of rows and the rows themselves. */
function plant(text: string, pageNumber: number): void {
  const file = join(under.folder, RECORDS_FILE.name);
  const bytes = readFileSync(file);
  const page = bytes.subarray((pageNumber - 1) * PAGE_BYTES, pageNumber * PAGE_BYTES);
  const header = pageNumber === 1 ? 100 : 0;
  const endOfList = header + 8 + 2 * page.readUInt16BE(header + 3);
  expect(page.readUInt16BE(header + 5) - endOfList).toBeGreaterThan(text.length);
  page.write(text, endOfList);
  writeFileSync(file, bytes);
}

/** The root page of a table or index, or the first leaf below it. */
function rootOf(name: string): number {
  const database = open();
  const row = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(name);
  database.close();
  return Number(row?.['rootpage']);
}

describe('an erasure', () => {
  const person = fc.nat({ max: 3 });
  const sizes = fc.oneof(
    { weight: 4, arbitrary: fc.nat({ max: 3_000 }) },
    { weight: 1, arbitrary: fc.nat({ max: 40_000 }) },
  );
  const records = fc.array(fc.record({ person, body: sizes, facts: sizes }), { minLength: 20, maxLength: 120 });
  const nameOf = (index: number): string => `person-${index}@whom.example`;

  it('leaves no byte of whom it is about in any file, while others read, and takes nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(records, fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }), async (made, erased) => {
        const reader = open();
        const reads = setInterval(() => reader.prepare('SELECT sum(length(body)) FROM record').get(), 1);
        const ids = await Promise.all(
          made.map(({ person: index, body, facts }) => {
            const name = nameOf(index);
            return append(name.padEnd(body, '-'), [snapshotOf(name, facts)]);
          }),
        );
        for (const index of erased) {
          await erase(nameOf(index));
          expect(filesWith(nameOf(index))).toEqual([]);
        }
        const kept = ids.filter((_, index) => !erased.includes(made[index]?.person ?? -1));
        for (const id of kept) expect(await store.records.get('default', id)).toBeDefined();
        clearInterval(reads);
        reader.close();
        expect(await missingSnapshots()).toEqual([]);
        expect((await verdict()).broken).toEqual([]);
        await erase('@whom.example');
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  it('keeps to short transactions: others write in between', async () => {
    await Promise.all(Array.from({ length: 1_500 }, () => append(QUINN)));
    const impatient = await openSqliteStore(under.folder, { now: () => AT_MS, busyTimeoutMs: 250 });
    const answers: Promise<unknown>[] = [];
    const purged = await erase(QUINN, { onProgress: () => answers.push(append('Somebody else', [], impatient)) });
    expect(purged.entries.length).toBeGreaterThan(2);
    expect(answers.length).toBeGreaterThan(3);
    await Promise.all(answers);
    await impatient.close();
    expect(await verdict()).toMatchObject({ erased: 1_500, broken: [] });
  });

  it('that dies half-way leaves what verifies, and the next one does the rest', async () => {
    const facts = snapshotOf(QUINN);
    await Promise.all(Array.from({ length: 1_200 }, (_, index) => append(index < 1_000 ? 'by facts' : QUINN, [facts])));
    let pages = 0;
    const die = (): void => {
      pages += 1;
      if (pages === 3) throw new Error('the power is out');
    };
    await expect(erase(QUINN, { onProgress: die })).rejects.toThrow('the power is out');
    const half = await verdict();
    expect(half.broken).toEqual([]);
    expect(half.erased).toBeGreaterThan(0);
    expect(half.erased).toBeLessThan(1_200);
    await erase(QUINN);
    expect(await verdict()).toMatchObject({ erased: 1_200, broken: [] });
    expect(filesWith(QUINN)).toEqual([]);
  });

  it('finds what comes while it looks', async () => {
    await append(QUINN);
    let late = 3;
    const writeOn = (): void => {
      if (late > 0) writeAtOnce(QUINN, [snapshotOf(QUINN, late)]);
      late -= 1;
    };
    expect(await erase(QUINN, { onProgress: writeOn })).toMatchObject({ records: 4 });
    expect(filesWith(QUINN)).toEqual([]);
  });

  it('of somebody who is being written of gives up, and says why', async () => {
    await append(QUINN);
    await expect(erase(QUINN, { onProgress: () => writeAtOnce(QUINN) })).rejects.toMatchObject({
      code: 'store_unavailable',
      message: 'Records of whom is erased keep being written.',
    });
    expect((await verdict()).broken).toEqual([]);
  });

  it('can’t be done while somebody reads the log on and on, and says so; nothing is lost but time', async () => {
    await append(QUINN);
    const reader = open();
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM record').get();
    await expect(erase(QUINN)).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringContaining("-wal can't be emptied") as string,
    });
    reader.exec('COMMIT');
    reader.close();
    expect(await erase(QUINN)).toEqual({ records: 0, snapshots: 0, entries: [] });
    expect(filesWith(QUINN)).toEqual([]);
  });

  it('fails where a record that stays has the text, and where the reason has it', async () => {
    await append('of quinn, who stays');
    await append(QUINN);
    await expect(erase(QUINN, { needles: ['quinn'] })).rejects.toMatchObject({
      code: 'store_unavailable',
      message: `The store's file ${join(under.folder, RECORDS_FILE.name)} still holds texts of whom was erased.`,
    });
    await expect(erase(QUINN, { reason: `${QUINN} asked for it` })).rejects.toMatchObject({ code: 'usage' });
    expect((await verdict()).broken).toEqual([]);
  });

  it('takes along a record that was spoilt and may tell of whom', async () => {
    const [whose, others] = [await append(QUINN), await append('Somebody else')];
    const database = open();
    database.exec(`UPDATE record SET body = substr(body, 2)`);
    database.close();
    expect(await erase(QUINN)).toMatchObject({ records: 1 });
    expect(filesWith(QUINN)).toEqual([]);
    const { broken } = await verdict();
    expect(broken.map(({ id, trouble }) => [id, trouble])).toEqual([[others, 'body_differs']]);
    expect(broken).not.toContainEqual(expect.objectContaining({ id: whose }));
  });

  it('leaves another tenant what it has of the same person', async () => {
    await append(QUINN, [snapshotOf(QUINN)]);
    const theirs = await append(QUINN, [snapshotOf(QUINN)], store, 'north');
    expect(await erase(QUINN)).toMatchObject({ records: 1, snapshots: 1 });
    expect((await store.records.get('north', theirs))?.record.service).toBe(QUINN);
    expect(await allOf(store.records.latest('default'))).toEqual([]);
    expect(await verifyChain(store.records.chain('north'))).toMatchObject({ links: 1, broken: [] });
  });
});

describe('bytes that SQLite left between rows', () => {
  it.each(['record', 'snapshot'])('are overwritten by writing the rows around them afresh: %s', async (table) => {
    for (let each = 0; each < 3; each += 1) await append('Somebody else', [snapshotOf(`facts ${each}`)]);
    store = await under.reopen();
    const before = await allOf(store.records.chain('default'));
    plant(QUINN, rootOf(table));
    expect(filesWith(QUINN)).toEqual([RECORDS_FILE.name]);
    expect(await erase(QUINN)).toEqual({ records: 0, snapshots: 0, entries: [] });
    expect(filesWith(QUINN)).toEqual([]);
    expect(await allOf(store.records.chain('default'))).toEqual(before);
    expect(await missingSnapshots()).toEqual([]);
  });

  it('are overwritten with the whole file where there are no rows around them', async () => {
    await append('Somebody else', [snapshotOf('facts')]);
    store = await under.reopen();
    plant(QUINN, 1);
    await erase(QUINN);
    expect(filesWith(QUINN)).toEqual([]);
    expect(await verdict()).toMatchObject({ links: 1, broken: [] });
  });
});

describe('a process that serves meanwhile', () => {
  it('sends a snapshot again that another process has erased', async () => {
    const facts = snapshotOf('Kept in memory');
    await append('first', [facts]);
    const other = await openSqliteStore(under.folder, { now: () => AT_MS });
    await other.records.erase('default', { ...mentionsOf('Kept in memory'), record: () => false });
    expect(await other.records.snapshot('default', facts.hash)).toBeUndefined();
    await append('second', [facts]);
    expect(await other.records.snapshot('default', facts.hash)).toBe(facts.json);
    await other.close();
  });

  it('sends none again while nothing is purged', async () => {
    const facts = snapshotOf('Kept in memory');
    await append('first', [facts]);
    const database = open();
    database.exec('DELETE FROM snapshot');
    database.close();
    await append('second', [facts]);
    expect(await store.records.snapshot('default', facts.hash), 'a loss that no entry tells of').toBeUndefined();
  });
});
