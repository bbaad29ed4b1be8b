/** How much a database may reply with: as much as any system, and little more is ever taken out of it. */
import { describe, expect, it } from 'vitest';
import type { Cell, DatabaseSession } from '../../outbound/database/database.ts';
import type { Bounds } from '../kit/http/send.ts';
import { databaseClient } from './database-client.ts';
import { DIALECTS } from './dialect.ts';
import { sqlConnector } from './sql-connector.ts';

const MIB = 1024 * 1024;
const read = { query: 'select id, note from notes', id: 'id', changedSince: null, one: null };
const listed = { about: 'Lists notes.', input: {}, query: 'select id, note from notes', isOne: false };
const connector = sqlConnector('postgresql', { notes: read }, { list_notes: listed });

/** Of so many rows with so many bytes each; counts those that were taken out of it. */
function database(rows: number, bytes: number) {
  const seen = { taken: 0, isClosed: false };
  const note = 'x'.repeat(bytes - 10);
  const session: DatabaseSession = {
    startedMs: 0,
    columns: async () => ['id', 'note'].map((name) => ({ name, holdsBytes: false })),
    pages: async function* (_statement, size) {
      for (let from = 0; from < rows; from += size) {
        const page = Array.from({ length: Math.min(size, rows - from) }, (_, nth): readonly Cell[] => [
          from + nth,
          note,
          bytes,
        ]);
        seen.taken += page.length;
        yield page;
      }
    },
    close: async () => void (seen.isClosed = true),
  };
  return { seen, client: databaseClient(DIALECTS.postgresql, async () => session) };
}

async function asked(client: ReturnType<typeof database>['client'], bounds: Partial<Bounds> = {}) {
  const operation = connector.operations['list_notes'];
  if (operation === undefined) throw new Error('There is no such operation.');
  return (await client.ask(operation, {}, { deadlineMs: 5_000, maxBytes: 2 * MIB, ...bounds })).rows;
}

describe('a reply', () => {
  it.each([
    ['many small rows', 300, 100],
    ['as many rows as a page has', 500, 1_000],
    ['few large rows', 19, 100 * 1024],
    ['none', 0, 100],
  ])('comes whole: %s', async (_which, rows, bytes) => {
    const { client } = database(rows, bytes);
    expect((await asked(client)).map(({ id }) => id)).toEqual(Array.from({ length: rows }, (_, nth) => nth));
  });

  it('larger than it may be fails as any system’s does, and no more of it is taken than about twice as much', async () => {
    const { client, seen } = database(400, 100 * 1024);
    await expect(asked(client)).rejects.toMatchObject({
      name: 'SourceFailure',
      kind: 'contract',
      message:
        'The reply of `list_notes` (PostgreSQL) is larger than 2097152 bytes. Bound its query with `limit`, or read fewer columns.',
    });
    expect(seen.taken * 100 * 1024).toBeLessThan(4 * MIB);
    expect(seen.isClosed).toBe(true);
  });

  it('counts the names of the columns, too: rows of nothing aren’t for nothing', async () => {
    const { client } = database(500, 10);
    await expect(asked(client, { maxBytes: 10_000 })).rejects.toMatchObject({ kind: 'contract' });
    expect(await asked(client, { maxBytes: 20_000 })).toHaveLength(500);
  });

  it('may be smaller than one row may', async () => {
    const { client, seen } = database(3, 2_000);
    await expect(asked(client, { maxBytes: 1_000 })).rejects.toMatchObject({ kind: 'contract' });
    expect(seen.taken).toBe(1);
  });
});

it('a sync reads on, page by page: its bounds are others', async () => {
  const { client } = database(1_200, 10 * 1024);
  const operation = connector.operations['notes'];
  const sizes: number[] = [];
  if (operation !== undefined)
    for await (const { rows } of client.pages(operation, { columns: ['note'] }, { deadlineMs: 5_000 }))
      sizes.push(rows.length);
  expect(sizes).toEqual([500, 500, 200]);
});
