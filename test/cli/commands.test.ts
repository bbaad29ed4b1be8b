/** The command line as its users meet it: results on stdout, messages on stderr, documented exit codes. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Explanation } from '../../src/answer/explain.ts';
import { EXIT_CODES } from '../../src/base/failure.ts';
import { stoppedClock } from '../../src/base/clock.ts';
import { allOf } from '../../src/store/store-fixtures.ts';
import { runCommand } from '../support/cli.ts';
import { copyOfAcme, withoutAssertions } from '../support/concierge-process.ts';
import { temporaryFolder } from '../support/workspace-folder.ts';

const { folder: acme, dispose } = copyOfAcme();
afterAll(dispose);

/** The day on which the sample's dates are true. */
const clock = stoppedClock(Date.parse('2026-11-23T09:00:00Z'));
const onBaseDay = { clock };

async function explained(...args: string[]): Promise<Explanation> {
  const { code, out } = await runCommand(['explain', acme, '--json', ...args], onBaseDay);
  expect(code).toBe(0);
  return JSON.parse(out) as Explanation;
}

describe('concierge explain', () => {
  it('tells the story of one customer: facts, rows, candidates, card', async () => {
    const { code, out } = await runCommand(
      ['explain', acme, '--verified', '--email', 'clementine@bayoulantern.example'],
      onBaseDay,
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^Account\n {2}Bayou Lantern Outfitters \(crm:\w+\), matched by e-mail/);
    expect(out).toMatch(/account\.tier +Enterprise +cs_workbook +cs_workbook\.xlsx:Accounts:\d+ +.* old/);
    expect(out).toMatch(/account\.days_to_renewal +163 +derived/);
    expect(out).toMatch(/vvip +account\.tier is Enterprise, wanted "VVIP", "VIP"/);
    expect(out).toMatch(/otherwise +fired/);
    expect(out).toMatch(/role:CSM +Marcus Bell +is on leave\n +backup +Camille Laurent +chosen/);
    expect(out).toContain('"email": "camille.laurent@acme.example"');
  });

  it('prints the same as JSON, for a program', async () => {
    const told = await explained('--account', '001Hs00003QimvJIAR');
    expect(told.account).toMatchObject({ kind: 'known', name: 'Obsidian Quay Capital' });
    expect(told.rows).toEqual([{ rule: 'legal-hold', fired: true, failed: null }]);
    expect(told.candidates.at(-1)).toEqual({ link: 'team:legal', who: 'Specialist desk', verdict: 'chosen' });
    expect(told.answer).toMatchObject({ reason: { code: 'specialist' } });
  });

  it('shows a value on which sources disagree, and who was believed', async () => {
    const told = await explained('--account', '001Hs00003QkRtAIAV');
    const sev1 = told.facts.find(({ name }) => name === 'account.open_sev1');
    expect(sev1).toMatchObject({ value: true, from: { source: 'helpdesk' } });
  });

  it.each([
    ['2026-11-23T09:00:00Z', 'sarah.jenkins', 'available', undefined, 'a Monday morning in Berlin'],
    ['2026-11-23T05:00:00Z', 'sarah.jenkins', 'off_hours', '2026-11-23T08:00:00Z', 'before work'],
    ['2026-11-27T20:00:00Z', 'sarah.jenkins', 'off_hours', '2026-11-30T08:00:00Z', 'a Friday evening: Monday'],
    [
      '2026-12-24T20:00:00Z',
      'zoe.vandenberghe',
      'off_hours',
      '2026-12-29T09:00:00Z',
      'Sarah is on leave; Monday is a bank holiday in London',
    ],
    ['2027-03-29T07:45:00Z', 'sarah.jenkins', 'off_hours', '2027-03-30T07:00:00Z', 'Easter Monday, in summer time'],
  ])('at %s it is %s, %s, next %s: %s', async (at, name, status, next, _why) => {
    const { answer } = await explained('--account', '001Hs00003QQCZHIA5', '--at', at);
    expect(answer).toMatchObject({ contact: { email: `${name}@acme.example` }, availability: { status } });
    expect((answer as { availability: { next_available?: string } }).availability.next_available).toBe(next);
  });

  it('knows nobody, and says that the fallback answers', async () => {
    const { out } = await runCommand(['explain', acme, '--email', 'someone@unheard-of.example'], onBaseDay);
    expect(out).toContain('unknown: the fallback answers');
    expect(out).not.toContain('Facts');
  });

  it('writes no decision record, for nothing was answered', async () => {
    await explained('--account', '001Hs00003QQCZHIA5');
    const { openSqliteStore } = await import('../../src/store/sqlite/open.ts');
    const store = await openSqliteStore(join(acme, '.concierge'), { now: clock.now });
    expect(await allOf(store.records.latest('default'))).toEqual([]);
    await store.close();
  });

  it.each([
    [['--topic', 'weather'], 'Set topic to one of billing, commercial, technical, security, or leave it out.'],
    [['--at', 'tomorrow'], '--at tomorrow is not a moment. Write ISO 8601 with a zone, e.g. 2026-12-24T10:00:00Z.'],
    [
      ['--at', '2026-12-24T10:00:00'],
      '--at 2026-12-24T10:00:00 is not a moment. Write ISO 8601 with a zone, e.g. 2026-12-24T10:00:00Z.',
    ],
    [['--audience', 'public'], 'There is no audience public. Audiences are customers, teams, partners.'],
  ])('refuses %j in one sentence', async (args, sentence) => {
    const { code, err } = await runCommand(['explain', acme, '--account', '1', ...args], onBaseDay);
    expect(code).toBe(EXIT_CODES.usage);
    expect(err.split('\n').at(-1)).toBe(sentence);
  });
});

