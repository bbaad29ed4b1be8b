/** `concierge audit list`, `show` and `replay`: what was answered, its story, and that it would be answered so again. */
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DecisionRecord } from '../../src/audit/record.ts';
import { EXIT_CODES } from '../../src/base/failure.ts';
import { runCommand } from '../support/cli.ts';
import {
  audit,
  BAYOU,
  copyOf,
  LATER,
  LEGAL_HOLD,
  QUILLHAVEN,
  recordedAcme,
  RECORDS,
  tamper,
} from '../support/recorded-acme.ts';

let acme: string;
let dispose: () => void;
beforeAll(async () => {
  ({ folder: acme, dispose } = await recordedAcme());
});
afterAll(() => dispose());

async function listed(...args: readonly string[]): Promise<readonly DecisionRecord[]> {
  const { code, out } = await audit('list', acme, '--json', ...args);
  expect(code).toBe(0);
  return out === '' ? [] : out.split('\n').map((line) => JSON.parse(line) as DecisionRecord);
}

async function idOf(tool: string, account: string): Promise<string> {
  const [record] = await listed('--tool', tool, '--account', account);
  if (record === undefined) throw new Error(`no ${tool} of ${account}`);
  return record.id;
}

describe('concierge audit list', () => {
  it('shows the newest first, a line each, aligned', async () => {
    const { code, out } = await audit('list', acme);
    const [head, ...lines] = out.split('\n');
    expect(code).toBe(0);
    expect(head).toMatch(/^time +id +release +tool +account +rule +reached +who$/);
    expect(lines).toHaveLength(RECORDS);
    expect(lines[0]).toMatch(
      /^2026-11-23T09:00:00Z {2}[0-9a-f-]{18} {2}1 +get_escalation_contact {2}unknown \(violation\) /,
    );
    expect(lines[1]).toMatch(/get_account_team +unknown +- +nobody +only how to mend the call$/);
    expect(lines.at(-1)).toMatch(/crm:001Hs00003QQCZHIA5 +vvip +role +Sarah Jenkins$/);
    const starts = new Set(
      [head, ...lines].map((line) => line?.search(/who$|Sarah|only how/)).filter((at) => at !== -1),
    );
    expect(starts.size).toBe(1);
  });

  it.each([
    [['--account', QUILLHAVEN], 2, 'by an id of a source'],
    [['--account', `crm:${QUILLHAVEN}`], 2, 'by key'],
    [['--account', `crm:${BAYOU}`, '--tool', 'get_account_team'], 1, 'all that is asked for'],
    [['--tool', 'get_account_health'], 1, 'by tool'],
    [['--caller', 'website-chat'], 1, 'by agent'],
    [['--caller', 'nobody'], 0, 'an agent that never asked'],
    [['--rule', 'legal-hold'], 1, 'by the rule that decided'],
    [['--reached', 'fallback'], 3, 'what came to the fallback, by its chain or for want of facts'],
    [['--reached', 'role'], 2, 'by how they were reached'],
    [['--reached', 'nobody'], 1, 'a sentence alone'],
    [['--violations'], 1, 'who named another customer'],
    [['--limit', '2'], 2, 'no more than so many'],
    [['--since', '2026-11-23T09:00:00Z'], RECORDS, 'from a moment on, with it'],
    [['--since', '2h'], RECORDS, 'from so long ago on'],
    [['--since', '30min'], 0, 'from later on'],
    [['--until', '2026-11-23T09:00:00Z'], 0, 'until a moment, without it'],
    [['--since', '2026-11-23', '--until', '2026-11-24'], RECORDS, 'a day, in UTC'],
  ])('%j is %i records: %s', async (args, count) => {
    expect(await listed(...args)).toHaveLength(count);
  });

  it('says that there are more, and where there is none', async () => {
    expect((await audit('list', acme, '--limit', '1')).err).toBe('There are more: --limit 5 shows up to that many.');
    expect(await audit('list', acme, '--caller', 'nobody')).toEqual({
      code: 0,
      out: '',
      err: 'No decision record fits. Every answer to an agent makes one; `explain` makes none.',
    });
  });

  it.each([
    [['--reached', 'luck'], '--reached luck is none there is. Write one of role, person,'],
    [['--since', 'yesterday'], '--since yesterday is not a moment.'],
    [['--since', '2026-11-23T09:00:00'], 'Write ISO 8601 with a zone'],
    [['--since', '1d', '--until', '2d'], '--since 1d is not before --until 2d.'],
    [['--limit', '0'], 'Write a whole number above 0.'],
  ])('refuses %j', async (args, sentence) => {
    const { code, err } = await audit('list', acme, ...args);
    expect(code).toBe(EXIT_CODES.usage);
    expect(err).toContain(sentence);
  });

  it('needs no workspace that is right, only one whose tenant can be read', async () => {
    const broken = copyOf(acme);
    appendFileSync(join(broken, 'guardrails/escalation.yaml'), '\n: [no yaml');
    rmSync(join(broken, 'data'), { recursive: true });
    appendFileSync(join(broken, 'concierge.yaml'), '\ncompnay: Acme\n');
    expect((await audit('list', broken)).out.split('\n')).toHaveLength(RECORDS + 1);
    appendFileSync(join(broken, 'concierge.yaml'), '\ntenant: [two, names]\n');
    const { code, err } = await audit('list', broken);
    expect(code).toBe(EXIT_CODES.configuration);
    expect(err).toMatch(/concierge\.yaml:\d+:\d+: error: .*tenant/);
  });

  it('makes no store where there is none', async () => {
    const fresh = copyOf(acme);
    rmSync(join(fresh, '.concierge'), { recursive: true });
    const { code, err } = await audit('list', fresh);
    expect(code).toBe(EXIT_CODES.not_found);
    expect(err).toMatch(/^There is no store at .*acme\/\.concierge, so nothing was recorded there\./);
    expect(existsSync(join(fresh, '.concierge'))).toBe(false);
  });

  it('finds the store where the deployment says it is, whatever else that asks for', async () => {
    const moved = copyOf(acme);
    const deployment = join(moved, 'elsewhere.yaml');
    writeFileSync(
      deployment,
      'store: { sqlite: .concierge }\ntenants: { default: { workspace: . } }\nauth: { api_keys: true }\n',
    );
    expect((await audit('list', '--deployment', deployment, '--json')).out.split('\n')).toHaveLength(RECORDS);
  });
});

