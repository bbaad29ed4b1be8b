/** `concierge simulate` as a CX leader meets it, over the sample company, its records, and a directory of many accounts. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../src/base/failure.ts';
import { stoppedClock } from '../../src/base/clock.ts';
import type { CommandContext } from '../../src/cli/context.ts';
import type { Simulated } from '../../src/cli/simulate/simulate-text.ts';
import type { AccountChange } from '../../src/simulation/account-change.ts';
import type { PastChange } from '../../src/simulation/past-change.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { directoryData, dossier, person } from '../../src/store/store-fixtures.ts';
import type { Store } from '../../src/store/store.ts';
import type { CommandResult } from '../support/cli.ts';
import { runCommand } from '../support/cli.ts';
import { copyOfAcme } from '../support/concierge-process.ts';
import { recordedAcme } from '../support/recorded-acme.ts';
import { temporaryFolder } from '../support/workspace-folder.ts';

/** The day on which the sample's dates are true. */
const clock = stoppedClock(Date.parse('2026-11-23T09:00:00Z'));

type Edit = readonly [file: string, old: string, now: string];

/** Gone with the test; a draft needs no data. */
function draftOf(folder: string, ...edits: readonly Edit[]): string {
  const draft = join(temporaryFolder(), 'draft');
  const filter = (path: string): boolean => !['data', '.concierge', 'deployment.yaml'].includes(basename(path));
  cpSync(folder, draft, { recursive: true, filter });
  for (const [file, old, now] of edits) {
    const text = readFileSync(join(draft, file), 'utf8');
    if (text.split(old).length !== 2) throw new Error(`"${old}" doesn't stand once in ${file}`);
    writeFileSync(
      join(draft, file),
      text.replace(old, () => now),
    );
  }
  return draft;
}

const ESCALATION = 'guardrails/escalation.yaml';
/** VIPs come to the rows below: of five, two meet their owner by another row, and three have nobody left. */
const ONLY_VVIPS: Edit = [ESCALATION, 'when: { account.tier: [VVIP, VIP] }', 'when: { account.tier: VVIP }'];

type Told = Simulated & { readonly changes: readonly AccountChange[]; readonly pastChanges: readonly PastChange[] };

async function told(folder: string, draft: string, ...args: readonly string[]): Promise<Told> {
  const { code, out, err } = await simulate(folder, draft, ['--json', ...args]);
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as Told;
}

async function simulate(
  folder: string,
  draft: string,
  args: readonly string[],
  also: Partial<CommandContext> = {},
): Promise<CommandResult> {
  return await runCommand(['simulate', folder, '--draft', draft, ...args], { clock, ...also });
}

