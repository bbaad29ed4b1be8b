/** `live` of a source: what it takes, and what is said where an account can't be looked up. */
import { expect, it } from 'vitest';
import { isLiveSource } from '../sources/declaration.ts';
import { problemsOf, workspaceFolder } from '../../test/support/workspace-folder.ts';
import { loadWorkspace, withoutErrors } from './load-workspace.ts';

type Source = {
  readonly live: string;
  readonly read?: string;
  readonly id?: string;
  readonly record?: string;
};

function folderWith({ live, read = 'accounts', id = '{ column: Id, in: crm, format: salesforce }', record }: Source) {
  const account = `{ account: { from: accounts, id: ${id}, facts: { account.tier: Tier__c } } }`;
  const source = `source: accounts
connector: salesforce
settings: { domain: acme.my.salesforce.com }
auth: { way: client_credentials, client_id: 3MVG9aBcD.xYz0123456789, secret: crm }
reads: { accounts: { read: ${read} } }
live: ${live}
records: [${record ?? account}]
`;
  return workspaceFolder([], { 'sources/accounts.yaml': source, 'scenarios/first.yaml': null });
}

function problems(source: Source): readonly string[] {
  return problemsOf(folderWith(source)).filter((line) => line.startsWith('sources/accounts.yaml'));
}

it.each([
  ['{}', { freshMs: 300_000, waitMs: 300 }],
  ['{ fresh_for: 30s, wait: 1s }', { freshMs: 30_000, waitMs: 1_000 }],
  ['{ fresh_for: 2h, wait: 50ms }', { freshMs: 7_200_000, waitMs: 50 }],
])('takes `live: %s`', (live, settings) => {
  const { sources } = withoutErrors(loadWorkspace(folderWith({ live })));
  expect(sources.filter(isLiveSource).map((source) => source.live)).toEqual([settings]);
});

it.each<readonly [why: string, Source, RegExp]>([
  ['an age without a unit', { live: '{ fresh_for: 5 }' }, /:6:\d+: .*fresh_for/],
  ['a wait that nobody would', { live: '{ wait: 30s }' }, /:6:\d+: .*Write from `10ms` to `2s`/],
  ['a key that isn’t one', { live: '{ every: 5m }' }, /:6:\d+: .*every/],
  ['no settings', { live: 'true' }, /:6:\d+: /],
  [
    'a read of which no one can be had',
    { live: '{}', read: 'contacts', id: '{ column: AccountId, in: crm }' },
    /:6:1: .*Salesforce can’t be asked for one record of `accounts`.*accounts, users/s,
  ],
  [
    'an account without the id by which one is asked for',
    { live: '{}', id: '{ column: Number__c, in: crm }' },
    /:6:1: .*One account is asked for by `Id`, and no account has that column.*\{ column: Id, in: … \}/s,
  ],
  [
    'an id that was changed on its way',
    { live: '{}', id: '{ column: Id, in: crm, transform: lowercase }' },
    /:6:1: .*One account is asked for by `Id`/s,
  ],
  [
    'no account at all',
    { live: '{}', record: '{ contact: { from: accounts, email: Email, account: { column: Id, in: crm } } }' },
    /:6:1: .*No record of this source is an account/s,
  ],
])('refuses %s', (_why, source, said) => {
  expect(problems(source).join('\n')).toMatch(said);
});
