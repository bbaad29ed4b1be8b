/** `concierge doctor`: each source end to end; what is wrong is found, said in one line with what to do, and fails the command. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EXIT_CODES } from '../../src/base/failure.ts';
import { systemClock } from '../../src/base/clock.ts';
import type { ExaminedSource } from '../../src/cli/commands/doctor.ts';
import type { Standing } from '../support/adding-sources.ts';
import { smallCompany, standing } from '../support/adding-sources.ts';
import type { CommandResult } from '../support/cli.ts';
import { runCommand } from '../support/cli.ts';
import { writeInto } from '../support/workspace-folder.ts';
import { fakeSystem } from '../systems/fake-system.ts';
import { FAKES } from '../systems/fakes.ts';
import { messySalesforce } from '../systems/messy-salesforce.ts';
import type { Reply, VendorFake } from '../systems/vendor.ts';
import { zendeskAccount } from '../systems/zendesk.ts';

type Doctored = {
  readonly folder: string;
  readonly standing: Standing;
  /** The findings that aren't fine, and the exit code; `env` in place of the fake's own secrets. */
  readonly look: (
    env?: Readonly<Record<string, string>>,
  ) => Promise<CommandResult & { readonly lines: readonly string[] }>;
  readonly edit: (file: string, old: string, now: string) => void;
};

/** A source of the fake, added as a person adds it. */
async function doctored(fake: VendorFake, also: Parameters<typeof standing>[1] = {}): Promise<Doctored> {
  const folder = smallCompany();
  const { name } = fake.connector;
  const system = await standing(fake, also);
  const added = await runCommand(['source', 'add', name, folder, ...system.flags, '--yes'], { env: system.env });
  if (added.code !== 0) throw new Error(added.err);
  return {
    folder,
    standing: system,
    look: async (env = system.env) => {
      const result = await runCommand(['doctor', folder, '--source', name], { env });
      const lines = result.out.split('\n').map((line) => line.trim().replaceAll(/ {2,}/g, ' '));
      return { ...result, lines: lines.filter((line) => /^[!✗→]/.test(line)) };
    },
    edit: (file, old, now) => {
      const path = join(folder, file);
      const text = readFileSync(path, 'utf8');
      if (!text.includes(old)) throw new Error(`"${old}" is not in ${file}`);
      writeFileSync(
        path,
        text.replace(old, () => now),
      );
    },
  };
}

const fakeOf = (name: string): VendorFake => {
  const make = FAKES.get(name);
  if (make === undefined) throw new RangeError(`no fake ${name}`);
  return make();
};

it.each(['hubspot', 'zendesk', 'bamboohr', 'calendly', 'intercom'])('%s, when all is well', async (name) => {
  const { look } = await doctored(fakeOf(name));
  const { code, out, err } = await look();
  expect([code, err]).toEqual([0, 'This source works.']);
  for (const check of ['secrets', 'address', 'login', 'read ', 'clock', 'speed'])
    expect(out).toMatch(new RegExp(`✓ ${check}`));
  expect(out).not.toMatch(/✗|CANARY|@|Customer \d/);
});

it('a way in whose token is exchanged at the system’s own address', async () => {
  const { look } = await doctored(fakeOf('hubspot'), { way: 'oauth' });
  const { code, out } = await look();
  expect([code, out]).toEqual([0, expect.stringContaining('HubSpot lets us in (oauth).')]);
});

describe('a Salesforce org', () => {
  it('with a misspelt field, a withdrawn feature and too wide a login', async () => {
    const fake = messySalesforce(systemClock.now);
    const { look, edit } = await doctored(fake);
    expect((await look()).lines).toEqual([]);
    edit('sources/salesforce.yaml', 'ARR_USD__c', 'ARR_USDD__c');
    edit('sources/salesforce.yaml', 'Success_Lead__c', 'Nowhere_Near__c');
    fake.switchOff('OutOfOffice');
    fake.grant('api full');
    const { code, lines, out } = await look();
    expect(code).toBe(EXIT_CODES.sync_failed);
    expect(lines).toEqual([
      '✗ scopes Too wide, these let change things: full.',
      '→ Take them away: everything here only reads.',
      '✗ read accounts There is no field `ARR_USDD__c`, or the credentials may not see it.',
      '→ Did you mean `ARR_USD__c`?',
      '✗ read accounts There is no field `Nowhere_Near__c`, or the credentials may not see it.',
      '→ Look at its name in the system, and at the field’s permissions.',
      expect.stringMatching(
        /^✗ read out_of_office 127\.0\.0\.1 doesn't allow this with these credentials \(400, INVALID_TYPE\)/,
      ),
      expect.stringMatching(/^→ Give the credentials this right.*What is needed: api, /),
    ]);
    // The other columns of the read were looked at all the same.
    expect(out).toMatch(/✓ read accounts +Read 40 records/);
    expect(out).toMatch(/✓ limits +[\d,]+ requests of 15,000 are left/);
  });

  it('whose token is for less than is needed', async () => {
    const fake = messySalesforce(systemClock.now);
    const { look } = await doctored(fake);
    fake.grant('openid web');
    expect((await look()).lines).toEqual([
      '✗ scopes Not granted: api.',
      '→ Add them to the app or client in the system.',
      '! scopes More than is needed: web.',
      '→ Take away what nothing reads.',
    ]);
  });
});

