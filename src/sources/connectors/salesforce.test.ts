/** The Salesforce connector against a stateful fake org. */
import { afterEach, describe, expect, it } from 'vitest';
import type { SalesforceFake } from '../../../test/systems/salesforce.ts';
import { salesforceId, salesforceOrg } from '../../../test/systems/salesforce.ts';
import type { Standing } from '../../../test/systems/vendor.ts';
import { reading, stand } from '../../../test/systems/vendor.ts';
import { shortSalesforceId } from '../kit/salesforce-id.ts';
import { salesforce } from './salesforce.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-23T08:00:00Z');
const COLUMNS = ['Name', 'Owner.Email', 'CSM__c', 'Customer_Tier__c'];
const account = (nth: number) => salesforceId('001', nth);

let nowMs = START;
let standing: Standing;
let org: SalesforceFake;

afterEach(async () => await standing.close());

async function open(way?: string): Promise<(name: string) => ReturnType<typeof reading>> {
  nowMs = START;
  org = salesforceOrg(() => nowMs);
  standing = await stand(org, way === undefined ? {} : { way });
  return (name) => reading(standing.client, salesforce, name);
}

const ids = (rows: readonly Readonly<Record<string, unknown>>[], key = 'Id') => rows.map((row) => row[key]);
const soql = () => standing.requests().map(({ query }) => query.get('q'));

describe('accounts', () => {
  it('come whole over several pages, with custom fields and those of the owner', async () => {
    const read = await open();
    const rows = await read('accounts').all(COLUMNS);
    expect(ids(rows)).toEqual([1, 2, 3, 4, 5].map(account));
    expect(rows[0]).toMatchObject({
      Name: 'Customer 1',
      Owner: { Email: 'tom@acme.example' },
      Customer_Tier__c: 'VVIP',
      CSM__c: salesforceId('005', 1),
    });
    expect(standing.requests()).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toContain('CANARY');
  });

  it('come whole through a gateway with a prefix of its own', async () => {
    org = salesforceOrg();
    standing = await stand({
      ...org,
      basePath: `/crm${org.basePath}`,
      reply: (asked, nth) => org.reply({ ...asked, path: asked.path.replace(/^\/crm/, '') }, nth),
    });
    expect(ids(await reading(standing.client, salesforce, 'accounts').all(COLUMNS))).toEqual(
      [1, 2, 3, 4, 5].map(account),
    );
    expect(standing.requests().map(({ path }) => path.startsWith('/crm/services/data/'))).toEqual([true, true, true]);
  });

  it('that have changed, and those that went to the recycle bin', async () => {
    const read = await open();
    nowMs += HOUR;
    org.put('Account', { Id: account(2), Name: 'Renamed' });
    org.remove('Account', account(4));
    const rows = await read('accounts').changes(nowMs - HOUR / 2, ['Name']);
    expect(rows.map(({ Id, Name, IsDeleted }) => [Id, Name, IsDeleted])).toEqual([
      [account(2), 'Renamed', false],
      [account(4), 'Customer 4', true],
    ]);
    expect(ids(await read('accounts').all(['Name']))).not.toContain(account(4));
  });

  it.each([account(3), shortSalesforceId(account(3))])('one of them, by its id %s', async (id) => {
    const read = await open();
    expect(ids(await read('accounts').one(id, COLUMNS))).toEqual([account(3)]);
  });

  it('that are not there are no rows', async () => {
    const read = await open();
    expect(await read('accounts').one(account(99), COLUMNS)).toEqual([]);
  });

  it.each([
    'Description',
    'Parent.Description',
    'Notes',
    'Internal_Notes__c',
    'CSMNotes__c',
    'NoteText__c',
    'LastComment__c',
    'Owner.AboutMe',
    'Owner.OutOfOfficeMessage',
    'Long_Description__pc',
  ])('are never asked for %s', async (column) => {
    const read = await open();
    await expect(read('accounts').all([column])).rejects.toMatchObject({ kind: 'blocked' });
    expect(standing.asked).toEqual([]);
  });
});

