/** Connectors through the sync itself: after changes and deletions the copy is what reading all anew would make. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isPlainObject } from '../../src/base/json.ts';
import type { SyncedRead } from '../../src/sources/sync/sync-read.ts';
import { syncRead } from '../../src/sources/sync/sync-read.ts';
import type { CopyStore } from '../../src/store/copies.ts';
import { sqliteCopies } from '../../src/store/sqlite/copies.ts';
import type { Said } from '../systems/fake-system.ts';
import { hubspotAccount } from '../systems/hubspot.ts';
import { intercomWorkspace } from '../systems/intercom.ts';
import { salesforceId, salesforceOrg } from '../systems/salesforce.ts';
import type { Standing, VendorFake } from '../systems/vendor.ts';
import { stand } from '../systems/vendor.ts';
import { zendeskAccount } from '../systems/zendesk.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-11-23T08:00:00Z');

let nowMs = START;
let folder: string;
let copies: CopyStore;
let standing: Standing;

beforeEach(() => {
  nowMs = START;
  folder = mkdtempSync(join(tmpdir(), 'sync-'));
  copies = sqliteCopies({ folder, busyTimeoutMs: 1_000 });
});

afterEach(async () => {
  await standing.close();
  await copies.close();
  rmSync(folder, { recursive: true });
});

async function synced(
  { connector }: VendorFake,
  read: string,
  columns: readonly string[],
  full = false,
): Promise<SyncedRead> {
  const key = { tenant: 'default', source: connector.name, read };
  const order = { full, fullEveryMs: 100 * 24 * HOUR, now: () => nowMs };
  return await syncRead({ key, connector, read, columns, place: '' }, order, standing.client, copies);
}

type Change = readonly [
  name: string,
  fake: () => VendorFake & { readonly change: () => void },
  read: string,
  columns: readonly string[],
  kind: SyncedRead['kind'],
];

const now = () => nowMs;
const CHANGES: readonly Change[] = [
  [
    'Salesforce accounts, of which no mapping names the id',
    () => {
      const org = salesforceOrg(now);
      return {
        ...org,
        change: () => {
          org.put('Account', { Id: salesforceId('001', 2), Name: 'Renamed' });
          org.put('Account', { Id: salesforceId('001', 8), Name: 'New' });
          org.remove('Account', salesforceId('001', 4));
        },
      };
    },
    'accounts',
    ['Name'],
    'changes',
  ],
  [
    'Salesforce account teams',
    () => {
      const org = salesforceOrg(now);
      return { ...org, change: () => org.remove('AccountTeamMember', salesforceId('01M', 1)) };
    },
    'account_team',
    ['AccountId', 'UserId'],
    'changes',
  ],
  [
    'HubSpot companies',
    () => {
      const account = hubspotAccount(now);
      return {
        ...account,
        change: () => {
          account.put('companies', '102', { name: 'Renamed' });
          account.archive('companies', '104');
        },
      };
    },
    'companies',
    ['id', 'properties.name'],
    'changes',
  ],
  [
    'HubSpot companies, of which more have changed than one search tells',
    () => {
      const account = hubspotAccount(now, 2, 2);
      return {
        ...account,
        change: () => {
          for (const id of ['101', '102', '103', '104']) account.put('companies', id, { name: `Renamed ${id}` });
          account.archive('companies', '105');
        },
      };
    },
    'companies',
    ['id', 'properties.name'],
    'changes',
  ],
  [
    'HubSpot companies, of which a search tells in another order than it is asked for',
    () => {
      const account = hubspotAccount(now, 4);
      return {
        ...account,
        reply: (asked, nth) => backwards(account.reply(asked, nth)),
        change: () => {
          for (const id of ['101', '102', '103']) account.put('companies', id, { name: `Renamed ${id}` });
        },
      };
    },
    'companies',
    ['id', 'properties.name'],
    'full',
  ],
  [
    'Zendesk users',
    () => {
      const account = zendeskAccount(now);
      return {
        ...account,
        change: () => {
          account.put('users', { id: 201, name: 'Other', role: 'end-user', active: true });
          account.remove('users', 302);
        },
      };
    },
    'users',
    ['name', 'role'],
    'changes',
  ],
  [
    'Zendesk organizations',
    () => {
      const account = zendeskAccount(now);
      return { ...account, change: () => account.put('organizations', { id: 102, name: 'Renamed' }) };
    },
    'organizations',
    ['name'],
    'changes',
  ],
  [
    'Intercom companies',
    () => {
      const workspace = intercomWorkspace(now);
      return {
        ...workspace,
        change: () => {
          workspace.put('companies', { id: 'c102', name: 'Renamed' });
          workspace.remove('companies', 'c104');
        },
      };
    },
    'companies',
    ['id', 'name'],
    'full',
  ],
  [
    'Intercom contacts',
    () => {
      const workspace = intercomWorkspace(now);
      return {
        ...workspace,
        change: () => workspace.put('contacts', { id: 'p202', role: 'user', email: 'other@customer.example' }),
      };
    },
    'contacts',
    ['email', 'companies.data.0.id'],
    'changes',
  ],
];

function backwards({ body, ...said }: Said): Said {
  const rows = isPlainObject(body) ? body['results'] : undefined;
  return { ...said, body: Array.isArray(rows) ? { ...(body as object), results: rows.toReversed() } : body };
}

describe.each(CHANGES)('%s', (_name, fakeOf, read, columns, kind) => {
  it('are copied as they are', async () => {
    const fake = fakeOf();
    standing = await stand(fake);
    const first = await synced(fake, read, columns);
    expect(first).toMatchObject({ kind: 'full', nameless: 0, drift: [] });
    nowMs += HOUR;
    fake.change();
    // Of the last minute some say nothing.
    nowMs += 3 * 60_000;
    const second = await synced(fake, read, columns);
    expect(second).toMatchObject({ kind, nameless: 0 });
    expect(second.changes.changed + second.changes.dropped).toBeGreaterThan(0);
    // All that is there stands in the copy already.
    const whole = await synced(fake, read, columns, true);
    expect(whole).toMatchObject({ kind: 'full', changes: { added: 0, changed: 0, dropped: 0 } });
  });
});
