/** `concierge test` as a CX leader meets it, over the sample company and over a small one of a test's own. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { YAMLSeq } from 'yaml';
import { parseDocument } from 'yaml';
import { EXIT_CODES } from '../../src/base/failure.ts';
import { stoppedClock } from '../../src/base/clock.ts';
import type { CommandContext } from '../../src/cli/context.ts';
import type { ToldTest } from '../../src/cli/releases/scenario-json.ts';
import { requireWorkspace } from '../../src/config/load-workspace.ts';
import type { CommandResult } from '../support/cli.ts';
import { runCommand } from '../support/cli.ts';
import { copyOfAcme } from '../support/concierge-process.ts';
import { workspaceFolder } from '../support/workspace-folder.ts';

const { folder: acme, dispose } = copyOfAcme();
afterAll(dispose);

async function tried(
  folder: string,
  args: readonly string[] = [],
  also: Partial<CommandContext> = {},
): Promise<CommandResult> {
  return await runCommand(['test', '.', ...args], { cwd: folder, ...also });
}

async function toldOf(folder: string, ...args: string[]): Promise<ToldTest> {
  const { out, err } = await tried(folder, ['--json', ...args]);
  if (out === '') throw new Error(err);
  return JSON.parse(out) as ToldTest;
}

describe('the sample company', () => {
  it('meets whom its scenarios say, and leaves nothing behind', async () => {
    const { code, out, err } = await tried(acme);
    expect(out).not.toContain('FAILED');
    expect(out).toMatch(/^scenarios\/absence\.yaml\n {2}ok {6}While the Success Manager is on leave/);
    expect([code, err]).toEqual([0, '105 scenarios, all as expected.']);
    expect(existsSync(join(acme, '.concierge'))).toBe(false);
  });

  it.each(['2026-11-23T09:00:00Z', '2027-03-10T23:00:00Z'])('does so on any day, such as %s', async (today) => {
    const { code } = await tried(acme, [], { clock: stoppedClock(Date.parse(today)) });
    expect(code).toBe(0);
  });

  it('has a scenario for each row, and for the order of each two rows', async () => {
    const { ok, guards } = await toldOf(acme, '--mutate');
    const unguarded = (guards ?? []).filter(({ by }) => by.length === 0);
    expect([ok, unguarded]).toEqual([true, []]);
    const { escalation, health, inheritance } = requireWorkspace(acme);
    const removed = (guards ?? []).filter(({ next }) => next === null).map(({ row }) => row);
    const inherited = [...inheritance.roles, ...Object.keys(inheritance.facts)];
    expect(removed).toEqual([...[...escalation.rules, ...health.rules].map(({ id }) => id), ...inherited]);
  });

  it('has scenarios that each fail without some row, but for customers of whom nothing is known', async () => {
    const { files, guards } = await toldOf(acme, '--mutate');
    const failing = new Set((guards ?? []).filter(({ next }) => next === null).flatMap(({ by }) => by));
    const names = files.flatMap(({ scenarios }) => scenarios.map(({ name }) => name));
    expect(names.filter((name) => !failing.has(name))).toEqual([
      'An address that two accounts share gets the fallback',
      'A domain alone never names a person',
      "A public mail provider is nobody's domain",
      'Somebody of whom nobody has heard gets the fallback',
    ]);
  });

  it('guards its rows by what customers meet, not by their names alone', async () => {
    const { folder, dispose: remove } = copyOfAcme();
    onTestFinished(remove);
    for (const name of readdirSync(join(folder, 'scenarios'))) forgetRows(join(folder, 'scenarios', name));
    const { ok, guards } = await toldOf(folder, '--mutate');
    const unguarded = (guards ?? []).filter(({ by }) => by.length === 0).map(({ table, row }) => `${table} ${row}`);
    // Unknown is said without it too.
    expect([ok, unguarded]).toEqual([true, ['account_health otherwise']]);
  });
});

function forgetRows(file: string): void {
  const document = parseDocument(readFileSync(file, 'utf8'));
  const { items } = document.get('scenarios') as YAMLSeq;
  for (const index of items.keys()) document.deleteIn(['scenarios', index, 'expect', 'row']);
  writeFileSync(file, document.toString());
}

const FAILING = `scenarios:
  - name: A VIP meets sales
    given: { at: 2026-11-23T10:00:00Z, facts: { account.tier: VIP } }
    expect: { contact: team:sales, reason: renewal, row: renewal }
  - name: Anybody else meets the team
    given: { at: 2026-11-23T10:00:00Z, facts: {} }
    expect: { contact: fallback }
`;

const STORY = `scenarios/first.yaml
  FAILED  A VIP meets sales  (scenarios/first.yaml:2)
          contact  expected team:sales  got team:priority-desk
          reason   expected renewal     got priority_desk
          row      expected renewal     got vip
          account
            A made-up customer (made-up:A made-up customer), matched by account id
          rows
            renewal  wasn’t tried, for vip stands above it and fits; it wouldn’t fit: account.days_to_renewal is missing, wanted [0..90]
            vip      fired
          candidates
            role:CSM                           nobody holds this
            backup                             nobody holds this
            manager                            nobody holds this
            team:priority-desk  Priority desk  chosen
  ok      Anybody else meets the team`;

describe('a scenario that fails', () => {
  it('is told with the difference and the story', async () => {
    const { code, out, err } = await tried(workspaceFolder([], { 'scenarios/first.yaml': FAILING }));
    expect(code).toBe(EXIT_CODES.scenarios_failed);
    expect(err).toBe('1 of 2 scenarios failed.');
    expect(out).toBe(STORY);
  });

  it('keeps rows from being removed', async () => {
    const folder = workspaceFolder([], { 'scenarios/first.yaml': FAILING });
    const { code, err } = await tried(folder, ['--mutate']);
    expect([code, err]).toEqual([14, '1 of 2 scenarios failed.\nNo row was removed: mend these first.']);
    expect((await toldOf(folder, '--mutate')).guards).toBeNull();
  });

  it('has its whole story in the JSON', async () => {
    const { ok, files } = await toldOf(workspaceFolder([], { 'scenarios/first.yaml': FAILING }));
    expect(ok).toBe(false);
    const [failed, passed] = files[0]?.scenarios ?? [];
    expect(failed).toMatchObject({ name: 'A VIP meets sales', line: 2, ok: false });
    expect(failed?.story?.rows).toEqual([{ rule: 'vip', fired: true, failed: null }]);
    expect(passed).toEqual({
      name: 'Anybody else meets the team',
      line: 5,
      ok: true,
      mismatches: [],
      story: null,
    });
  });

  it('isn’t tried where --only names another', async () => {
    const folder = workspaceFolder([], { 'scenarios/first.yaml': FAILING });
    const { code, out } = await tried(folder, ['--only', 'ANYBODY']);
    expect([code, out]).toEqual([0, 'scenarios/first.yaml\n  ok      Anybody else meets the team']);
  });
});

describe('the directory', () => {
  it('isn’t opened for customers who are made up', async () => {
    const openStore = async () => await Promise.reject(new Error('opened'));
    const folder = workspaceFolder([], { 'scenarios/first.yaml': FAILING });
    expect((await tried(folder, ['--only', 'anybody'], { openStore })).code).toBe(0);
  });

  it('is read for the first time where nobody has, and is the last import’s after that', async () => {
    const folder = workspaceFolder();
    const first = await tried(folder);
    expect([first.code, first.err.split('\n')[0]]).toEqual([0, 'Read the sources for the first time.']);
    const accounts = join(folder, 'data/accounts.csv');
    writeFileSync(accounts, readFileSync(accounts, 'utf8').replace('1002,', '1009,'));
    const again = await tried(folder);
    expect([again.code, again.err]).toEqual([0, '4 scenarios, all as expected.']);
    await runCommand(['import', folder]);
    const { code, out } = await tried(folder);
    expect(code).toBe(14);
    expect(out).toContain('unknown: the fallback answers');
  });
});

it('warns of rows that no scenario guards, and that is no failure', async () => {
  const folder = workspaceFolder([], { 'scenarios/first.yaml': FAILING });
  const { code, out } = await tried(folder, ['--only', 'anybody', '--mutate']);
  expect(code).toBe(0);
  expect(out).toContain('\n  vip        NOBODY NOTICES\n');
  expect(out).toContain('\nWarning: no scenario guards vip, renewal, otherwise, renewal-overdue, otherwise.\n');
  expect(out).toContain('\nWarning: no scenario guards the order of vip, renewal; renewal, otherwise;');
});

it.each([
  ['no scenarios', { 'scenarios/first.yaml': null }, [], EXIT_CODES.not_found, '. has no scenarios. Write one into'],
  ['none of this name', {}, ['--only', 'xyz'], EXIT_CODES.usage, 'No scenario has “xyz” in its name.'],
  [
    'a mistake in one',
    { 'scenarios/first.yaml': FAILING.replace('row: renewal', 'row: renewl') },
    [],
    EXIT_CODES.configuration,
    'scenarios/first.yaml:4:58: error: There is no row `renewl`. Did you mean `renewal`?',
  ],
] as const)('says that there are %s', async (_why, files, args, exitCode, says) => {
  const { code, out, err } = await tried(workspaceFolder([], files), args);
  expect([code, out]).toEqual([exitCode, '']);
  expect(err).toContain(says);
});

it('has its mistakes told by `check` as well', async () => {
  const folder = workspaceFolder([], { 'scenarios/first.yaml': FAILING.replace('row: renewal', 'row: renewl') });
  const { code, out } = await runCommand(['check', '.'], { cwd: folder });
  expect([code, out]).toEqual([
    EXIT_CODES.configuration,
    'scenarios/first.yaml:4:58: error: There is no row `renewl`. Did you mean `renewal`?',
  ]);
});

it('stops when somebody wants it to', async () => {
  const { code, err } = await tried(acme, ['--mutate'], { interrupted: Promise.resolve() });
  expect([code, err]).toEqual([EXIT_CODES.interrupted, 'Stopped after 1 of 105.']);
});