describe('over the sample company', () => {
  const { folder: acme, dispose } = copyOfAcme();
  afterAll(dispose);

  it('needs an import first', async () => {
    const { code, out, err } = await simulate(acme, draftOf(acme), []);
    expect([code, out, err]).toEqual([
      EXIT_CODES.not_found,
      '',
      'Nothing was ever imported. Run `concierge import` first.',
    ]);
  });

  describe('once it was imported', () => {
    beforeAll(async () => {
      const { code, err } = await runCommand(['import', acme], { clock });
      if (code !== 0) throw new Error(err);
    });

    it('finds nothing in a draft that is what is live', async () => {
      const draft = draftOf(acme);
      const { code, out } = await simulate(acme, draft, []);
      expect([code, out]).toEqual([0, 'Nothing would change: the draft decides as the live workspace does.']);
      const { changes, report } = await told(acme, draft);
      expect([changes, report?.rows, report?.all.all.accounts]).toEqual([[], [], 62]);
    });

    it('shows whose contact changes, dead ends first', async () => {
      const { code, out, err } = await simulate(acme, draftOf(acme, ONLY_VVIPS), []);
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(/^What the draft would change for the 62 accounts of Acme\n/);
      expect(out).toMatch(/^3 accounts would change contact, 3 would newly meet only the fallback\.$/m);
      expect(out).toMatch(/^another contact +3 +4\.8 % +\$1,432,000$/m);
      expect(out).toMatch(/^Fennimore Glassw… +Jonas Müller +vvip → otherwise +\$455,000$/m);
      expect(out).toMatch(/^vvip +otherwise +5 +3 +3 +\$2,567,000$/m);
      expect(out).toMatch(/^stand-in +fallback +3 +3 +3 +\$1,432,000$/m);
      expect(out).toMatch(/^VIP +7 +3 +3 +3 +\$1,432,000$/m);
      expect(out).toMatch(/^Jonas Müller +2 +1 +0 +1 +\$953,000 +\$498,000$/m);
      expect(out.split('\n').every((line) => line.length <= 82)).toBe(true);
    });

    it('prints a line for each change as CSV', async () => {
      const { out } = await simulate(acme, draftOf(acme, ONLY_VVIPS), ['--csv']);
      const lines: Record<string, string>[] = parse(out, { bom: true, columns: true });
      expect(lines.map(({ to_outcome }) => to_outcome)).toEqual(['fallback', 'fallback', 'fallback']);
      expect(lines[0]).toEqual({
        account: 'crm:001Hs00003Q7KT3IAN',
        name: 'Fennimore Glassworks',
        'account.tier': 'VIP',
        'account.arr_usd': '455000',
        changes: 'contact reason outcome',
        from_row: 'vvip',
        to_row: 'otherwise',
        from_outcome: 'stand_in',
        to_outcome: 'fallback',
        from_contact: 'hr:E1002',
        from_contact_name: 'Jonas Müller',
        to_contact: 'customer-success',
        to_contact_name: 'Customer Success',
        from_reason: 'director',
        to_reason: 'your_team',
        to_cause: 'left',
      });
    });

    it('sees what only shows on the card', async () => {
      const wording: Edit = [ESCALATION, 'en: Your dedicated Success Manager', 'en: Your own Success Manager'];
      const { report } = await told(acme, draftOf(acme, wording));
      const { contact, reason, card, changed } = report!.all;
      expect([contact.accounts, reason.accounts]).toEqual([0, 0]);
      expect(card.accounts).toBe(19);
      expect(changed).toEqual(card);
    });

    it('asks what it is told to ask', async () => {
      const billing: Edit = [ESCALATION, 'route: [team:billing]', 'route: [role:CSM, team:billing]'];
      const draft = draftOf(acme, billing);
      const plain = await simulate(acme, draft, []);
      expect(plain.out).toMatch(/^No customer would notice anything\.$/m);
      expect(plain.out).toMatch(/^Not asked of: billing \(waits for topic\)\. These rows differ; ask again/m);
      const { report, notes } = await told(acme, draft, '--topic', 'billing', '--at', '2026-11-24T09:00:00Z');
      expect(report).toMatchObject({ topic: 'billing', at: '2026-11-24T09:00:00Z' });
      expect(report!.all.contact.accounts).toBe(20);
      expect(notes.unasked).toEqual([]);
    });

    it('tells what an import would have to bring', async () => {
      const fact: Edit = ['concierge.yaml', '\nfacts:\n', '\nfacts:\n  account.seats: { type: integer }\n'];
      const { notes } = await told(acme, draftOf(acme, fact));
      expect(notes).toMatchObject({ newFacts: ['account.seats'], importsOtherwise: false });
    });

    it('refuses a draft with errors as check does', async () => {
      const draft = draftOf(acme, [ESCALATION, 'route: [team:billing]', 'route: [team:biling]']);
      const { code, out, err } = await simulate(acme, draft, []);
      expect([code, out]).toEqual([EXIT_CODES.configuration, '']);
      expect(err).toMatch(/escalation\.yaml:\d+:\d+: error: .*biling/);
    });

    it('refuses a draft of somebody else', async () => {
      const file = 'concierge.yaml';
      const { code, err } = await simulate(
        acme,
        draftOf(acme, [file, 'company: Acme', 'tenant: other\ncompany: Acme']),
        [],
      );
      expect([code, err]).toEqual([
        EXIT_CODES.configuration,
        'The draft is of the tenant `other`, and what is live of `default`. Make the draft from a copy of the live workspace.',
      ]);
    });

    it.each([
      [['--topic', 'weather'], 'Set topic to one of billing, commercial, technical, security, or leave it out.'],
      [['--until', '1d'], 'Of past calls nothing is asked. Say since when with --past, e.g. --past 30d.'],
      [['--past-only'], 'Of past calls nothing is asked. Say since when with --past, e.g. --past 30d.'],
      [['--past', '2030-01-01'], '--past 2030-01-01 is not in the past. Say since when, e.g. --past 30d.'],
      [['--past', '7d', '--csv'], 'A spreadsheet holds one list.'],
      [['--by', 'account.teir'], 'There is no fact account.teir. Did you mean --by account.tier?'],
      [['--threads', '0'], "error: option '--threads <number>' argument '0' is invalid."],
    ])('refuses %j in one sentence', async (args, sentence) => {
      const { code, out, err } = await simulate(acme, draftOf(acme), args);
      expect([code, out]).toEqual([EXIT_CODES.usage, '']);
      expect(err).toContain(sentence);
    });
  });
});

