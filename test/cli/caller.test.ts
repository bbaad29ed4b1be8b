/** `concierge caller add` and `list`: a caller is written, whole or not at all, and what its platform's developer is told is true. */
import type { KeyObject } from 'node:crypto';
import { generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { EXIT_CODES } from '../../src/base/failure.ts';
import { stoppedClock, systemClock } from '../../src/base/clock.ts';
import type { AssertionOutcome } from '../../src/caller/assertion.ts';
import type { AssertionCarrier } from '../../src/caller/caller.ts';
import { ASSERTION_CARRIERS } from '../../src/caller/caller.ts';
import { assertionJudge } from '../../src/caller/judge-assertion.ts';
import { callersOf } from '../../src/cli/callers/callers.ts';
import { CARRIERS } from '../../src/cli/callers/carriers.ts';
import type { AssertionHandover, Handover } from '../../src/cli/callers/handover.ts';
import { requireWorkspace } from '../../src/config/load-workspace.ts';
import { nodeProcess } from '../docs/command-line.ts';
import type { CommandResult } from '../support/cli.ts';
import { ROOT, runCommand } from '../support/cli.ts';
import { copyOfAcme } from '../support/concierge-process.ts';

const CLOCK = stoppedClock(Date.parse('2026-11-23T09:00:00Z'));
const ISSUER = 'https://chat.acme.example';
const MINTING = pathToFileURL(join(ROOT, 'src/caller/mint-assertion.ts')).href;

let acme: string;
let file: string;
beforeEach(() => {
  const { folder, dispose } = copyOfAcme();
  acme = folder;
  file = join(acme, 'concierge.yaml');
  onTestFinished(dispose);
});

const ACME = readFileSync(join(ROOT, 'examples/acme/concierge.yaml'), 'utf8');

async function add(...args: readonly string[]): Promise<CommandResult> {
  return await runCommand(['caller', 'add', 'portal-bot', acme, ...args], { clock: CLOCK, cwd: acme });
}

const CUSTOMERS = ['--audience', 'customers', '--issuer', ISSUER];
const BOUND = [...CUSTOMERS, '--new-key', 'portal.pem'];
const OFF = ['--audience', 'teams', '--binding', 'off'];

async function handedOver(...args: readonly string[]): Promise<Handover> {
  const { code, out, err } = await add(...args, '--json');
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as Handover;
}

async function assertionOf(...args: readonly string[]): Promise<AssertionHandover> {
  const { assertion } = await handedOver(...BOUND, ...args);
  if (assertion === null) throw new Error('It is bound to nobody.');
  return assertion;
}

/** By a workspace that has another deployment. */
function deployed(yaml: string): void {
  writeFileSync(join(acme, 'deployment.yaml'), `${yaml}\n`);
}

/** What a server over this workspace makes of an assertion. */
async function judged(token: string, carrier: AssertionCarrier = 'header'): Promise<AssertionOutcome> {
  const caller = callersOf(requireWorkspace(acme)).get('portal-bot');
  const judge = assertionJudge({ audiences: ['http://127.0.0.1:3000/mcp'], clock: systemClock });
  if (caller === undefined) throw new Error('There is no such caller.');
  return await judge(caller, { [carrier]: token });
}

describe('concierge caller add', () => {
  it('writes the caller into the file, and leaves the rest of it as it is', async () => {
    const { code, err } = await add(...BOUND, '--scope', 'concierge:team', '--scope', 'concierge:route');
    expect(code).toBe(0);
    expect(err).toContain(`Wrote the caller portal-bot into ${file}. Whoever serves it takes it at the next start.`);
    const written = readFileSync(file, 'utf8');
    const publicKey = /public_key: (MCowBQYDK2VwAyEA.*)$/m.exec(written.replace(ACME, ''))?.[1];
    expect(written).toBe(`${ACME}  portal-bot:
    audience: customers
    binding: required
    carrier: header
    assertions:
      issuer: https://chat.acme.example
      keys:
        - id: key-2026-11-23
          algorithm: EdDSA
          public_key: ${publicKey}
    scopes: ["concierge:route", "concierge:team"]
`);
  });

  it('keeps the private half in a file for this user alone, and says so of no other place', async () => {
    const { out, err } = await add(...BOUND);
    const pem = readFileSync(join(acme, 'portal.pem'), 'utf8');
    expect(statSync(join(acme, 'portal.pem')).mode & 0o777).toBe(0o600);
    const secret = pem.split('\n')[1] ?? '';
    expect(secret.length).toBeGreaterThan(40);
    for (const text of [out, err, readFileSync(file, 'utf8')]) expect(text).not.toContain(secret);
    expect(err).toContain('The private key lies in the workspace, which is meant for git');
  });

  it('keeps the rights of the file', async () => {
    chmodSync(file, 0o640);
    await add(...OFF);
    expect(statSync(file).mode & 0o777).toBe(0o640);
  });

  it('tells the developer everything', async () => {
    deployed('public_url: https://concierge.acme.example\nauth: { api_keys: true }');
    const { out } = await add(...BOUND);
    expect(out).toBe(`Caller
  portal-bot, an agent for customers: every call is about the customer whom the platform states.
  It may use cx_concierge: concierge:route, concierge:team, concierge:health.

Service
  https://concierge.acme.example/mcp

Who calls
  An API key, as the header \`Authorization: Bearer KEY\`. To make one, which is shown only then: \`concierge key create portal-bot ${acme}\`

Who the customer is
  The platform’s backend states it, never the model: a JWT that it signs for each conversation.
  It travels as the HTTP header \`Concierge-Customer\` of each request.

  header  typ        concierge-customer+jwt
          alg        EdDSA
          kid        key-2026-11-23
  claims  iss        https://chat.acme.example
          aud        https://concierge.acme.example/mcp
          client_id  portal-bot
          sub        the customer: an account id as a connected system knows it, or a verified e-mail address
          sub_type   account_id or email, whichever sub is
          iat        now, in seconds since 1970
          exp        at most 900 seconds after iat

  It is signed by portal.pem, which belongs among the platform’s secrets and nowhere else.

In TypeScript, after \`npm install cx-concierge\`
  import { readFileSync } from 'node:fs';
  import { mintAssertion } from 'cx-concierge/assertion';

  const assertion = await mintAssertion({
    privateKey: readFileSync('portal.pem', 'utf8'),
    keyId: 'key-2026-11-23',
    issuer: 'https://chat.acme.example',
    audience: 'https://concierge.acme.example/mcp',
    caller: 'portal-bot',
    customer: { accountId: 'ACCOUNT_ID' }, // or { email: … }: of whoever is logged in
  });
  const headers = { 'Concierge-Customer': assertion };

When the statement doesn’t count
  get_escalation_contact answers with the fallback team and the other tools with an error, of which
  \`_meta["cx-concierge/assertion"]\` says
    expired  its time is over: make another, and call again
    invalid  it doesn’t count, and the log of the service says why (assertion_invalid): calling again changes nothing
    missing  there was none, and every call of this caller needs one`);
  });

  it.each(ASSERTION_CARRIERS)('hands over code that states a customer who is believed: %s', async (carrier) => {
    const { code, carrier: told } = await assertionOf('--carrier', carrier);
    const program = code
      .replace('cx-concierge/assertion', MINTING)
      .replace(`'portal.pem'`, JSON.stringify(join(acme, 'portal.pem')));
    const line = program.split('\n').at(-1) ?? '';
    const name = /^const (\w+) = /.exec(line)?.[1] ?? '';
    const ran = await nodeProcess([
      '--input-type=module',
      '--eval',
      `${program}\nconsole.log(JSON.stringify(${name}));`,
    ]);
    const carried = JSON.parse(ran.output) as Record<string, string>;
    expect(Object.keys(carried)).toEqual([told.name]);
    const subject = { type: 'account_id', value: 'ACCOUNT_ID' };
    expect(await judged(carried[told.name] ?? '', carrier)).toMatchObject({ kind: 'verified', subject });
  });

  it('names each carrier as the wire has it', () => {
    expect(Object.entries(CARRIERS).map(([carrier, { name }]) => [carrier, name])).toEqual([
      ['header', 'Concierge-Customer'],
      ['access_token', 'concierge_customer'],
      ['meta', 'cx-concierge/customer'],
      ['argument', 'customer_assertion'],
      ['environment', 'CONCIERGE_CUSTOMER'],
    ]);
  });

  it('says of a call without a statement what becomes of it', async () => {
    expect(Object.keys((await assertionOf('--binding', 'optional')).troubles)).toEqual(['expired', 'invalid']);
    const { out } = await runCommand(['caller', 'add', 'other', acme, ...OFF], { clock: CLOCK });
    expect(out).toContain('other, an agent for teams: it names the customer itself, by account_id or customer_email.');
    expect(out).not.toMatch(/assertion|Who the customer is/);
  });

  it.each([
    [
      'auth: { api_keys: true }',
      { open: false, apiKey: {}, oauth: null },
      'An API key, as the header `Authorization: Bearer KEY`.',
    ],
    ['auth: open', { open: true, apiKey: null, oauth: null }, 'For this caller it must say `auth: { api_keys: true }`'],
    [
      'public_url: https://c.example\nauth: { oauth: { issuer: "https://login.acme.example", clients: { 0oa1: portal-bot } } }',
      { oauth: { issuer: 'https://login.acme.example', clients: ['0oa1', 'portal-bot'] } },
      'An access token of https://login.acme.example for the client 0oa1 or portal-bot, as the header',
    ],
    [
      'public_url: https://c.example\nauth: { oauth: { issuer: "https://login.acme.example", clients: { portal-bot: help-center } } }',
      { oauth: { issuer: 'https://login.acme.example', clients: [] } },
      'once the deployment says under `clients` which client is this caller.',
    ],
  ])('says how the agent proves who it is: %s', async (yaml, ways, sentence) => {
    deployed(yaml);
    expect((await handedOver(...OFF)).authentication).toMatchObject(ways);
    writeFileSync(file, ACME);
    expect((await add(...OFF)).out).toContain(sentence);
  });

  it('says so for stdio, where there are no headers', async () => {
    deployed('auth: { api_keys: true }');
    const { out } = await add(...BOUND, '--carrier', 'environment');
    expect(out).toContain('An API key, as the environment variable `CONCIERGE_API_KEY`.');
  });

  it.each([
    ['', {}, 'http://127.0.0.1:3000/mcp'],
    ['listen: { host: "::1", port: 4000 }', {}, 'http://[::1]:4000/mcp'],
    ['', { PORT: '8080' }, 'http://127.0.0.1:8080/mcp'],
    ['public_url: https://acme.example/ai/\nauth: { api_keys: true }', {}, 'https://acme.example/ai/mcp'],
  ])('says where the service is: %j %j', async (yaml, env, url) => {
    deployed(yaml || 'auth: open');
    const { out } = await runCommand(['caller', 'add', 'other', acme, ...OFF, '--json'], { env });
    expect((JSON.parse(out) as Handover).services).toMatchObject([{ name: 'cx_concierge', url }]);
  });

  it('says where another tenant’s service is', async () => {
    writeFileSync(file, ACME.replace('company: Acme', 'company: Acme\ntenant: acme'));
    expect((await handedOver(...OFF)).services).toMatchObject([
      { url: 'http://127.0.0.1:3000/t/acme/mcp/cx_concierge' },
    ]);
  });

  it.each([
    [BOUND, 'The deployment has no `public_url`'],
    [
      ['--audience', 'customers', '--binding', 'off'],
      'whoever talks it into naming another customer is told of that one.',
    ],
    [
      [...BOUND, '--carrier', 'access_token'],
      'Its statements travel in access tokens, and the deployment accepts none',
    ],
  ])('warns of what its operator may not have thought of: %j', async (args, sentence) => {
    expect((await add(...args)).err).toContain(sentence);
  });

  describe('with a key of the platform’s own', () => {
    const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
    it.each([
      ['EdDSA', pem(generateKeyPairSync('ed25519').publicKey)],
      ['ES256', pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey)],
      ['RS256', pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey)],
    ])('pins its algorithm: %s', async (alg, text) => {
      writeFileSync(join(acme, 'platform.pub'), text);
      const { assertion } = await handedOver(...CUSTOMERS, '--public-key', 'platform.pub', '--key-id', 'k1');
      expect(assertion?.header).toEqual({ typ: 'concierge-customer+jwt', alg, kid: 'k1' });
      expect(assertion?.privateKeyFile).toBeNull();
      expect(requireWorkspace(acme).callers.find(({ id }) => id === 'portal-bot')?.assertions).toMatchObject({
        issuer: ISSUER,
        keys: [{ id: 'k1', algorithm: alg }],
      });
    });

    it.each([
      [
        'a private key',
        generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
        'holds a private key',
      ],
      [
        'a short one',
        pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey),
        'holds no public key that is of use',
      ],
      ['something else', 'hello', 'holds no public key that is of use'],
    ])('refuses %s', async (_what, text, sentence) => {
      writeFileSync(join(acme, 'platform.pub'), text);
      const { code, err } = await add(...CUSTOMERS, '--public-key', 'platform.pub');
      expect([code, readFileSync(file, 'utf8')]).toEqual([EXIT_CODES.usage, ACME]);
      expect(err).toContain(sentence);
    });

    it('exits with 4 where there is no such file', async () => {
      expect((await add(...CUSTOMERS, '--public-key', 'none.pub')).code).toBe(EXIT_CODES.missing_file);
    });
  });

  it.each<readonly [readonly string[], string]>([
    [[], `required option '--audience <audience>' not specified`],
    [['--audience', 'everybody'], 'Allowed choices are customers, teams, partners.'],
    [
      ['--audience', 'teams'],
      'Nobody could state who its customer is. Give the platform’s key: --public-key FILE, or --new-key',
    ],
    [['--audience', 'teams', '--new-key', 'k.pem'], 'It is not said who states the customer. Give --issuer URL'],
    [['--audience', 'teams', '--new-key', 'k.pem', '--issuer', 'chat'], '--issuer chat is no URL.'],
    [[...BOUND, '--public-key', 'x.pub'], `option '--public-key <file>' cannot be used with option '--new-key <file>'`],
    [
      [...OFF, '--issuer', ISSUER, '--carrier', 'meta'],
      'With --binding off nobody states who the customer is. Leave out --carrier, --issuer.',
    ],
    [[...OFF, '--scope', 'concierge:rout'], 'There is no scope `concierge:rout`. Did you mean `concierge:route`?'],
    [[...CUSTOMERS, '--new-key', 'concierge.yaml'], 'There is a file concierge.yaml already. Name another file.'],
  ])('refuses %j, and writes nothing', async (args, sentence) => {
    const { code, out, err } = await add(...args);
    expect([code, out, readFileSync(file, 'utf8')]).toEqual([EXIT_CODES.usage, '', ACME]);
    expect(err).toContain(sentence);
    expect(existsSync(join(acme, 'k.pem'))).toBe(false);
  });

  it.each([
    ['website-chat', 'There is a caller `website-chat` already. Choose another name, or change it in concierge.yaml.'],
    ['Portal Bot', '`Portal Bot` is no name for a caller. Use lower-case letters, digits, `-` and `_`'],
  ])('refuses the name %s', async (name, sentence) => {
    const { code, err } = await runCommand(['caller', 'add', name, acme, ...OFF]);
    expect([code, readFileSync(file, 'utf8')]).toEqual([EXIT_CODES.usage, ACME]);
    expect(err).toContain(sentence);
  });

  it('puts the file back as it was, and drops the new key, where the workspace would have errors', async () => {
    const { code, out, err } = await add(...BOUND, '--key-id', 'k'.repeat(101));
    expect([code, out, readFileSync(file, 'utf8')]).toEqual([EXIT_CODES.configuration, '', ACME]);
    expect(err).toContain(`Nothing was added, and ${file} is as it was.`);
    expect(err).toMatch(/concierge\.yaml:\d+:\d+: error: /);
    expect(existsSync(join(acme, 'portal.pem'))).toBe(false);
  });

  it('changes nothing in a workspace that has errors already', async () => {
    writeFileSync(file, ACME.replace('timezone: Europe/Berlin', 'timezone: Europe/Berln'));
    const { code, err } = await add(...BOUND);
    expect(code).toBe(EXIT_CODES.configuration);
    expect(err).toContain('There is no time zone `Europe/Berln`.');
    expect(existsSync(join(acme, 'portal.pem'))).toBe(false);
  });

  it('can be served at once, and `key create` knows the caller', async () => {
    await add(...BOUND);
    expect((await runCommand(['check', acme])).out).toBe('');
    expect((await runCommand(['key', 'create', 'portal-bot', acme])).code).toBe(0);
  });
});

