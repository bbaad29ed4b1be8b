/** `concierge coverage` as a CX leader meets it, over the sample company and over one too large to look at twice. */
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../src/base/failure.ts';
import { stoppedClock } from '../../src/base/clock.ts';
import type { CommandContext } from '../../src/cli/context.ts';
import type { CoverageReport } from '../../src/coverage/report.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { directoryData, dossier } from '../../src/store/store-fixtures.ts';
import type { Store } from '../../src/store/store.ts';
import { runCommand } from '../support/cli.ts';
import type { CommandResult } from '../support/cli.ts';
import { copyOfAcme } from '../support/concierge-process.ts';

const { folder: acme, dispose } = copyOfAcme();
afterAll(dispose);

/** The day on which the sample's dates are true. */
const clock = stoppedClock(Date.parse('2026-11-23T09:00:00Z'));

async function coverage(args: readonly string[], also: Partial<CommandContext> = {}): Promise<CommandResult> {
  return await runCommand(['coverage', acme, ...args], { clock, ...also });
}

async function reported(...args: string[]): Promise<CoverageReport> {
  const { code, out, err } = await coverage(['--json', ...args]);
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as CoverageReport;
}

function outcomes({ all }: CoverageReport): readonly number[] {
  return Object.values(all.outcomes).map(({ accounts }) => accounts);
}

it('needs an import first', async () => {
  const { code, out, err } = await coverage([]);
  expect({ code, out, err }).toEqual({
    code: EXIT_CODES.not_found,
    out: '',
    err: 'Nothing was ever imported. Run `concierge import` first.',
  });
});

describe('over the sample company', () => {
  beforeAll(async () => {
    const { code, err } = await runCommand(['import', acme], { clock });
    if (code !== 0) throw new Error(err);
  });

  it('shows owners, dead ends and stale owners', async () => {
    const { code, out, err } = await coverage([]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Who would answer for the 62 accounts of Acme\n/);
    expect(out).toMatch(/^only the fallback +5 +8\.1 % +\$648,000 +5\.8 %$/m);
    expect(out).toMatch(/^VVIP +2 +2 +0 +0 +0 +\$2,320,000$/m);
    expect(out).toMatch(/^Juniper Scarp Health +away +Hannah Kowalski +\$289,000$/m);
    expect(out).toMatch(/^Tobias Lindqvist +left +CSM +2 +\$693,000$/m);
    expect(out).toMatch(/^`otherwise` takes 18 accounts, \$2,097,000 ARR\.$/m);
  });

  it('is bold where a person reads it', async () => {
    const { out } = await coverage([], { isTerminal: true });
    expect(out.startsWith('\u001B[1mWho would answer')).toBe(true);
  });

  it('prints the whole report as JSON', async () => {
    const report = await reported();
    expect(Object.keys(report)).toEqual([
      'at',
      'release',
      'audience',
      'by',
      'value',
      'all',
      'inheritedOwners',
      'withoutValue',
      'groups',
      'bands',
      'causes',
      'rows',
      'noRow',
      'catchAll',
      'teams',
      'deadEnds',
      'staleOwners',
      'missingMembers',
    ]);
    expect(report.missingMembers).toEqual([]);
    expect(report).toMatchObject({ at: '2026-11-23T09:00:00Z', audience: 'customers', by: 'account.tier' });
    expect(outcomes(report)).toEqual([30, 7, 17, 3, 5]);
    expect(report.staleOwners[1]).toMatchObject({ name: 'Patrick Doyle', why: 'left', accounts: 3, roles: ['AE'] });
  });

  it('prints a line for each account as CSV, with the same figures', async () => {
    const { out } = await coverage(['--csv']);
    const lines: Record<string, string>[] = parse(out, { bom: true, columns: true });
    const report = await reported();
    expect(lines).toHaveLength(report.all.accounts);
    const fallbacks = lines.filter(({ outcome }) => outcome === 'fallback');
    expect(fallbacks).toHaveLength(report.all.outcomes.fallback.accounts);
    expect(fallbacks.reduce((sum, line) => sum + Number(line['account.arr_usd']), 0)).toBe(648_000);
    expect(lines.find(({ name }) => name === 'Fennimore Glassworks')).toEqual({
      account: 'crm:001Hs00003Q7KT3IAN',
      name: 'Fennimore Glassworks',
      'account.tier': 'VIP',
      'account.arr_usd': '455000',
      row: 'vvip',
      outcome: 'stand_in',
      contact: 'hr:E1002',
      contact_name: 'Jonas Müller',
      owner: 'hr:E1010',
      owner_name: 'Tobias Lindqvist',
      cause: 'left',
    });
  });

  it('asks at another moment', async () => {
    const later = await reported('--at', '2026-12-02T09:00:00Z');
    expect(later.causes.find(({ cause }) => cause === 'away')?.accounts).toBe(2);
    expect(outcomes(later)).toEqual([34, 4, 17, 3, 4]);
  });

  it('asks for another audience', async () => {
    expect(await reported('--audience', 'teams')).toMatchObject({ audience: 'teams' });
  });

  it('breaks down by other facts and adds up others', async () => {
    const report = await reported('--by', 'account.legal_hold', '--value', 'account.health_score');
    expect(report).toMatchObject({ by: 'account.legal_hold', value: 'account.health_score' });
    expect(report.groups.map(({ group }) => group)).toEqual(['true', 'false']);
  });

  it.each([
    [['--by', 'account.teir'], 'There is no fact account.teir. Did you mean --by account.tier?'],
    [
      ['--value', 'account.tier'],
      '--value takes a number, and account.tier is of type enum. Choose one of account.arr_usd, account.days_to_renewal, account.health_score, account.onboarding_days_left.',
    ],
    [['--audience', 'public'], 'There is no audience public. Audiences are customers, teams, partners.'],
    [['--at', 'noon'], '--at noon is not a moment. Write ISO 8601 with a zone, e.g. 2026-12-24T10:00:00Z.'],
    [['--csv', '--json'], "error: option '--csv' cannot be used with option '--json'"],
  ])('refuses %j in one sentence', async (args, sentence) => {
    const { code, out, err } = await coverage(args);
    expect([code, out]).toEqual([EXIT_CODES.usage, '']);
    expect(err.split('\n')[0]).toBe(sentence);
  });
});