describe('concierge check', () => {
  it('finds nothing wrong with the sample', async () => {
    expect(await runCommand(['check', acme])).toEqual({ code: 0, out: '', err: 'No problems.' });
  });

  it('prints every problem with its place, and exits with 3', async () => {
    const folder = temporaryFolder();
    await runCommand(['init', folder]);
    appendFileSync(join(folder, 'guardrails/escalation.yaml'), '\nroles: nobody\n');
    const { code, out, err } = await runCommand(['check', folder], { cwd: folder });
    expect(code).toBe(EXIT_CODES.configuration);
    expect(out).toMatch(/^guardrails\/escalation\.yaml:\d+:1: error: .*roles/m);
    expect(err).toMatch(/^1 error, \d+ warnings?\.$/);
    const json = JSON.parse((await runCommand(['check', folder, '--json'])).out) as {
      ok: boolean;
      problems: unknown[];
    };
    expect(json).toMatchObject({ ok: false, problems: [{ severity: 'error' }] });
  });

  it('tells what analysis finds, as text and as JSON, and exits with 0', async () => {
    const folder = temporaryFolder();
    await runCommand(['init', folder]);
    const table = join(folder, 'guardrails/escalation.yaml');
    const again = '  - { id: again, when: { account.tier: VIP }, route: [team:sales], reason: renewal }\n';
    writeFileSync(table, readFileSync(table, 'utf8').replace('  - id: renewal\n', `${again}  - id: renewal\n`));
    const { code, out, err } = await runCommand(['check', folder], { cwd: folder });
    expect({ code, err }).toEqual({ code: 0, err: '0 errors, 1 warning.' });
    expect(out).toMatch(/^guardrails\/escalation\.yaml:14:5: warning: Row `again` can never fire: .*`vip`/);
    const json = await runCommand(['check', folder, '--json'], { cwd: folder });
    expect(JSON.parse(json.out)).toMatchObject({
      ok: true,
      problems: [{ severity: 'warning', place: { file: 'guardrails/escalation.yaml', line: 14, column: 5 } }],
    });
  });
});

describe('concierge init', () => {
  it('writes a workspace that passes the check and serves an answer', async () => {
    const folder = join(temporaryFolder(), 'mine');
    const { code, out } = await runCommand(['init', folder]);
    expect(code).toBe(0);
    for (const file of out.split('\n')) expect(existsSync(file) || existsSync(join(folder, file))).toBe(true);
    expect(await runCommand(['check', folder])).toEqual({ code: 0, out: '', err: 'No problems.' });
    const told = await runCommand(['explain', folder, '--json', '--account', 'nobody']);
    expect(JSON.parse(told.out)).toMatchObject({ answer: { contact: { kind: 'team' } } });
  });

  it('overwrites nothing', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'concierge.yaml'), 'mine\n');
    const { code, err } = await runCommand(['init', folder]);
    expect(code).not.toBe(0);
    expect(err).toContain('concierge.yaml');
    expect(readFileSync(join(folder, 'concierge.yaml'), 'utf8')).toBe('mine\n');
  });
});

describe('concierge import', () => {
  it('says what came in, and what names nobody', async () => {
    const { code, out } = await runCommand(['import', acme], onBaseDay);
    expect(code).toBe(0);
    expect(out).toMatch(/^62 accounts and 32 people from 5 sources; .*\.$/m);
    expect(out).toContain('Names nobody: cs_workbook.xlsx:Accounts:48');
    expect(out).not.toContain('@');
  });

  it('leaves out a row that can’t be read, says where it stands, and takes the rest', async () => {
    const { folder, dispose: remove } = copyOfAcme();
    onTestFinished(remove);
    const file = join(folder, 'data/absences.csv');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/\d{4}-\d\d-\d\d/, 'soon'));
    const { code, out } = await runCommand(['import', folder], onBaseDay);
    expect(code).toBe(0);
    expect(out).toMatch(/^62 accounts/m);
    expect(out).toMatch(/^Left out: absences\.csv:\d+: Column `From`: this is not a day written yyyy-MM-dd\.$/m);
  });
});