describe('account teams', () => {
  it('come whole, and who was taken off is told by ids', async () => {
    const read = await open();
    const team = read('account_team');
    expect(await team.all(['AccountId', 'UserId', 'TeamMemberRole'])).toHaveLength(5);
    nowMs += HOUR;
    org.remove('AccountTeamMember', salesforceId('01M', 1));
    org.put('AccountTeamMember', {
      Id: salesforceId('01M', 9),
      AccountId: account(2),
      UserId: salesforceId('005', 2),
      TeamMemberRole: 'CSM',
    });
    expect(ids(await team.changes(nowMs - HOUR / 2))).toEqual([salesforceId('01M', 9)]);
    expect(ids(await team.deletions(nowMs - HOUR / 2, nowMs + 1), 'id')).toEqual([salesforceId('01M', 1)]);
  });

  it('that are switched off leave accounts alone, and say what is missing', async () => {
    const read = await open();
    org.switchOff('AccountTeamMember');
    expect(await read('accounts').all(['Name'])).toHaveLength(5);
    await expect(read('account_team').all(['UserId'])).rejects.toMatchObject({
      kind: 'forbidden',
      code: 'INVALID_TYPE',
    });
  });

  it('tell no deletions of longer ago than their log', async () => {
    const read = await open();
    await expect(read('account_team').deletions(nowMs - 16 * 24 * HOUR, nowMs)).rejects.toMatchObject({
      kind: 'rejected',
      code: 'INVALID_REPLICATION_DATE',
    });
    expect(salesforce.reads['account_team']?.changes?.reachMs).toBeLessThan(15 * 24 * HOUR);
  });
});

it('users are the company’s own', async () => {
  const read = await open();
  const rows = await read('users').all(['Name', 'Email', 'IsActive']);
  expect(rows.map(({ Name }) => Name)).toEqual(['Sarah Jenkins', 'Tom Reyes']);
  nowMs += HOUR;
  org.put('User', {
    Id: salesforceId('005', 2),
    Name: 'Tom Reyes',
    Email: 'tom@acme.example',
    IsActive: false,
    UserType: 'Standard',
  });
  expect((await read('users').changes(nowMs - HOUR / 2, ['IsActive'])).map(({ IsActive }) => IsActive)).toEqual([
    false,
  ]);
  expect(ids(await read('users').one(salesforceId('005', 2), ['Name']))).toEqual([salesforceId('005', 2)]);
});

it('contacts are addresses of accounts', async () => {
  const read = await open();
  expect((await read('contacts').all(['Email', 'AccountId'])).map(({ Email }) => Email)).toContain(
    'buyer3@customer.example',
  );
  nowMs += HOUR;
  org.remove('Contact', salesforceId('003', 3));
  expect((await read('contacts').changes(nowMs - HOUR / 2)).map(({ IsDeleted }) => IsDeleted)).toEqual([true]);
});

it('who is out of office is read without the message, and only as long as it lasts', async () => {
  const read = await open();
  const rows = await read('out_of_office').all();
  expect(ids(rows)).toEqual([salesforceId('0OO', 1)]);
  expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual([
    'EndDate',
    'Id',
    'IsEnabled',
    'StartDate',
    'UserId',
    'attributes',
  ]);
  expect(soql().join()).not.toContain('Message');
});

describe('the login', () => {
  it.each(['client_credentials', 'jwt_bearer'])('by %s', async (way) => {
    const read = await open(way);
    expect(await read('accounts').all(['Name'])).toHaveLength(5);
    expect(standing.asked.filter(({ path }) => path === '/services/oauth2/token')).toHaveLength(1);
  });

  it('is done again when the session ends, and a page isn’t lost', async () => {
    const read = await open();
    await read('users').all(['Name']);
    org.expireTokens();
    expect(ids(await read('accounts').all(['Name']))).toEqual([1, 2, 3, 4, 5].map(account));
  });

  it('that is refused is told apart', async () => {
    org = salesforceOrg(() => START);
    standing = await stand({ ...org, secrets: { secret: 'wrong' } });
    await expect(reading(standing.client, salesforce, 'accounts').all(['Name'])).rejects.toMatchObject({
      kind: 'auth',
      code: 'invalid_grant',
    });
  });
});

it('a field that isn’t there, or isn’t for us, is named by its code', async () => {
  const read = await open();
  await expect(read('accounts').all(['No_Such__c'])).rejects.toMatchObject({ kind: 'rejected', code: 'INVALID_FIELD' });
});

it('what is left of the day’s requests is known', async () => {
  const read = await open();
  await read('users').all(['Name']);
  expect(standing.client.quota()).toEqual({ remaining: 14_999, of: 15_000, resetMs: null });
});
