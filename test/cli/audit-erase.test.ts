/** `concierge audit erase`: says what would go, and takes it out of everything, so that no byte of them is left. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT_CODES, Failure } from '../../src/base/failure.ts';
import type { CommandContext } from '../../src/cli/context.ts';
import { openSqliteCopies, openSqliteStore } from '../../src/store/sqlite/open.ts';
import { runCommand } from '../support/cli.ts';
import {
  audit,
  BAYOU,
  changePeople,
  copyOf,
  LATER,
  QUILLHAVEN,
  recordedAcme,
  RECORDS,
  SARAH,
} from '../support/recorded-acme.ts';

let acme: string;
let dispose: () => void;
beforeAll(async () => {
  ({ folder: acme, dispose } = await recordedAcme());
});
afterAll(() => dispose());

/** How many of the store's files hold the text, in either of the ways in which the program writes it. */
function filesWith(folder: string, text: string): number {
  const store = join(folder, '.concierge');
  return readdirSync(store).filter((name) => readFileSync(join(store, name)).includes(text)).length;
}

const CONFIRMED = ['--reason', 'request 17', '--confirm'];
const SARAHS_KEY = 'hr:E1003';

describe('concierge audit erase', () => {
  it('without --confirm says who and what, and changes nothing', async () => {
    const copy = copyOf(acme);
    const { code, out } = await audit('erase', copy, '--person', SARAH);
    expect(code).toBe(0);
    expect(out).toMatch(/^Sarah Jenkins, known as\n/);
    for (const known of [
      SARAHS_KEY,
      SARAH,
      'https://calendly.com/acme-sarah',
      'https://cdn.acme.example/people/sarah-jenkins.jpg',
    ])
      expect(out).toMatch(new RegExp(`^ {2}${known}$`, 'm'));
    expect(out).toMatch(
      new RegExp(
        `records +2 of ${RECORDS}, which go whole\\n {2}snapshots +\\d+\\n {2}directory +\\d+ people, \\d+ accounts`,
      ),
    );
    expect(out).toContain('Nothing was erased. To erase it for good, give --confirm, and --reason');
    expect((await audit('list', copy)).out).toBe((await audit('list', acme)).out);
    expect((await audit('erase', copy, '--person', SARAH)).out).toBe(out);
  });

  it.each([SARAH, SARAHS_KEY, 'Sarah.Jenkins@ACME.example'])(
    'by %s leaves no byte of them in any file',
    async (word) => {
      const copy = copyOf(acme);
      const bytes = [SARAH, 'Sarah Jenkins', 'acme-sarah', 'sarah-jenkins.jpg', `"${SARAHS_KEY}"`];
      expect(bytes.map((text) => filesWith(copy, text) > 0)).toEqual(bytes.map(() => true));
      const { code, out } = await audit('erase', copy, '--person', word, ...CONFIRMED);
      expect(code).toBe(0);
      expect(out).toMatch(/Erased 2 records and \d+ snapshots; of the directory 1 entry removed and \d+ rewritten\./);
      expect(out).toContain('Sources that name them bring them back at the next import');
      expect(bytes.map((text) => filesWith(copy, text))).toEqual(bytes.map(() => 0));
    },
  );

  it('keeps the chain whole, with when and why but not whom', async () => {
    const copy = copyOf(acme);
    const [{ id }] = (await audit('list', copy, '--json', '--account', QUILLHAVEN)).out
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string }) as [{ id: string }];
    await audit('erase', copy, '--person', SARAH, ...CONFIRMED);
    const { code, out } = await audit('verify', copy);
    expect(code).toBe(0);
    expect(out).toMatch(/erased +2, by 1 erasure\n +2026-11-23T10:00:00Z {2}2 records {2}request 17/);
    expect((await audit('show', id, copy)).out).toBe(
      `${id} was erased at 2026-11-23T10:00:00Z, with 1 more: “request 17”. Its place in the chain remains.`,
    );
    const json = JSON.parse((await audit('show', id.slice(0, 18), copy, '--json')).out) as unknown;
    expect(json).toMatchObject({ erased: { id, entry: { reason: 'request 17' } } });
    const replay = await audit('replay', copy, '--record', id);
    expect([replay.code, replay.err]).toEqual([EXIT_CODES.not_found, expect.stringContaining('was erased')]);
    expect((await audit('list', copy, '--json')).out.split('\n')).toHaveLength(RECORDS - 2);
    expect((await audit('replay', copy)).code).toBe(0);
  });

  it('knows nobody any more afterwards', async () => {
    const copy = copyOf(acme);
    await audit('erase', copy, '--person', SARAH, ...CONFIRMED);
    const { code, err } = await audit('erase', copy, '--person', SARAH);
    expect(code).toBe(EXIT_CODES.not_found);
    expect(err).toContain(`Nothing is known of ${SARAH}`);
  });

  it('says under which words to go on where it was stopped half-way', async () => {
    const copy = copyOf(acme);
    const openStore: CommandContext['openStore'] = async (_choice, { now }) => {
      const store = await openSqliteStore(join(copy, '.concierge'), { now });
      const erase = async (): Promise<never> => {
        throw new Failure('store_unavailable', 'The disk is full.', 'Free some space.');
      };
      return { ...store, records: { ...store.records, erase } };
    };
    const args = ['audit', 'erase', copy, '--person', SARAH, ...CONFIRMED];
    const { code, err } = await runCommand(args, { clock: LATER, openStore });
    expect(code).toBe(EXIT_CODES.store_unavailable);
    expect(err).toContain(`Free some space. The directory has forgotten them, the records have not: run it again with`);
    const words = err.slice(err.indexOf('--person'), -1).split(' ');
    expect((await audit('erase', copy, ...words, ...CONFIRMED)).code).toBe(0);
    expect(filesWith(copy, SARAH)).toBe(0);
  });

  it('finds in the records whom the directory has lost, under the keys and addresses of then', async () => {
    const copy = copyOf(acme);
    await changePeople(copy, (people) => people.filter(({ email }) => email !== SARAH));
    const { out } = await audit('erase', copy, '--person', SARAH, ...CONFIRMED);
    expect(out).toMatch(/^Sarah Jenkins, known as\n/);
    expect(filesWith(copy, SARAH)).toBe(0);
    expect(filesWith(copy, `"${SARAHS_KEY}"`)).toBe(0);
  });

  it('erases an account, by an id of a source', async () => {
    const copy = copyOf(acme);
    const { out } = await audit('erase', copy, '--account', BAYOU, ...CONFIRMED);
    expect(out).toMatch(/^Bayou Lantern Outfitters, known as\n {2}crm:001Hs00003Qx4e6IAB\n/);
    expect(out).toContain('Erased 1 record');
    expect(filesWith(copy, 'Bayou Lantern')).toBe(0);
    expect((await audit('verify', copy)).code).toBe(0);
  });

  it('erases a customer’s contact, who is in the directory alone', async () => {
    const copy = copyOf(acme);
    const { code, out } = await audit('erase', copy, '--person', 'clementine@bayoulantern.example', ...CONFIRMED);
    expect(code).toBe(0);
    expect(out).toContain('1 customer contact');
    expect(filesWith(copy, 'clementine@')).toBe(0);
  });

  it('drops the rows that were copied of systems, and says that those are read anew', async () => {
    const copy = copyOf(acme);
    const copies = openSqliteCopies(join(copy, '.concierge'));
    const [key, at] = [{ tenant: 'default', source: 'desk', read: 'agents' }, '2026-11-23T08:00:00Z'];
    const run = await copies.begin(key, { kind: 'full', shape: 'shape', begunAt: at });
    const rows = [
      { id: '17', values: { mail: SARAH, nick: 'CANARY-OF-SARAH' } },
      { id: '18', values: { mail: 'desk-only@acme.example' } },
      { id: '19', values: { mail: 'omar@acme.example' } },
    ];
    await copies.keep(key, run, { rows, gone: [], nameless: 0, point: null, at });
    await copies.finish(key, run, null);
    await copies.close();
    const planned = await audit('erase', copy, '--person', SARAH);
    expect(planned.out).toMatch(/\n {2}copies +1 row of what systems hold\n/);
    const { code, out } = await audit('erase', copy, '--person', SARAH, ...CONFIRMED);
    expect(code).toBe(0);
    expect(out).toContain('Dropped 1 row of what was copied of systems; the next import reads those systems anew.');
    expect([SARAH, 'CANARY-OF-SARAH'].map((text) => filesWith(copy, text))).toEqual([0, 0]);
    const alone = await audit('erase', copy, '--person', 'desk-only@acme.example', ...CONFIRMED, '--json');
    expect(JSON.parse(alone.out)).toMatchObject({ plan: { copiedRows: 1 }, erased: { copiedRows: 1 } });
    expect(filesWith(copy, 'omar@acme.example')).toBeGreaterThan(0);
  });

  it('erases several at once', async () => {
    const copy = copyOf(acme);
    const words = ['--person', SARAH, '--person', 'marcus.bell@acme.example', '--account', QUILLHAVEN];
    const { out } = await audit('erase', copy, ...words, ...CONFIRMED, '--json');
    expect(JSON.parse(out)).toMatchObject({
      subject: { emails: [SARAH, 'marcus.bell@acme.example'], accounts: [`crm:${QUILLHAVEN}`] },
      plan: { records: 3, ofRecords: RECORDS },
      erased: { records: { records: 3 } },
    });
    expect([SARAH, 'marcus.bell@', `"crm:${QUILLHAVEN}"`].map((text) => filesWith(copy, text))).toEqual([0, 0, 0]);
  });

  it('leaves what tells of a team that has a person’s address, and says that its release does', async () => {
    const copy = copyOf(acme);
    const { code, out } = await audit('erase', copy, '--person', 'success@acme.example', ...CONFIRMED);
    expect(code).toBe(0);
    expect(out).toMatch(/A release names them, .* Releases are kept: take them out of the workspace too\./);
    expect(out).toContain('Erased 0 records and 0 snapshots; of the directory 1 entry removed');
    expect((await audit('list', copy, '--json', '--reached', 'fallback')).out).toContain('success@acme.example');
  });

  it('asks which, where several people have an address', async () => {
    const copy = copyOf(acme);
    const marcus = 'marcus.bell@acme.example';
    await changePeople(copy, (people) => people.map((one) => (one.email === marcus ? { ...one, email: SARAH } : one)));
    const { code, err } = await audit('erase', copy, '--person', SARAH);
    expect([code, err]).toEqual([
      EXIT_CODES.usage,
      expect.stringContaining(`Several people have the address ${SARAH}: hr:`),
    ]);
    const { out } = await audit('erase', copy, '--person', SARAHS_KEY);
    expect(out).toMatch(new RegExp(`Shared with somebody else, so not looked for\\n {2}${SARAH}`));
  });

  it.each([
    [[], 'Say who is to be erased.'],
    [['--person', 'Sarah Jenkins'], 'Sarah Jenkins is neither an e-mail address nor the key of a person.'],
    [['--person', SARAH, '--confirm'], 'An erasure is kept with its reason.'],
    [['--person', SARAH, '--confirm', '--reason', ' '], 'An erasure is kept with its reason.'],
    [['--person', SARAH, '--reason', `asked by ${SARAH}`, '--confirm'], 'The reason names whom it is about'],
    [['--person', SARAH, '--reason', 'SARAH JENKINS asked', '--confirm'], 'The reason names whom it is about'],
    [['--person', SARAH, '--reason', 'x'.repeat(201), '--confirm'], 'The reason has 201 signs.'],
  ])('refuses %j', async (args, sentence) => {
    const { code, err } = await audit('erase', acme, ...args);
    expect([code, err]).toEqual([EXIT_CODES.usage, expect.stringContaining(sentence)]);
  });

  it.each([
    ['--person', 'nobody@acme.example'],
    ['--person', 'hr:none'],
    ['--account', 'crm:none'],
    ['--account', 'Quillhaven Robotics'],
  ])('knows nothing of %s %s', async (option, word) => {
    const { code, err } = await audit('erase', acme, option, word, ...CONFIRMED);
    expect([code, err]).toEqual([EXIT_CODES.not_found, expect.stringContaining(`Nothing is known of ${word}`)]);
  });
});
