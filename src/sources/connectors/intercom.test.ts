/** The Intercom connector against a stateful fake workspace, and both against Intercom's own contract. */
import { afterEach, describe, expect, it } from 'vitest';
import { contractOf } from '../../../test/sources/contract.ts';
import { WHY_SKIPPED } from '../../../test/sources/openapi.ts';
import type { IntercomFake } from '../../../test/systems/intercom.ts';
import { intercomWorkspace } from '../../../test/systems/intercom.ts';
import type { Standing } from '../../../test/systems/vendor.ts';
import { reading, stand } from '../../../test/systems/vendor.ts';
import { intercom } from './intercom.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-23T08:00:00Z');

let nowMs = START;
let standing: Standing;
let workspace: IntercomFake;

afterEach(async () => await standing.close());

async function open(zoneS = 0): Promise<(name: string) => ReturnType<typeof reading>> {
  nowMs = START;
  workspace = intercomWorkspace(() => nowMs, 2, zoneS);
  standing = await stand(workspace);
  return (name) => reading(standing.client, intercom, name);
}

const ids = (rows: readonly Readonly<Record<string, unknown>>[]) => rows.map(({ id }) => id);

describe('companies', () => {
  it('come whole by a scroll, with their own attributes', async () => {
    const read = await open();
    const rows = await read('companies').all();
    expect(ids(rows)).toEqual(['c101', 'c102', 'c103', 'c104', 'c105']);
    expect(rows[0]?.['custom_attributes']).toEqual({ csm: 'sarah@acme.example', tier: 'vvip' });
    expect(await read('companies').all()).toHaveLength(5);
  });

  it('are not read beside another scroll, and that passes', async () => {
    const read = await open();
    workspace.beginScroll();
    await expect(read('companies').all([], { deadlineMs: 600 })).rejects.toMatchObject({
      kind: 'limit',
      code: 'scroll_exists',
    });
    nowMs += 61_000;
    expect(await read('companies').all()).toHaveLength(5);
  });

  it('of which a page was lost are not told as all', async () => {
    workspace = intercomWorkspace();
    standing = await stand(workspace, {
      reply: (asked, nth) => ({ ...workspace.reply(asked, nth), ...(nth === 1 && { cutAt: 10 }) }),
    });
    await expect(reading(standing.client, intercom, 'companies').all()).rejects.toMatchObject({ kind: 'transient' });
    expect(standing.asked).toHaveLength(2);
  });

  it('one of them, or none', async () => {
    const read = await open();
    expect(ids(await read('companies').one('c103'))).toEqual(['c103']);
    await expect(read('companies').one('c999')).rejects.toMatchObject({ kind: 'not_found' });
  });
});

describe('contacts', () => {
  it('come whole, and leads aren’t among them', async () => {
    const read = await open();
    const rows = await read('contacts').all();
    expect(ids(rows)).toEqual(['p200', 'p201', 'p202', 'p203', 'p204']);
    expect(rows[1]?.['companies']).toMatchObject({ data: [{ id: 'c102' }] });
  });

  // The search sees days: what changed before the last midnight there must come all the same.
  it.each([0, 13, -11])('that have changed are told in full, %d hours ahead of UTC', async (hours) => {
    const read = await open(hours * 3600);
    for (let hour = 0; hour < 30; hour += 1) {
      nowMs += HOUR;
      workspace.put('contacts', { id: 'p202', role: 'user', email: `hour${hour}@customer.example` });
      expect(ids(await read('contacts').changes(nowMs))).toContain('p202');
    }
  });
});

it('teammates tell who is away, and teams who is in them', async () => {
  const read = await open();
  expect((await read('admins').all()).map((row) => [row['name'], row['away_mode_enabled']])).toEqual([
    ['Sarah Jenkins', false],
    ['Tom Reyes', true],
  ]);
  expect(await read('teams').all()).toMatchObject([{ name: 'Enterprise', admin_ids: [41, 42] }]);
  expect(await read('admins').one('42')).toMatchObject([{ email: 'tom@acme.example' }]);
});

it('a token that was revoked is an end', async () => {
  const read = await open();
  workspace.revokeToken();
  await expect(read('admins').all()).rejects.toMatchObject({ kind: 'auth', code: 'unauthorized' });
  expect(standing.asked).toHaveLength(1);
});

it.each(['api.intercom.io', 'api.eu.intercom.io', 'api.au.intercom.io'])('%s is a host of Intercom', (host) => {
  expect(intercom.settings['host']?.pattern.test(host)).toBe(true);
  expect(intercom.settings['host']?.pattern.test(`${host}.other.example`)).toBe(false);
});

it.skipIf(WHY_SKIPPED !== '')(`all is as Intercom’s contract says${WHY_SKIPPED}`, async () => {
  const contract = contractOf(['intercom/api-2.16.yaml']);
  workspace = intercomWorkspace();
  const wrong: string[] = [];
  standing = await stand(workspace, {
    reply: (asked, nth) => {
      const said = workspace.reply(asked, nth);
      wrong.push(...contract.request(asked), ...contract.reply(asked, said));
      return said;
    },
  });
  for (const [name, read] of Object.entries(intercom.reads)) {
    const asking = reading(standing.client, intercom, name);
    await asking.all();
    if (read.changes !== null) await asking.changes(START);
  }
  await reading(standing.client, intercom, 'companies').one('c101');
  await reading(standing.client, intercom, 'admins').one('41');
  await reading(standing.client, intercom, 'admins')
    .one('99')
    .catch(() => null);
  expect(wrong).toEqual([]);
  expect(standing.asked.length).toBeGreaterThan(10);
});