describe('over more accounts than are looked at in one go', () => {
  const ACCOUNTS = 2_500;
  const { folder, dispose: disposeLarge } = copyOfAcme();
  let store: Store;
  beforeAll(async () => {
    store = await openSqliteStore(join(folder, '.concierge'), { now: clock.now });
    const dossiers = Array.from({ length: ACCOUNTS }, (_, index) => dossier(`crm:${index}`));
    await store.directory.replace('default', directoryData({ dossiers }));
  });
  afterAll(async () => {
    await store.close();
    disposeLarge();
  });

  it('tells how far it has come, and that it is done', async () => {
    const told: (string | null)[] = [];
    const { out } = await runCommand(['coverage', folder, '--json'], { clock, progress: (text) => told.push(text) });
    expect((JSON.parse(out) as CoverageReport).all.accounts).toBe(ACCOUNTS);
    expect(told).toEqual(['Looking at accounts: 1,000', 'Looking at accounts: 2,000', null]);
  });

  it('stops when it is asked to', async () => {
    const { code, out, err } = await runCommand(['coverage', folder], { clock, interrupted: Promise.resolve() });
    expect([code, out, err]).toEqual([EXIT_CODES.interrupted, '', 'Stopped after 1,000 accounts.']);
  });

  it('says when the directory changed on the way', async () => {
    let changed: Promise<unknown> | undefined;
    const progress = (): void => {
      changed ??= store.directory.replace('default', directoryData({ dossiers: [dossier('crm:1', { name: 'New' })] }));
    };
    const { code, err } = await runCommand(['coverage', folder], { clock, progress });
    await changed;
    expect([code, err]).toEqual([
      0,
      'The directory was imported anew meanwhile, so this is partly of before: run it again.',
    ]);
  });
});

it('of a directory without accounts says so', async () => {
  const { folder, dispose: disposeEmpty } = copyOfAcme();
  const store = await openSqliteStore(join(folder, '.concierge'), { now: clock.now });
  await store.directory.replace('default', directoryData({ dossiers: [dossier('crm:1')] }));
  await store.directory.replace('default', directoryData({}));
  await store.close();
  expect(await runCommand(['coverage', folder], { clock })).toEqual({
    code: 0,
    out: 'The directory of Acme holds no account.',
    err: '',
  });
  disposeEmpty();
});
