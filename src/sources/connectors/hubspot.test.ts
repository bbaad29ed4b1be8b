/** The HubSpot connector against a stateful fake account, and both against HubSpot's own contract. */
import { afterEach, describe, expect, it } from 'vitest';
import { contractOf } from '../../../test/sources/contract.ts';
import { WHY_SKIPPED } from '../../../test/sources/openapi.ts';
import type { HubspotFake } from '../../../test/systems/hubspot.ts';
import { hubspotAccount } from '../../../test/systems/hubspot.ts';
import type { Standing } from '../../../test/systems/vendor.ts';
import { reading, stand } from '../../../test/systems/vendor.ts';
import { hubspot } from './hubspot.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-23T08:00:00Z');
const COLUMNS = ['properties.name', 'properties.hubspot_owner_id', 'properties.tier', 'archived'];

let nowMs = START;
let standing: Standing;
let account: HubspotFake;

afterEach(async () => await standing.close());

async function open(way?: string, searchEnd?: number): Promise<(name: string) => ReturnType<typeof reading>> {
  nowMs = START;
  account = hubspotAccount(() => nowMs, 2, searchEnd);
  standing = await stand(account, way === undefined ? {} : { way });
  return (name) => reading(standing.client, hubspot, name);
}

const ids = (rows: readonly Readonly<Record<string, unknown>>[]) => rows.map(({ id }) => id);

