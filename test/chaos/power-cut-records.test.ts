/**
 * The power goes at any moment of writing decision records, and the disk loses what was not synced. Each record that was
 * said to be durable is there afterwards, none is there by half, and the chains verify.
 */
import { expect, it } from 'vitest';
import { verifyChain } from '../../src/audit/verify-chain.ts';
import type { RecordLink } from '../../src/audit/chain.ts';
import { openConnection } from '../../src/store/sqlite/database.ts';
import { linkIn } from '../../src/store/sqlite/record-reads.ts';
import type { Batch } from '../../src/store/sqlite/record-writer.ts';
import { recordWriter } from '../../src/store/sqlite/record-writer.ts';
import { RECORDS_FILE } from '../../src/store/sqlite/schema.ts';
import { decisionRecord } from '../../src/store/store-fixtures.ts';
import { LossyDisk } from './lossy-disk.ts';
import { DiskDatabase, insertDisk } from './sqlite-on-disk.ts';

const CUTS = Number(process.env['CHAOS_CUTS'] ?? 150);
const BATCHES = 30;
const OPERATIONS = operationsOfAll();

it(`${CUTS} power cuts lose no record that was said to be durable`, { timeout: 120_000 }, async () => {
  for (let cut = 0; cut < CUTS; cut += 1) expect(await lostByCut(), `cut ${cut}`).toEqual({ lost: [], broken: [] });
});

it('without syncs it would lose some: the test can fail', { timeout: 120_000 }, async () => {
  let lost = 0;
  for (let cut = 0; cut < CUTS && lost === 0; cut += 1)
    lost += (await lostByCut('PRAGMA synchronous = OFF')).lost.length;
  expect(lost).toBeGreaterThan(0);
});

/** As many as it takes to write them all, so that a cut may fall anywhere. */
function operationsOfAll(): number {
  const disk = new LossyDisk();
  const writer = writerOn(disk);
  const before = disk.operations;
  for (let batch = 0; batch < BATCHES; batch += 1) writer.write(batchOf(batch));
  return disk.operations - before;
}

/** Records that were durable and are gone, and links that don't verify. */
async function lostByCut(also?: string): Promise<{ lost: readonly string[]; broken: readonly unknown[] }> {
  const disk = new LossyDisk();
  const writer = writerOn(disk, also);
  disk.cutAt(disk.operations + 1 + Math.floor(Math.random() * OPERATIONS));
  const durable: string[] = [];
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const written = batchOf(batch);
    try {
      writer.write(written);
    } catch {
      break;
    }
    durable.push(...written.records.map(([, id]) => id));
  }
  disk.restart(Math.random);
  const links = linksOn(disk);
  const kept = new Set(links.map(({ id }) => id));
  const { broken } = await verifyChain(links);
  return { lost: durable.filter((id) => !kept.has(id)), broken };
}

function writerOn(disk: LossyDisk, also = 'PRAGMA synchronous = FULL') {
  insertDisk(disk);
  const database = connect();
  database.exec(also);
  return recordWriter(database);
}

function linksOn(disk: LossyDisk): readonly RecordLink[] {
  insertDisk(disk);
  const database = connect();
  const rows = database.prepare('SELECT rowid AS position, * FROM record ORDER BY rowid').all();
  expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  return rows.map(linkIn);
}

function connect(): DiskDatabase {
  return openConnection('/store', RECORDS_FILE, { use: 'write', busyTimeoutMs: 0 }, (file) => new DiskDatabase(file));
}

function batchOf(batch: number): Batch {
  const records = Array.from({ length: 1 + (batch % 5) }, (_, index) => {
    const id = `${batch}-${index}`;
    return ['default', id, batch, JSON.stringify(decisionRecord({ id, atMs: batch }))] as const;
  });
  return { records, snapshots: [['default', `hash-${batch}`, 0, '{}'.padEnd(3_000)]], purges: null };
}