describe('what stands before a system’s records', () => {
  it('a secret that isn’t there, or may not go there', async () => {
    const { look, edit } = await doctored(fakeOf('hubspot'));
    expect((await look({})).lines).toEqual([
      '✗ secrets The secret `hubspot_secret` has no value: the environment variable HUBSPOT_SECRET is empty or missing.',
      '→ Set it, then start again.',
    ]);
    edit('deployment.yaml', 'hosts: [127.0.0.1]', 'hosts: [api.hubapi.com]');
    expect((await look()).lines).toEqual([
      '✗ secrets The secret `hubspot_secret` may not be sent to 127.0.0.1.',
      '→ Add the host to its `hosts` if that is right.',
    ]);
  });

  it('a secret that the system doesn’t take: its value is told to nobody', async () => {
    const { look } = await doctored(fakeOf('hubspot'));
    const { code, lines, out, err } = await look({ HUBSPOT_SECRET: 'pat-wr0ng' });
    expect(code).toBe(EXIT_CODES.sync_failed);
    expect(lines[0]).toBe("✗ login 127.0.0.1 doesn't accept the credentials (401, EXPIRED_AUTHENTICATION).");
    expect(out + err).not.toContain('pat-wr0ng');
    // Nothing more is asked with them.
    expect(out).not.toContain('read companies');
  });

  it('an address that the deployment doesn’t allow, or where nobody is', async () => {
    const { look, edit, standing: system } = await doctored(fakeOf('zendesk'));
    edit('deployment.yaml', 'allow_private: [127.0.0.1]', 'allow_private: []');
    expect((await look()).lines).toEqual([
      expect.stringMatching(/^✗ address 127\.0\.0\.1 was not called: .*`outbound\.allow_private` does not name it\.$/),
      '→ Name the host below `outbound: allow_private` in the deployment, if it may be asked.',
    ]);
    edit('deployment.yaml', 'allow_private: []', 'allow_private: [127.0.0.1]');
    edit('sources/zendesk.yaml', new URL(system.flags.at(-1) ?? '').origin, 'http://127.0.0.1:1');
    expect((await look()).lines[0]).toBe("✗ address 127.0.0.1 can't be reached (ECONNREFUSED).");
  });

  it('a scope that reads more than is read here, a column that no record has, and a clock that goes wrong', async () => {
    const fake = zendeskAccount();
    const date = new Date(Date.now() + 10 * 60_000).toUTCString();
    let isWrong = false;
    const reply: VendorFake['reply'] = (asked, nth) => {
      const said = fake.reply(asked, nth);
      return isWrong ? { ...said, headers: { ...said.headers, date } } : said;
    };
    const { look, edit } = await doctored(fake, { reply });
    edit('sources/zendesk.yaml', 'client_id: concierge', 'client_id: concierge, scope: read');
    edit('sources/zendesk.yaml', 'organization_fields.csm_email', 'organization_fields.csm_mail');
    isWrong = true;
    const { code, lines } = await look();
    expect(code).toBe(EXIT_CODES.sync_failed);
    expect(lines).toEqual([
      '! scopes More than is needed: read.',
      '→ Take away what nothing reads.',
      '✗ read organizations No record has `organization_fields.csm_mail`.',
      '→ Did you mean `organization_fields.csm_email`?',
      expect.stringMatching(/^✗ clock This machine’s clock is (59|60)\d s behind that of 127\.0\.0\.1\.$/),
      expect.stringContaining('NTP'),
    ]);
  });
});