describe('companies', () => {
  it('come whole, with the properties that were asked for and no others', async () => {
    const read = await open();
    const rows = await read('companies').all(COLUMNS);
    expect(ids(rows)).toEqual(['101', '102', '103', '104', '105']);
    expect(rows[0]?.['properties']).toEqual({ name: 'Customer 1', hubspot_owner_id: '11', tier: 'VVIP' });
    expect(standing.requests()[0]?.query.get('properties')).toBe('name,hubspot_owner_id,tier');
  });

  it('that have changed', async () => {
    const read = await open();
    for (const id of ['104', '102', '103']) {
      nowMs += HOUR;
      account.put('companies', id, { name: `Renamed ${id}` });
    }
    const rows = await read('companies').changes(START + HOUR / 2, COLUMNS);
    expect(ids(rows)).toEqual(['102', '103', '104']);
    expect(rows[2]?.['properties']).toEqual({ name: 'Renamed 104' });
  });

  it('that have changed come whole, though some change again while they are read', async () => {
    nowMs = START;
    account = hubspotAccount(() => nowMs);
    nowMs += HOUR;
    for (const id of ['101', '102', '103', '104', '105']) account.put('companies', id, { name: id });
    standing = await stand(account, {
      reply: (asked, nth) => {
        const said = account.reply(asked, nth);
        nowMs += 1_000;
        if (nth === 0) account.put('companies', '101', { name: 'Renamed' });
        return said;
      },
    });
    const rows = await reading(standing.client, hubspot, 'companies').changes(START + HOUR / 2, COLUMNS);
    expect(ids(rows)).toEqual(['101', '102', '103', '104', '105']);
  });

  it('that were deleted are told apart, since no list and no search holds them', async () => {
    const read = await open();
    nowMs += HOUR;
    account.archive('companies', '103');
    expect(ids(await read('companies').all(COLUMNS))).not.toContain('103');
    expect(await read('companies').changes(nowMs - HOUR / 2, COLUMNS)).toEqual([]);
    expect(ids(await read('companies').deletions(nowMs - HOUR / 2, nowMs))).toEqual(['103']);
    await expect(read('companies').one('103', COLUMNS)).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('one of them', async () => {
    const read = await open();
    expect(await read('companies').one('102', COLUMNS)).toMatchObject([{ id: '102', properties: { tier: 'SMB' } }]);
  });

  it('of which more have changed than a search tells: it says no, and never leaves some out', async () => {
    const read = await open(undefined, 4);
    nowMs += HOUR;
    for (const id of ['101', '102', '103', '104', '105']) account.put('companies', id, { name: id });
    await expect(read('companies').changes(nowMs - HOUR / 2, COLUMNS)).rejects.toMatchObject({
      kind: 'rejected',
      code: 'VALIDATION_ERROR',
    });
    expect(await read('companies').all(COLUMNS)).toHaveLength(5);
  });

  it.each([
    'properties.description',
    'properties.notes',
    'properties.csm_notes',
    'properties.internal_comment',
    'properties.hs_content_membership_notes',
  ])('are never asked for %s', async (column) => {
    const read = await open();
    await expect(read('companies').all([column])).rejects.toMatchObject({ kind: 'blocked' });
  });
});

it('counts and days of notes are no notes', async () => {
  const read = await open();
  expect(await read('companies').all(['properties.notes_last_contacted', 'properties.num_notes'])).toHaveLength(5);
});

it('contacts are addresses of companies', async () => {
  const read = await open();
  const columns = ['properties.email', 'properties.associatedcompanyid'];
  expect((await read('contacts').all(columns))[1]?.['properties']).toEqual({
    email: 'buyer1@customer.example',
    associatedcompanyid: '102',
  });
  nowMs += HOUR;
  account.put('contacts', '203', { email: 'other@customer.example' });
  account.archive('contacts', '204');
  expect(ids(await read('contacts').changes(nowMs - HOUR / 2, columns))).toEqual(['203']);
  expect(ids(await read('contacts').deletions(nowMs - HOUR / 2, nowMs))).toEqual(['204']);
});

it('owners are people and queues, and those who left come apart', async () => {
  const read = await open();
  expect((await read('owners').all()).map(({ id, type }) => [id, type])).toEqual([
    ['11', 'PERSON'],
    ['12', 'QUEUE'],
  ]);
  expect(await read('former_owners').all()).toMatchObject([{ id: '13', archived: true, userIdIncludingInactive: 903 }]);
  expect(await read('owners').one('11')).toMatchObject([{ email: 'sarah@acme.example', userId: 901 }]);
  await expect(read('owners').one('13')).rejects.toMatchObject({ kind: 'not_found' });
});

it('titles and booking pages belong to users', async () => {
  const read = await open();
  const [user] = await read('users').all(['properties.hs_internal_user_id', 'properties.hs_job_title']);
  const [link] = await read('meeting_links').all();
  expect(user?.['properties']).toMatchObject({ hs_internal_user_id: link?.['organizerUserId'] });
  expect(link).toMatchObject({ link: 'https://meetings.hubspot.com/sarah', defaultLink: true });
});

describe('the way in', () => {
  it('by OAuth: a token that expired is renewed in the middle of a list', async () => {
    const read = await open('oauth');
    await read('owners').all();
    account.expireTokens();
    expect(await read('companies').all(COLUMNS)).toHaveLength(5);
    expect(standing.asked.filter(({ path }) => path === '/oauth/2026-03/token')).toHaveLength(2);
  });

  it('by a private app: a token that was revoked is an end', async () => {
    const read = await open('private_app');
    account.expireTokens();
    await expect(read('companies').all(COLUMNS)).rejects.toMatchObject({
      kind: 'auth',
      code: 'EXPIRED_AUTHENTICATION',
    });
    expect(standing.asked).toHaveLength(1);
  });

  it('without a scope lets in for the rest', async () => {
    const read = await open();
    account.withdraw('scheduler.meetings.meeting-link.read');
    await expect(read('meeting_links').all()).rejects.toMatchObject({ kind: 'forbidden', code: 'MISSING_SCOPES' });
    expect(await read('owners').all()).toHaveLength(2);
  });
});

it.skipIf(WHY_SKIPPED !== '')(`all is as HubSpot’s contract says${WHY_SKIPPED}`, async () => {
  const contract = contractOf(
    ['companies', 'contacts', 'owners', 'users', 'meetings'].map((name) => `hubspot/${name}-v3.json`),
  );
  account = hubspotAccount();
  const wrong: string[] = [];
  standing = await stand(account, {
    reply: (asked, nth) => {
      const said = account.reply(asked, nth);
      wrong.push(...contract.request(asked), ...contract.reply(asked, said));
      return said;
    },
  });
  account.archive('companies', '105');
  for (const [name, read] of Object.entries(hubspot.reads)) {
    const asking = reading(standing.client, hubspot, name);
    await asking.all(['properties.name']);
    if (read.changes !== null) await asking.changes(START, ['properties.name']);
    if (read.changes?.deletions) await asking.deletions(START, START);
  }
  await reading(standing.client, hubspot, 'companies').one('101', ['properties.name']);
  await reading(standing.client, hubspot, 'companies')
    .one('999', ['properties.name'])
    .catch(() => null);
  await reading(standing.client, hubspot, 'owners').one('11');
  expect(wrong).toEqual([]);
  expect(standing.asked.length).toBeGreaterThan(15);
});
