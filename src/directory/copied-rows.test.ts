/** Rows out of copies: where each stands, in words that may be printed. */
import { expect, it } from 'vitest';
import { copiedRows } from './copied-rows.ts';

it('names no address as a row’s place', async () => {
  const ids = ['001', 'sarah@acme.example:e1', 'sarah@acme.example:e2'];
  const state = { shape: 'same', asOf: '2026-11-23T08:00:00Z', fullAt: null, mark: null, rows: 3, running: null };
  const copies = {
    state: async () => state,
    rows: async function* () {
      for (const id of ids) yield { id, values: {} };
    },
  };
  const { items } = await copiedRows(copies, 'default', () => 'same')('calendar', 'away', []);
  const places: string[] = [];
  for await (const item of items) if (item.kind === 'row') places.push(item.row.place);
  expect(places).toEqual([
    'calendar:away/001',
    expect.stringMatching(/^calendar:away\/[0-9a-f]{12}$/),
    expect.stringMatching(/^calendar:away\/[0-9a-f]{12}$/),
  ]);
  expect(new Set(places).size).toBe(3);
});