describe('an export', () => {
  it('that is there with its columns, that misses one, and that is gone', async () => {
    const folder = smallCompany();
    const file = join(folder, 'data/accounts.csv');
    const look = async () => await runCommand(['doctor', folder]);
    const well = await look();
    expect([well.code, well.err]).toEqual([0, 'All 2 sources work.']);
    expect(well.out).toMatch(
      /accounts \(file\)\n {2}✓ read \w+ +Read \d+ rows of data\/accounts\.csv, written \d{4}-\d\d-\d\d\./,
    );
    const [head = '', ...rows] = readFileSync(file, 'utf8').split('\n');
    const [first = '', ...others] = head.split(',');
    writeFileSync(file, [[first, ...others.map((name) => `${name}x`)].join(','), ...rows].join('\n'));
    const misses = await look();
    expect([misses.code, misses.err]).toEqual([EXIT_CODES.sync_failed, 'Something must be mended of: accounts.']);
    expect(misses.out).toMatch(/✗ read \w+ +accounts\.csv has no column `[^`]+`\.\n +→ Did you mean/);
    rmSync(file);
    expect((await look()).out).toMatch(/✗ read \w+ +The source file `data\/accounts\.csv` can't be opened\./);
  });
});

describe('a source that no vendor’s connector reads', () => {
  const ACCOUNT = `records:
  - account:
      from: accounts
      id: { column: id, in: desk }
      name: name
`;
  async function look(source: string, reply: Reply = () => ({ status: 404 })) {
    const system = await fakeSystem(reply);
    onTestFinished(system.close);
    const folder = smallCompany();
    writeInto(folder, 'sources/desk.yaml', source.replaceAll('URL', system.url));
    const database = new DatabaseSync(join(folder, 'data/desk.sqlite'));
    database.exec("CREATE TABLE account (id TEXT PRIMARY KEY, name TEXT); INSERT INTO account VALUES ('1', 'Kirk')");
    database.close();
    return await runCommand(['doctor', folder, '--source', 'desk']);
  }
  const CSV: Reply = () => ({
    status: 200,
    headers: { 'content-type': 'text/csv' },
    body: 'id,name\n1,Kirk\n2,Spock\n',
  });

  it.each<[string, string, Reply | undefined, RegExp]>([
    [
      'a file that is fetched',
      `source: desk\nconnector: file\nreads: { accounts: { url: URL/accounts.csv } }\n${ACCOUNT}`,
      CSV,
      /✓ address +127\.0\.0\.1 answers, without TLS\.\n {2}✓ read accounts +Read 2 records/,
    ],
    [
      'a database in a file',
      `source: desk\nconnector: sqlite\nsettings: { path: ../data/desk.sqlite }
reads: { accounts: { query: 'SELECT id, name FROM account', id: id } }\n${ACCOUNT}`,
      undefined,
      /✓ login +SQLite lets us in \(none\)\.\n {2}✓ read accounts +Read 1 record /,
    ],
    [
      'a system of which services alone ask',
      `source: desk\nconnector: rest\nbase_url: URL\nsettings: { base_url: https://desk.acme.example }\nauth: { way: none }
system: { title: Desk, operations: { find: { about: Finds., request: { path: /find }, rows: all, keeps: [id] } } }\n`,
      () => ({ status: 200, body: { all: [] } }),
      /✓ login +Desk lets us in \(none\)\./,
    ],
  ])('%s', async (_what, source, reply, found) => {
    const { code, out, err } = await look(source, reply);
    expect([code, err]).toEqual([0, 'This source works.']);
    expect(out).toMatch(found);
  });

  it('a file that isn’t there', async () => {
    const file = `source: desk\nconnector: file\nreads: { accounts: { url: URL/accounts.csv } }\n${ACCOUNT}`;
    const { code, out } = await look(file);
    expect([code, out]).toEqual([
      EXIT_CODES.sync_failed,
      expect.stringMatching(/✗ read accounts +127\.0\.0\.1 has no such file as `accounts` \(404\)\./),
    ]);
  });
});

it('whoever asks it to stop waits for no further source', async () => {
  const folder = smallCompany();
  const { code, out, err } = await runCommand(['doctor', folder], { interrupted: Promise.resolve() });
  expect([code, err]).toEqual([EXIT_CODES.interrupted, 'Stopped. Nothing was written.']);
  expect(out).not.toContain('people (file)');
});

it('a program gets it as JSON; a source that isn’t there is no source', async () => {
  const { folder, standing: system } = await doctored(fakeOf('bamboohr'));
  const { code, out } = await runCommand(['doctor', folder, '--json'], { env: system.env });
  expect(code).toBe(0);
  const told = JSON.parse(out) as { readonly ok: boolean; readonly sources: readonly ExaminedSource[] };
  expect(told.ok).toBe(true);
  expect(told.sources.map(({ source }) => source)).toContain('bamboohr');
  const login = { check: 'login', state: 'ok', says: 'BambooHR lets us in (api_key).', mend: '' };
  expect(told.sources.find(({ source }) => source === 'bamboohr')?.findings).toContainEqual(login);
  const wrong = await runCommand(['doctor', folder, '--source', 'bambohr']);
  expect([wrong.code, wrong.err]).toEqual([EXIT_CODES.usage, 'There is no source `bambohr`. Did you mean `bamboohr`?']);
});
