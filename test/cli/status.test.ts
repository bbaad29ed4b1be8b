/** `concierge status`, without a server: what a person reads, what a program reads, and the exit code. */
import { mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../src/base/failure.ts';
import { NOTED } from '../../src/sources/sync/sync-fixtures.ts';
import type { SyncNote } from '../../src/store/sync-notes.ts';
import { sqliteCopies } from '../../src/store/sqlite/copies.ts';
import { runCommand } from '../support/cli.ts';
import { workspaceFolder } from '../support/workspace-folder.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const clock = { now: () => NOW };
const CRM = `source: crm
connector: hubspot
auth: { way: private_app, secret: token }
reads: { companies: { read: companies } }
records: [{ account: { from: companies, id: { column: id, in: hubspot }, name: properties.name } }]
`;
const KEY = { tenant: 'default', source: 'crm', read: 'companies' };

let folder: string;
beforeEach(() => {
  folder = workspaceFolder([], { 'sources/crm.yaml': CRM });
  mkdirSync(join(folder, '.concierge'));
});

/** A whole copy of two records as of then, and what is noted of it. */
async function synced(asOf: string, note: Partial<SyncNote> = {}): Promise<void> {
  const copies = sqliteCopies({ folder: join(folder, '.concierge'), busyTimeoutMs: 1_000 });
  const run = await copies.begin(KEY, { kind: 'full', shape: 'shape', begunAt: asOf });
  const rows = ['1', '2'].map((id) => ({ id, values: {} }));
  await copies.keep(KEY, run, { rows, gone: [], nameless: 0, point: null, at: asOf });
  await copies.finish(KEY, run, null);
  await copies.note(KEY, { ...NOTED, attemptAt: asOf, ...note });
  await copies.close();
}

async function lines(): Promise<{ readonly code: number; readonly crm: string; readonly out: string }> {
  const { code, out } = await runCommand(['status', folder], { clock });
  return { code, out, crm: out.split('\n').find((line) => line.startsWith('crm ')) ?? '' };
}

it('tells of each source its state, age and next time; all is well', async () => {
  await synced('2026-11-23T11:50:00Z', {
    quota: { remaining: 1_234, of: 5_000, resetsAt: null, at: '2026-11-23T11:50:00Z' },
  });
  const { code, out, crm } = await lines();
  expect(code).toBe(0);
  expect(crm).toMatch(/^crm +fine +10 min ago +in 5 min +2 +1,234 of 5,000$/);
  expect(out.split('\n')[0]).toMatch(/^Source +state +as of +next +records +requests left$/);
  // Not a byte for the eyes of a terminal where none reads.
  expect(out).not.toContain('\u001B');
});

it('in a terminal the state has a colour, unless nobody wants any', async () => {
  await synced('2026-11-23T11:50:00Z');
  const inTerminal = async (env: Record<string, string>) =>
    (await runCommand(['status', folder], { clock, isTerminal: true, env })).out;
  expect(await inTerminal({})).toContain('\u001B[32mfine');
  expect(await inTerminal({ NO_COLOR: '1' })).not.toContain('\u001B');
});

it('of one that fails it says since when, why, and how to mend it; that is no success', async () => {
  await synced('2026-11-23T11:40:00Z', {
    failures: 3,
    failingSince: '2026-11-23T11:00:00Z',
    attemptAt: '2026-11-23T11:59:00Z',
    failure: { kind: 'auth', message: 'api.hubapi.com doesn’t accept the credentials (401).' },
  });
  const { code, crm, out } = await lines();
  expect(code).toBe(EXIT_CODES.sync_failed);
  expect(crm).toMatch(/^crm +failing +20 min ago +in 3 min/);
  const words = out.replaceAll(/\n +/g, ' ');
  expect(words).toContain('crm.companies has been failing for 60 min, 3 times. api.hubapi.com doesn’t accept');
  expect(words).toContain('Renew the credentials.');
});

it('of one that is stale, and of columns that are gone', async () => {
  await synced('2026-11-20T12:00:00Z', { drift: [{ column: 'properties.tier', is: 'gone' }] });
  const { code, crm, out } = await lines();
  expect([code, crm]).toEqual([EXIT_CODES.sync_failed, expect.stringMatching(/^crm +stale +3 d ago +now/)]);
  const words = out.replaceAll(/\n +/g, ' ');
  expect(words).toContain('crm is stale: what it says is 3 d old; it may be 45 min.');
  expect(words).toContain('crm.companies: No record has a value for `properties.tier` any more.');
});

it('of one that was never read it says by which command it is', async () => {
  const { code, crm, out } = await lines();
  expect([code, crm]).toEqual([EXIT_CODES.sync_failed, expect.stringMatching(/^crm +never read +- +now/)]);
  expect(out.replaceAll(/\n +/g, ' ')).toContain(`concierge sync ${folder} --source crm`);
});

it('of an import that is held it says how it is confirmed', async () => {
  await synced('2026-11-23T11:50:00Z');
  const copies = sqliteCopies({ folder: join(folder, '.concierge'), busyTimeoutMs: 1_000 });
  const held = { outcome: 'held', changes: 'abcdef012345678', failure: null } as const;
  await copies.noteImport('default', { at: '2026-11-23T11:50:00Z', ...held });
  await copies.close();
  const { code, out } = await lines();
  expect(code).toBe(EXIT_CODES.import_held);
  expect(out.replaceAll(/\n +/g, ' ')).toContain('--confirm abcdef012345');
});

it('of an import that was held it says nothing any more once no source is a system', async () => {
  await synced('2026-11-23T11:50:00Z');
  const copies = sqliteCopies({ folder: join(folder, '.concierge'), busyTimeoutMs: 1_000 });
  await copies.noteImport('default', { at: '2026-11-23T11:50:00Z', outcome: 'held', changes: 'abc', failure: null });
  await copies.keepOnly('default', []);
  await copies.close();
  expect((await lines()).out).not.toContain('--confirm');
});

it('a program reads the same as JSON', async () => {
  await synced('2026-11-23T11:50:00Z');
  const { code, out } = await runCommand(['status', folder, '--json'], { clock });
  const { sources } = JSON.parse(out) as { sources: readonly { source: string; state: string; age_seconds: number }[] };
  expect(code).toBe(0);
  expect(sources.map(({ source, state }) => [source, state])).toEqual([
    ['accounts', 'fine'],
    ['crm', 'fine'],
    ['people', 'fine'],
  ]);
  expect(sources[1]).toMatchObject({ age_seconds: 600, due_at: '2026-11-23T12:05:00Z' });
});

describe('an export that is older than its rule allows', () => {
  const twoDaysOld = {
    file: 'sources/accounts.yaml',
    old: 'reads:',
    now: 'stale: { after: 1d, facts: missing }\n\nreads:',
  };
  const explained = async (files: string) =>
    (await runCommand(['explain', files, '--account', '1001'], { clock: { now: () => NOW } })).out;

  it('is stale, and its facts count as missing, which the story says', async () => {
    const old = workspaceFolder([twoDaysOld]);
    const at = new Date(NOW - 2 * 86_400_000);
    utimesSync(join(old, 'data/accounts.csv'), at, at);
    await runCommand(['import', old]);
    const story = await explained(old);
    expect(story).toMatch(/account\.tier +missing +accounts .*too old to count; it was VIP/);
    expect(story).toMatch(/otherwise +fired/);
    const { code, out } = await runCommand(['status', old], { clock });
    expect([code, out]).toEqual([EXIT_CODES.sync_failed, expect.stringMatching(/accounts +stale +2 d ago +-/)]);
  });
});