describe('concierge caller list', () => {
  it('shows each caller on a line', async () => {
    await add(...BOUND, '--scope', 'concierge:route');
    const { code, out } = await runCommand(['caller', 'list', acme]);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'name             audience   binding   carrier       issuer                         keys                    scopes           services',
      'help-center      customers  optional  meta          https://chat.acme.example      sample (EdDSA)          all              cx_concierge',
      'partner-portal   partners   required  access_token  https://partners.acme.example  sample (EdDSA)          all              cx_concierge',
      'portal-bot       customers  required  header        https://chat.acme.example      key-2026-11-23 (EdDSA)  concierge:route  cx_concierge',
      'support-copilot  teams      off       -             -                              -                       all              cx_concierge',
      'website-chat     customers  required  header        https://chat.acme.example      sample (EdDSA)          all              cx_concierge',
    ]);
  });

  it('prints the same as JSON', async () => {
    const { out } = await runCommand(['caller', 'list', acme, '--json']);
    const told = JSON.parse(out) as { readonly id: string }[];
    expect(told).toEqual(requireWorkspace(acme).callers);
  });

  it('says that there is none', async () => {
    writeFileSync(file, ACME.slice(0, ACME.indexOf('callers:')));
    const none = 'There is no caller yet. `caller add NAME` writes one.';
    deployed('auth: open');
    expect(await runCommand(['caller', 'list', acme])).toEqual({ code: 0, out: '', err: none });
    expect(await runCommand(['caller', 'list', acme, '--json'])).toEqual({ code: 0, out: '[]', err: none });
  });
});