describe('concierge audit show', () => {
  it('tells the whole story: the record, the facts of then, the row, the candidates, the card', async () => {
    const id = await idOf('get_escalation_contact', QUILLHAVEN);
    const { code, out } = await audit('show', id.slice(0, 18), acme);
    expect(code).toBe(0);
    expect(out).toMatch(/^Record\n {2}id +[0-9a-f-]{36}\n/);
    expect(out).toContain('asked     get_escalation_contact of cx_concierge, by open, an agent for teams');
    expect(out).toContain('with      account_id, topic commercial, language de');
    expect(out).toMatch(/replayed {2}to the same answer/);
    expect(out).toMatch(/Quillhaven Robotics \(crm:\w+\), matched by account id/);
    expect(out).toMatch(/account\.tier +VVIP +cs_workbook/);
    expect(out).toMatch(/vvip +fired/);
    expect(out).toMatch(/role:CSM {2}Sarah Jenkins {2}chosen/);
    expect(out).toContain('"email": "sarah.jenkins@acme.example"');
  });

  it('takes `latest` for the newest', async () => {
    const [newest] = await listed('--limit', '1');
    expect((await audit('show', 'latest', acme)).out).toContain(newest?.id);
    const empty = copyOf(acme);
    tamper(empty, 'DELETE FROM record');
    expect((await audit('show', 'latest', empty)).code).toBe(EXIT_CODES.not_found);
  });

  it('names the roles of a team', async () => {
    const { out } = await audit('show', await idOf('get_account_team', BAYOU), acme);
    expect(out).toMatch(/role:CSM +Marcus Bell +chosen\n {2}role:\w+ /);
    expect(out).not.toContain('backup');
  });

  it('says that nothing but a sentence left, and whose customer was named', async () => {
    const [refused] = await listed('--reached', 'nobody');
    const { out } = await audit('show', refused?.id ?? '', acme);
    expect(out).toContain('a sentence that says how to mend the call: it lacked an identity');
    expect(out).not.toContain('Card');
    const [violation] = await listed('--violations');
    expect((await audit('show', violation?.id ?? '', acme)).out).toContain('named another customer');
  });

  it('prints the same as JSON', async () => {
    const id = await idOf('get_escalation_contact', LEGAL_HOLD);
    const told = JSON.parse((await audit('show', id, acme, '--json')).out) as unknown;
    expect(told).toMatchObject({
      record: { id, escalation: { rule: 'legal-hold' } },
      chain: { sequence: 4 },
      replay: { kind: 'same' },
      explanation: { rows: [{ rule: 'legal-hold', fired: true }], answer: { reason: { code: 'specialist' } } },
    });
  });

  it('tells what it can of a record whose facts are gone', async () => {
    const spoilt = copyOf(acme);
    tamper(spoilt, 'DELETE FROM snapshot');
    const { out } = await audit('show', await idOf('get_escalation_contact', QUILLHAVEN), spoilt);
    expect(out).toContain('replayed  not at all: its facts aren’t in the store');
    expect(out).toMatch(/Row\n {2}vvip\n\nCandidates, in order\n {2}hr:\w+ {2}chosen/);
    expect(out).toContain('"email": "sarah.jenkins@acme.example"');
  });

  it.each([
    ['nonsense', EXIT_CODES.usage, 'nonsense is no record’s id.'.replace('’', "'")],
    ['0123', EXIT_CODES.usage, "0123 is no record's id. Copy one from `audit list`, 8 signs at least."],
    ['00000000-0000-7000', EXIT_CODES.not_found, 'There is no record 00000000-0000-7000.'],
  ])('of %s exits with %i', async (id, expected, sentence) => {
    const { code, err } = await audit('show', id, acme);
    expect([code, err.startsWith(sentence)]).toEqual([expected, true]);
  });

  it('asks which, where several begin alike', async () => {
    const [newest, next] = await listed('--limit', '2');
    const { code, err } = await audit('show', newest!.id.slice(0, 13), acme);
    expect(code).toBe(EXIT_CODES.usage);
    expect(err).toContain(`Say which: ${newest!.id}, ${next!.id},`);
    expect(err).toContain('and others.');
  });
});