describe('concierge schemas', () => {
  it('writes a schema for each kind of file, beside the workspace', async () => {
    const folder = temporaryFolder();
    await runCommand(['init', folder]);
    const { code, out } = await runCommand(['schemas', folder]);
    expect(code).toBe(0);
    expect(out.split('\n').length).toBeGreaterThan(4);
  });
});

describe('a wrong command line', () => {
  it.each([
    [['exlain'], "error: unknown command 'exlain'\n(Did you mean explain?)"],
    [['explain', '--acount', '1'], "error: unknown option '--acount'\n(Did you mean --account?)"],
    [
      ['start', '--port', 'http'],
      "error: option '--port <number>' argument 'http' is invalid. A port is a whole number from 0 to 65535.",
    ],
    [['init'], "error: missing required argument 'dir'"],
  ])('%j', async (args, message) => {
    const { code, err, out } = await runCommand(args);
    expect(code).toBe(EXIT_CODES.usage);
    expect(err).toContain(message);
    expect(out).toBe('');
  });

  it('a folder that isn’t there', async () => {
    const { code, err } = await runCommand(['check', '/no/such/folder']);
    expect(code).toBe(EXIT_CODES.missing_file);
    expect(err).toContain('/no/such/folder');
  });
});

describe('what a newcomer would trip over', () => {
  it('explaining another moment on a fresh copy leaves the directory as of now', async () => {
    const { folder, dispose: remove } = copyOfAcme();
    onTestFinished(remove);
    const customer = ['--email', 'clementine@bayoulantern.example', '--verified', '--json'];
    await runCommand(['explain', folder, ...customer, '--at', '2027-02-01T10:00:00Z'], onBaseDay);
    const { out } = await runCommand(['explain', folder, ...customer], onBaseDay);
    expect(JSON.parse(out)).toMatchObject({ answer: { contact: { email: 'camille.laurent@acme.example' } } });
  });

  it.each([
    [[], 'Say which customer you mean. Give --account ID or --email ADDRESS.'],
    [['--email', 'jonah'], '--email jonah is not an e-mail address. Write it like aoife@customer.example.'],
    [
      ['--account', '1', '--tool', 'get_account_health'],
      'customers have no tool get_account_health. Their tools are get_escalation_contact, get_account_team; another --audience may have it.',
    ],
  ])('explain %j', async (args, sentence) => {
    const { code, err } = await runCommand(['explain', acme, ...args], onBaseDay);
    expect([code, err.split('\n').at(-1)]).toEqual([EXIT_CODES.usage, sentence]);
  });

  it('the health of an account is explained by its own rows', async () => {
    const args = ['--account', '001Hs00003QrzpYIAR', '--audience', 'teams', '--tool', 'get_account_health'];
    const { out } = await runCommand(['explain', acme, ...args], onBaseDay);
    expect(out).toMatch(/Health rows, in order\n(?: .*\n)* {2}red +fired/);
    expect(out).toContain('"status": "At Risk"');
  });

  it('check reads the deployment too', async () => {
    const { folder, dispose: remove } = copyOfAcme();
    onTestFinished(remove);
    appendFileSync(join(folder, 'deployment.yaml'), '\nlisen: { port: 1 }\n');
    const { code, out } = await runCommand(['check', folder], { cwd: folder });
    expect(code).toBe(EXIT_CODES.configuration);
    expect(out).toMatch(/^deployment\.yaml:\d+:1: error: `lisen` is not known here\. Did you mean `listen`\?/);
  });

  it.each([
    [
      'auth: { open: website-chat }',
      /must be bound to a customer by an assertion, and nobody is registered to make one/,
    ],
    ['auth: { open: nobody }', /`nobody` is not declared/],
    [
      'auth: open\ntenants: { other: { workspace: . } }',
      /serves the tenant `other`, and its workspace is of `default`/,
    ],
  ])('a deployment that could never serve a caller is refused at start: %s', async (text, sentence) => {
    const { folder, dispose: remove } = copyOfAcme();
    onTestFinished(remove);
    writeFileSync(join(folder, 'deployment.yaml'), `${text}\n`);
    withoutAssertions(folder);
    const { code, err } = await runCommand(['start', folder, '--port', '0'], onBaseDay);
    expect(code).toBe(EXIT_CODES.configuration);
    expect(err).toMatch(sentence);
  });

  it('a LOG_LEVEL that is none', async () => {
    const { code, err } = await runCommand(['explain', acme, '--account', '1'], {
      ...onBaseDay,
      env: { LOG_LEVEL: 'loud' },
    });
    expect(code).toBe(EXIT_CODES.usage);
    expect(err).toContain('The environment variable LOG_LEVEL is "loud". Set it to one of trace,');
  });
});
