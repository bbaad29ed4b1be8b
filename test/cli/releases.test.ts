/** `concierge publish`, `releases`, `diff` and `rollback` as a CX leader meets them, over the sample company. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../src/base/failure.ts';
import { stoppedClock } from '../../src/base/clock.ts';
import type { CommandResult } from '../support/cli.ts';
import { runCommand } from '../support/cli.ts';
import { copyOfAcme } from '../support/concierge-process.ts';
import { copyOf } from '../support/recorded-acme.ts';

const clock = stoppedClock(Date.parse('2026-11-23T09:00:00Z'));

/** One scenario is enough here; that all of them are tried is tried elsewhere. */
const SCENARIO = `scenarios:
  - name: A legal hold meets the legal desk
    given: { at: 2026-11-23T10:00:00+01:00, facts: { account.legal_hold: true } }
    expect: { contact: team:legal, row: legal-hold }
`;

const TICKETS = `source: tickets
connector: rest
settings: { base_url: 'https://tickets.acme.example' }
auth: { way: bearer, secret: tickets_token }
system:
  title: Tickets
  operations:
    read_ticket:
      about: Reads one ticket.
      input: { id: { type: string, required: true, about: Its number. } }
      request: { path: '/tickets/{id}' }
      rows: null
`;

let imported: string;
let dispose: () => void;
let acme: string;

const run = (...args: readonly string[]): Promise<CommandResult> => runCommand(args, { clock });
const publish = (...args: readonly string[]): Promise<CommandResult> => run('publish', acme, '--by', 'Ada', ...args);

async function out(...args: readonly string[]): Promise<string> {
  const { code, out: told, err } = await run(...args);
  if (code !== 0) throw new Error(err);
  return told;
}

function edit(old: string, now: string, file = 'guardrails/escalation.yaml'): void {
  const path = join(acme, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(old).length !== 2) throw new Error(`"${old}" doesn't stand once in ${file}`);
  writeFileSync(
    path,
    text.replace(old, () => now),
  );
}

const onlyVvips = (): void => edit('when: { account.tier: [VVIP, VIP] }', 'when: { account.tier: VVIP }');

beforeAll(async () => {
  ({ folder: imported, dispose } = copyOfAcme());
  rmSync(join(imported, 'scenarios'), { recursive: true });
  await out('import', imported);
  return () => dispose();
});

