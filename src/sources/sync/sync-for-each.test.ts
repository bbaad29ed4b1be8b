/** A read that is asked for each of another, through a sync into a copy: what is kept, dropped, and told of. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { FakeEvent } from '../../../test/systems/google.ts';
import { googleWorkspace } from '../../../test/systems/google.ts';
import type { Standing } from '../../../test/systems/vendor.ts';
import { stand } from '../../../test/systems/vendor.ts';
import { sqliteCopies } from '../../store/sqlite/copies.ts';
import { googleCalendar } from '../connectors/google-calendar.ts';
import { syncRead } from './sync-read.ts';

const KEY = { tenant: 'default', source: 'calendar', read: 'away' };
const NOW = Date.parse('2026-11-23T08:00:00Z');
const folder = mkdtempSync(join(tmpdir(), 'copies-'));
let standing: Standing | undefined;

afterEach(async () => {
  await standing?.close();
  rmSync(folder, { recursive: true });
});

function event(id: string): FakeEvent {
  const at = { start: { dateTime: '2026-11-20T00:00:00Z' }, end: { dateTime: '2026-11-28T00:00:00Z' } };
  return { id, eventType: 'outOfOffice', status: 'confirmed', summary: 'CANARY', ...at };
}

it('copies what is there, drops what is gone, and counts of whom nothing is told; and is not emptied where nobody is there to ask for', async () => {
  const fake = googleWorkspace();
  fake.calendars.set('sarah@acme.example', [event('e1'), event('e2'), event('e3')]);
  fake.calendars.delete('omar@acme.example');
  standing = await stand(fake);
  const copies = sqliteCopies({ folder, busyTimeoutMs: 1_000 });
  const columns = ['calendar', 'start.dateTime'];
  const what = { key: KEY, connector: googleCalendar, read: 'out_of_office', columns, place: '' };
  const order = { full: false, fullEveryMs: Number.POSITIVE_INFINITY, now: () => NOW };
  const sync = async () => await syncRead(what, order, (standing as Standing).client, copies);
  expect(await sync()).toMatchObject({ kind: 'full', rows: 3, passedOver: 1, nameless: 0, changes: { added: 3 } });
  fake.calendars.set('sarah@acme.example', [event('e1')]);
  expect(await sync()).toMatchObject({ kind: 'full', rows: 1, changes: { added: 0, dropped: 2 } });
  const rows = [];
  for await (const row of copies.rows(KEY)) rows.push(row);
  expect(rows).toEqual([
    {
      id: 'sarah@acme.example:e1',
      values: { calendar: 'sarah@acme.example', 'start.dateTime': '2026-11-20T00:00:00Z' },
    },
  ]);
  fake.users.clear();
  await expect(sync()).rejects.toMatchObject({
    kind: 'contract',
    message: expect.stringContaining('names nobody to ask for') as string,
  });
  expect((await copies.state(KEY)).rows).toBe(1);
  await copies.close();
});