describe('over past decisions', () => {
  let folder: string;
  let dispose: () => void;
  beforeAll(async () => ({ folder, dispose } = await recordedAcme()));
  afterAll(() => dispose());

  const PAST = ['--past', '2026-11-23', '--until', '2026-11-24', '--past-only'];

  it('says how many would have been answered otherwise, and leaves accounts out', async () => {
    const moved: Edit = [ESCALATION, 'route: [team:legal]', 'route: [team:vip-desk]'];
    const draft = draftOf(folder, moved);
    const { report, past, pastChanges } = await told(folder, draft, ...PAST);
    expect(report).toBeNull();
    expect(past?.judged).toEqual({ records: 8, changed: 1, contact: 1, reason: 0, card: 0, row: 0 });
    expect(pastChanges).toMatchObject([
      {
        tool: 'get_escalation_contact',
        changes: ['contact'],
        live: { row: 'legal-hold' },
        draft: { row: 'legal-hold' },
      },
    ]);
    const { out } = await simulate(folder, draft, PAST);
    expect(out).toMatch(/^8 calls answered again: 7 the same, 1 with another contact,$/m);
    const csv = await simulate(folder, draft, [...PAST, '--csv']);
    expect(parse(csv.out, { bom: true, columns: true })).toMatchObject([
      { changes: 'contact', to_contact: 'Priority desk' },
    ]);
  });

  it('judges nothing that the record can’t answer', async () => {
    const draft = draftOf(folder, [ESCALATION, 'route: [team:legal]', 'route: [role:AE]']);
    const { past } = await told(folder, draft, ...PAST);
    expect(past).toMatchObject({ judged: { records: 7, changed: 0 }, notJudged: { people_missing: 1 } });
    const { out } = await simulate(folder, draft, PAST);
    expect(out).toMatch(/^1 call can’t be judged: the draft asks for people whom the answer didn’t consult\.$/m);
  });

  it('tells when nothing was recorded then', async () => {
    const draft = draftOf(folder, ONLY_VVIPS);
    const { out } = await simulate(folder, draft, ['--past', '2026-11-20', '--until', '2026-11-21', '--past-only']);
    expect(out).toMatch(/No call was recorded\.$/);
  });
});

describe('over more accounts than one stretch', () => {
  const ACCOUNTS = 9_000;
  const { folder, dispose } = copyOfAcme();
  let store: Store;
  beforeAll(async () => {
    store = await openSqliteStore(join(folder, '.concierge'), { now: clock.now });
    const source = { source: 'crm', record: 'crm.csv:1', asOf: '2026-11-23T00:00:00Z' };
    const dossiers = Array.from({ length: ACCOUNTS }, (_, index) =>
      dossier(`crm:${index}`, {
        facts: {
          'account.tier': { ...source, value: index % 3 === 0 ? 'VIP' : 'SMB' },
          'account.arr_usd': { ...source, value: index / 100 },
        },
      }),
    );
    await store.directory.replace('default', directoryData({ dossiers, people: [person('hr:E1')] }));
  });
  afterAll(async () => {
    await store.close();
    dispose();
  });

  it('comes to the same with any number of threads, in the order of accounts', async () => {
    const draft = draftOf(folder, ONLY_VVIPS);
    const one = await simulate(folder, draft, ['--json', '--threads', '1']);
    const three = await simulate(folder, draft, ['--json', '--threads', '3']);
    expect(three.out).toBe(one.out);
    const { changes, report } = JSON.parse(one.out) as Told;
    expect(report?.all).toMatchObject({ all: { accounts: ACCOUNTS }, contact: { accounts: 3_000 } });
    const accounts = changes.map(({ account }) => account);
    expect(accounts).toEqual(accounts.toSorted());
    expect(accounts).toHaveLength(3_000);
  });

  it('tells how far it has come, and that it is done', async () => {
    const texts: (string | null)[] = [];
    const progress = (text: string | null): number => texts.push(text);
    await simulate(folder, draftOf(folder, ONLY_VVIPS), ['--threads', '2'], { progress });
    expect(texts).toEqual([
      'Simulating: 4,000 accounts',
      'Simulating: 8,000 accounts',
      'Simulating: 9,000 accounts',
      null,
    ]);
  });

  it('stops when it is asked to', async () => {
    const interrupted = Promise.resolve();
    const { code, out, err } = await simulate(folder, draftOf(folder, ONLY_VVIPS), [], { interrupted });
    expect([code, out, err]).toEqual([
      EXIT_CODES.interrupted,
      '',
      'Stopped before the end; a simulation changes nothing.',
    ]);
  });
});