describe('over an imported sample', () => {
  beforeEach(() => {
    acme = copyOf(imported);
  });

  it('publishes the first release with nothing to compare with', async () => {
    const { code, out: told, err } = await publish('--note', 'Go');
    expect([code, told]).toEqual([0, expect.stringMatching(/^Release 1 \([\da-f]{12}\) is live, published by Ada\.$/)]);
    expect(err).toContain('3. Simulation: no release is live, so there is nothing to compare with.');
    expect(await out('releases', acme)).toMatch(
      /^1 \(live\) +[\da-f]{12} +2026-11-23T09:00:00Z +published +Ada +- +Go$/m,
    );
  });

  it('makes no new number of the same content, and one content keeps its number', async () => {
    await publish();
    expect(await publish()).toMatchObject({ code: 0, out: expect.stringContaining('is live already') as string });
    onlyVvips();
    await publish('--accept-change');
    edit('when: { account.tier: VVIP }', 'when: { account.tier: [VVIP, VIP] }');
    expect((await publish('--accept-change')).out).toContain('Release 1 (');
    const { releases } = JSON.parse(await out('releases', acme, '--json')) as { releases: { number: number }[] };
    expect(releases.map(({ number }) => number)).toEqual([1, 2, 1]);
  });

  it('holds what changes more than the workspace allows, and says whom, until somebody accepts it', async () => {
    await publish();
    onlyVvips();
    edit('publish: { hold_above: { contact: 5%', 'publish: { hold_above: { contact: 4%', 'concierge.yaml');
    const held = await publish();
    expect(held.code).toBe(EXIT_CODES.publish_held);
    expect(held.err).toContain(
      '3 of 62 accounts (4.8 %) would change contact, asked a plain question; the workspace allows 4 %.',
    );
    expect(held.err).toContain('3 of 62 accounts (4.8 %) would newly meet only the fallback');
    expect(held.out).toMatch(/^Fennimore Glassw… +Jonas Müller +Customer Succ… +vvip → otherwise/m);
    expect(await out('releases', acme)).not.toContain('2 (live)');

    const accepted = await publish('--accept-change');
    expect(accepted.out).toContain('It changes more than the workspace allows, and Ada accepts that.');
    expect(await out('releases', acme)).toMatch(/^2 \(live\) .* 3 of 62, accepted +-$/m);
  });

  it('sees what changes for one topic alone', async () => {
    await publish();
    edit('publish: { hold_above: { contact: 5%', 'publish: { hold_above: { contact: 0%', 'concierge.yaml');
    edit('route: [team:data-protection, team:incident-desk]', 'route: [team:legal]');
    const { code, out: told, err } = await publish();
    expect(code).toBe(EXIT_CODES.publish_held);
    expect(told).toMatch(/^a plain question +0 /m);
    expect(err).toMatch(/would change contact, asked about security; the workspace allows 0 %\./);
  });

  const VVIP_ROUTE =
    'route: [role:CSM, backup, manager, team:vip-desk]\n    reason: { default: priority_desk, role: named_csm, backup: covering, manager: director }\n\n  - id: tier-missing';
  const BELOW = '  # ── By how they are';

  it.each<readonly [what: string, before: readonly string[], draft: readonly [string, string], asked: RegExp]>([
    [
      'a row in the shadow of one that the plain question passes',
      ['  - { id: calm, when: { audience: customers }, route: [team:legal], reason: specialist }'],
      ['when: { account.tier: [VVIP, VIP] }', 'when: { account.tier: VVIP }'],
      /asked for teams;/,
    ],
    [
      'the same, by what is not asked about',
      ['  - { id: calm, when: { topic: { not: technical, missing: yes } }, route: [team:legal], reason: specialist }'],
      ['when: { account.tier: [VVIP, VIP] }', 'when: { account.tier: VVIP }'],
      /asked about technical;/,
    ],
    [
      'a language that people must speak',
      [],
      [VVIP_ROUTE, VVIP_ROUTE.replace('    reason', '    match: { require: [language] }\n    reason')],
      /asked in (?:de|fr|en);/,
    ],
    [
      'a row that waits for three things at once',
      [],
      [
        'rules:\n',
        'rules:\n  - { id: odd, when: { topic: billing, urgency: urgent, audience: partners }, route: [team:legal], reason: specialist }\n',
      ],
      /asked about billing, urgent, for partners;/,
    ],
  ])('sees %s', async (_what, before, [old, now], asked) => {
    edit(BELOW, [...before, BELOW].join('\n'));
    await publish();
    edit('publish: { hold_above: { contact: 5%', 'publish: { hold_above: { contact: 0%', 'concierge.yaml');
    edit(old, now);
    const { code, out: told, err } = await publish();
    expect([code, told]).toEqual([EXIT_CODES.publish_held, expect.stringMatching(/^a plain question +0 /m)]);
    expect(err).toMatch(asked);
  });

  it('sees who stands in where it can’t wait, though no row of theirs waits for that', async () => {
    await publish();
    edit(VVIP_ROUTE, VVIP_ROUTE.replace('backup, manager', 'team:legal'));
    const { code, out: told, err } = await publish();
    expect([code, told]).toEqual([EXIT_CODES.publish_held, expect.stringMatching(/^a plain question +3 /m)]);
    expect(err).toContain('4 of 62 accounts (6.5 %) would change contact, asked urgent; the workspace allows 5 %.');
  });

  it('names what rows decide by and no question says', async () => {
    edit(
      BELOW,
      `  - { id: xmas, when: { asked.date: 2026-12-24, match.verified: false }, route: [team:legal], reason: specialist }\n${BELOW}`,
    );
    await publish();
    onlyVvips();
    expect((await publish()).out).toContain('Not asked: what rows decide by asked.date, match.verified.');
  });

  it('publishes nothing in a dry run', async () => {
    await publish();
    edit('company: Acme', 'company: Acme Ltd', 'concierge.yaml');
    const { code, out: told } = await publish('--dry-run');
    expect([code, told]).toEqual([0, expect.stringContaining('Nothing was published: this was a dry run.')]);
    expect(told).toContain('The company’s name was Acme, is now Acme Ltd.');
    expect(await out('releases', acme)).toContain('1 (live)');
  });

  it('refuses what doesn’t come up to its scenarios, or has errors', async () => {
    await publish();
    onlyVvips();
    const folder = join(acme, 'scenarios');
    mkdirSync(folder);
    writeFileSync(join(folder, 'some.yaml'), SCENARIO.replace('team:legal', 'team:billing'));
    const failed = await publish();
    expect([failed.code, failed.err]).toEqual([
      EXIT_CODES.scenarios_failed,
      expect.stringContaining('1 of 1 scenario failed, so nothing was published.'),
    ]);
    writeFileSync(join(folder, 'some.yaml'), SCENARIO);
    edit('account.tier: VVIP', 'account.teir: VVIP');
    expect((await publish()).code).toBe(EXIT_CODES.configuration);
  });

  it('goes back in one step, and says what that changes', async () => {
    await publish();
    onlyVvips();
    await publish('--accept-change');
    const back = await out('rollback', '1', acme, '--by', 'Bea', '--note', 'VIPs complained');
    expect(back).toMatch(/^Release 1 \([\da-f]{12}\) is live again\.$/m);
    expect(back).toMatch(/^a plain question +3 \(4\.8 %\)/m);
    expect(await out('releases', acme)).toMatch(/^1 \(live\) .* rolled back to +Bea +- +VIPs complained$/m);
    expect(await out('rollback', '1', acme)).toContain('is live already.');
    expect((await run('rollback', '7', acme)).err).toContain('There is no release 7.');
    expect((await run('rollback', 'folder', acme)).code).toBe(EXIT_CODES.usage);
    expect(await out('simulate', acme, '--release', '1')).toContain('Nothing would change');
    expect(await out('simulate', acme)).toContain('3 accounts would change contact');
  });

  it('tells releases apart by number, hash and word', async () => {
    await publish();
    onlyVvips();
    const [first = ''] = /[\da-f]{12}/.exec(await out('releases', acme)) ?? [];
    const told = await out('diff', 'live', 'folder', acme);
    expect(told.split('\n')[0]).toBe('From release 1 to the folder');
    expect(await out('diff', first, 'folder', acme)).toBe(told);
    const { changes } = JSON.parse(await out('diff', '1', 'folder', acme, '--json')) as { changes: unknown };
    expect(changes).toEqual([
      {
        area: 'escalation',
        subject: 'vvip',
        kind: 'changed',
        text: 'Row vvip: it asked that account.tier is VVIP or VIP, and asks now that it is VVIP.',
      },
    ]);
    expect(await out('diff', '1', 'live', acme)).toBe('From release 1 to release 1: nothing. They say the same.');
  });

  it('imports as the live release says, not as the folder does', async () => {
    await publish();
    edit('      name: Account Name\n', '      name: Account ID\n', 'sources/crm.yaml');
    const { code, err } = await run('import', acme);
    expect([code, err]).toEqual([0, expect.stringContaining('Imported as release 1 says, which is live')]);
    expect(await out('explain', acme, '--account', '001Hs00003QQCZHIA5')).toContain('Quillhaven');
    const { out: told } = await publish();
    expect(told).toContain('It imports otherwise than the release before: run `concierge import`');
  });

  it.each<readonly [what: string, old: string, now: string, isDue: boolean]>([
    ['a type', 'account.open_sev1: { type: boolean', 'account.open_sev1: { type: string', true],
    ['an address that may be ours', 'email_domains: [', 'email_domains: [acme.test, ', true],
    ['what no import reads', 'company: Acme', 'company: Acme Ltd', false],
  ])('says whether an import is due: %s', async (_what, old, now, isDue) => {
    await publish();
    edit(old, now, 'concierge.yaml');
    const { code, out: told } = await publish('--accept-change');
    expect([code, told.includes('run `concierge import`')]).toEqual([0, isDue]);
  });

  it.each<readonly [what: string, file: string, change: (text: string) => string]>([
    ['a system that only services ask', 'sources/tickets.yaml', () => TICKETS],
    ['how old is too old', 'sources/crm.yaml', (text) => `${text}\nstale: { after: 30d }\n`],
  ])('asks for no import after %s came', async (_what, file, change) => {
    await publish();
    const path = join(acme, file);
    writeFileSync(path, change(existsSync(path) ? readFileSync(path, 'utf8') : ''));
    const { code, out: told } = await publish('--accept-change');
    expect([code, told.includes('is live, published by Ada'), told.includes('concierge import')]).toEqual([
      0,
      true,
      false,
    ]);
  });

  it('says of a live release that it can’t read, and publishes over it', async () => {
    await publish();
    const database = new DatabaseSync(join(acme, '.concierge/releases.sqlite'));
    database.exec(`UPDATE release SET json = '{"format":99}'`);
    database.close();
    onlyVvips();
    expect((await run('diff', 'live', 'folder', acme)).err).toContain('Release 1 can’t be made ready');
    const held = await publish();
    expect(held.code).toBe(EXIT_CODES.publish_held);
    expect(held.err).toContain('3. Simulation: release 1, which is live, can’t be read here');
    expect(held.err).toContain('Release 1 can’t be read here, so nobody can tell how much would change.');
    const { code, out: told } = await publish('--accept-change');
    expect([code, told]).toEqual([0, expect.stringContaining('It was compared with nothing: release 1 can’t be read')]);
    expect(await out('releases', acme)).toMatch(/^2 \(live\) .* not compared, accepted +-$/m);
  });
});

it('has nothing to compare with before an import', async () => {
  const sample = copyOfAcme();
  acme = sample.folder;
  rmSync(join(acme, 'scenarios'), { recursive: true });
  expect((await run('releases', acme)).err).toContain('There is no store');
  await publish();
  onlyVvips();
  expect((await publish()).err).toContain('3. Simulation: nothing was ever imported');
  sample.dispose();
});