describe('concierge audit replay', () => {
  it('gives every answer again after the directory changed', async () => {
    const changed = copyOf(acme);
    for (const file of ['crm_accounts.csv', 'hr_employees.csv']) {
      const path = join(changed, 'data', file);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/Sarah|Quill/g, 'Somebody'));
    }
    const { code } = await runCommand(['import', changed], { clock: LATER });
    expect(code).toBe(0);
    const { out } = await audit('replay', changed);
    expect(out).toBe(`Replayed ${RECORDS} records: ${RECORDS} to the same answer, 0 to another.`);
  });

  it.each([
    [['--limit', '3'], 3],
    [['--since', '10min'], 0],
    [['--until', '2026-11-23T09:00:01Z'], RECORDS],
  ])('%j is %i records', async (args, replayed) => {
    expect(JSON.parse((await audit('replay', acme, '--json', ...args)).out)).toMatchObject({
      replayed,
      same: replayed,
    });
  });

  it('replays one by its id', async () => {
    const id = await idOf('get_escalation_contact', QUILLHAVEN);
    expect((await audit('replay', acme, '--record', id)).out).toBe(
      'Replayed 1 record: 1 to the same answer, 0 to another.',
    );
  });

  it('shows what differs, and exits with 13', async () => {
    const spoilt = copyOf(acme);
    tamper(spoilt, `UPDATE record SET body = replace(body, 'Sarah Jenkins', 'Eve')`);
    const { code, out, err } = await audit('replay', spoilt);
    expect(code).toBe(EXIT_CODES.records_broken);
    expect(out).toContain(`Replayed ${RECORDS} records: ${RECORDS - 1} to the same answer, 1 to another.`);
    expect(out).toMatch(/2026-11-23T09:00:00Z {2}to another answer: the card differs/);
    expect(out).toMatch(/answer, recorded: .*"name":"Eve".*\n.*answer, replayed: .*"name":"Sarah Jenkins"/);
    expect(err).toContain('Not every record replays to its answer.');
  });

  it('tells of facts that were changed', async () => {
    const spoilt = copyOf(acme);
    tamper(spoilt, `UPDATE snapshot SET json = replace(json, 'Sarah Jenkins', 'Eve')`);
    const { code, out } = await audit('replay', spoilt);
    expect(code).toBe(EXIT_CODES.records_broken);
    expect(out).toContain('a fact’s content isn’t what its name says');
  });

  it.each([
    ['releases.sqlite', 'DELETE FROM release', 'its release isn’t in the store', RECORDS],
    ['records.sqlite', 'DELETE FROM snapshot', 'its facts aren’t in the store', 4],
    ['records.sqlite', `UPDATE record SET body = replace(body, 'get_account_team', 'get_salary')`, 'it isn’t what', 2],
  ])('tells why it can’t, after %s: %s', async (file, sql, why, count) => {
    const spoilt = copyOf(acme);
    tamper(spoilt, sql, file);
    const { code, out } = await audit('replay', spoilt);
    expect(code).toBe(EXIT_CODES.records_broken);
    expect(out).toContain(`${count} can’t be replayed: ${why}`);
  });
});
