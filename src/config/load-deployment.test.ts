import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failureOf, temporaryFolder, writeInto } from '../../test/support/workspace-folder.ts';
import { loadDeployment, unsupported } from './load-deployment.ts';
import type { Deployment } from './deployment.ts';

const WORKSPACE = join('/srv', 'workspace');
const defaults = loadDeployment({ file: null, workspace: WORKSPACE });

function load(yaml: string): Deployment {
  const folder = temporaryFolder();
  writeInto(folder, 'deployment.yaml', yaml);
  return loadDeployment({ file: join(folder, 'deployment.yaml'), workspace: WORKSPACE });
}

/** Each problem from its line on. */
function refusalsOf(yaml: string): readonly string[] {
  return failureOf(() => load(yaml))
    .message.split('\n')
    .map((line) => line.replace(/^.*deployment\.yaml:/, ''));
}

test('without a file: this machine only, an embedded store in the workspace, no token', () => {
  expect(defaults).toMatchObject({
    listen: { host: '127.0.0.1', port: 3000 },
    store: { kind: 'sqlite', folder: join(WORKSPACE, '.concierge') },
    auth: { kind: 'open', caller: null },
    tenants: [{ tenant: 'default', workspace: WORKSPACE }],
  });
  expect(unsupported(defaults)).toBeNull();
});

test('a file that says little leaves the rest at the defaults', () => {
  expect(load('listen: { port: 8080 }\n')).toEqual({ ...defaults, listen: { host: '127.0.0.1', port: 8080 } });
});

test('cards are served where somebody wants them, and has said where clients reach the server', () => {
  const keys = 'auth: { api_keys: true }\nserver_cards: on\n';
  expect(defaults.serverCards).toBe(false);
  expect(load(`public_url: https://concierge.acme.example\n${keys}`).serverCards).toBe(true);
  expect(load('server_cards: on\n').serverCards).toBe(true);
  expect(refusalsOf(keys)).toEqual([
    '2:15: error: A card says where clients reach this server, and nobody has said it. Add `public_url:`, or delete this.',
  ]);
});

test('a server keeps systems synced unless that is switched off', () => {
  expect([load('sync: on\n').syncs, load('sync: off\n').syncs, defaults.syncs]).toEqual([true, false, true]);
  expect(refusalsOf('sync: nightly\n')).toEqual(['1:7: error: `nightly` is not allowed here. One of: on, off.']);
});

test.each([
  ['auth: open\n', { kind: 'with_agents' }],
  ['auth: { api_keys: true }\n', { kind: 'nowhere' }],
  ['auth: { api_keys: true }\npage: { port: 3001 }\n', { kind: 'apart', port: 3001 }],
  ['auth: open\npage: { port: 3001 }\n', { kind: 'apart', port: 3001 }],
  ['page: false\n', { kind: 'nowhere' }],
])('of %j the page is served %j', (yaml, page) => {
  expect(load(yaml).page).toEqual(page);
});

test('an IPv6 address may stand in brackets, as in a URL', () => {
  expect(load('listen: { host: "[::1]" }\n').listen).toEqual({ host: '::1', port: 3000 });
});

test('an authorization server with nothing said about it', () => {
  const { auth, publicUrl, allowedHosts } = load(
    'auth: { oauth: { issuer: "http://127.0.0.1:9000" } }\npublic_url: http://localhost:3000\n',
  );
  expect({ auth, publicUrl, allowedHosts }).toEqual({
    auth: {
      kind: 'tokens',
      apiKeys: false,
      oauth: {
        issuer: 'http://127.0.0.1:9000',
        audience: null,
        jwksUri: null,
        algorithms: ['RS256', 'ES256'],
        callerClaim: null,
        scopeClaim: null,
        clients: {},
      },
    },
    publicUrl: 'http://localhost:3000',
    allowedHosts: ['localhost'],
  });
});

test('a file that says everything', () => {
  const folder = temporaryFolder();
  const text = `
listen: { host: 0.0.0.0, port: 443 }
store: { postgres: database }
tenants: { emea: { workspace: ./emea }, amer: { workspace: ../amer } }
auth:
  api_keys: true
  oauth:
    issuer: https://login.acme.example
    audience: api://concierge
    jwks_uri: https://login.acme.example/keys
    algorithms: [ES256]
    caller_claim: azp
    scope_claim: permissions
    clients: { 0oa1: website-chat, 12345: support-copilot }
public_url: https://Concierge.acme.example/ask/
page: { port: 3001 }
server_cards: on
metrics: { port: 9464 }
secrets:
  database: { env: DATABASE_URL, hosts: [db.acme.example] }
  salesforce: { file: salesforce/client, hosts: [acme.my.salesforce.com] }
records: { keep_days: 730, checkpoint: { key: database, folder: ../checkpoints, every_hours: 6 } }
sync: off
secrets_folder: secrets
limits: { body_bytes: 32768, connections: 5, headers_timeout_ms: 1000, request_timeout_ms: 2000 }
outbound: { allow_private: [crm.internal, 10.1.0.0/16, "fd00::1"] }
upstream_commands:
  orders: { command: [node, orders.mjs], env: { MODE: quiet, TOKEN: { secret: salesforce } }, folder: servers }
allowed_hosts: [chat.acme.example]
allowed_origins: ["https://chat.acme.example"]
questions: [{ title: Who helps me?, customer_email: a@b.example, topic: billing }]
`;
  writeInto(folder, 'deployment.yaml', text);
  expect(loadDeployment({ file: join(folder, 'deployment.yaml'), workspace: WORKSPACE })).toEqual({
    page: { kind: 'apart', port: 3001 },
    serverCards: true,
    syncs: false,
    listen: { host: '0.0.0.0', port: 443 },
    store: { kind: 'postgres', url: 'database' },
    records: {
      keepDays: 730,
      checkpoint: { key: 'database', folder: join(folder, '..', 'checkpoints'), everyHours: 6 },
    },
    tenants: [
      { tenant: 'amer', workspace: join(folder, '..', 'amer') },
      { tenant: 'emea', workspace: join(folder, 'emea') },
    ],
    auth: {
      kind: 'tokens',
      apiKeys: true,
      oauth: {
        issuer: 'https://login.acme.example',
        audience: 'api://concierge',
        jwksUri: 'https://login.acme.example/keys',
        algorithms: ['ES256'],
        callerClaim: 'azp',
        scopeClaim: 'permissions',
        clients: { '0oa1': 'website-chat', '12345': 'support-copilot' },
      },
    },
    secrets: {
      database: { from: { env: 'DATABASE_URL' }, hosts: ['db.acme.example'] },
      salesforce: { from: { file: 'salesforce/client' }, hosts: ['acme.my.salesforce.com'] },
    },
    secretsFolder: join(folder, 'secrets'),
    limits: { bodyBytes: 32_768, connections: 5, headersTimeoutMs: 1000, requestTimeoutMs: 2000 },
    outbound: { allowPrivate: ['crm.internal', '10.1.0.0/16', 'fd00::1'] },
    upstreamCommands: {
      orders: {
        command: ['node', 'orders.mjs'],
        env: { MODE: 'quiet', TOKEN: { secret: 'salesforce' } },
        folder: join(folder, 'servers'),
      },
    },
    publicUrl: 'https://concierge.acme.example/ask',
    metrics: { host: '127.0.0.1', port: 9464 },
    allowedHosts: ['chat.acme.example', 'concierge.acme.example'],
    allowedOrigins: ['https://chat.acme.example'],
    questions: [{ title: 'Who helps me?', arguments: { customer_email: 'a@b.example', topic: 'billing' } }],
  });
});

describe('what is wrong is said with its place', () => {
  test.each<readonly [why: string, yaml: string, says: string]>([
    ['a misspelt key', 'listn: {}', '1:1: error: `listn` is not known here. Did you mean `listen`?'],
    [
      'a port in quotes',
      'listen: { port: "80" }',
      '1:17: error: `port` must be a number, not text. Write digits, without quotes.',
    ],
    ['a port that is none', 'listen: { port: 70000 }', '1:17: error: `port` must be at most 65535.'],
    [
      'two stores',
      'store: { sqlite: a, postgres: b }',
      "1:21: error: `postgres` can't stand beside its neighbours. Write one of the kinds that there are, not two.",
    ],
    [
      'an unknown store',
      'store: { mysql: a }',
      '1:10: error: `mysql` is not known here. Known here: sqlite, postgres.',
    ],
    [
      'a secret that is not declared',
      'store: { postgres: databas }\nsecrets: { database: { env: URL } }',
      '1:20: error: There is no secret `databas`. Did you mean `database`?',
    ],
    [
      'a key of checkpoints that is not declared',
      'records: { checkpoint: { key: sign, folder: away } }\nsecrets: { signing: { env: KEY } }',
      '1:31: error: There is no secret `sign`. Declared: signing.',
    ],
    [
      'a value in place of a secret',
      'secrets: { key: s3cret }',
      '1:17: error: `key` must be a map, not text. Write `key: value` lines below it.',
    ],
    [
      'a secret from a file nowhere',
      'secrets: { key: { file: key } }',
      '1:25: error: It is not said where files of secrets lie. Add `secrets_folder: …`.',
    ],
    [
      'a secret that leaves its folder',
      'secrets_folder: s\nsecrets: { key: { file: ../key } }',
      '2:25: error: `../key` leaves the folder of secrets. Write a path below `secrets_folder`.',
    ],
    [
      'a secret for a URL',
      'secrets: { key: { env: KEY, hosts: ["https://a.example"] } }',
      '1:37: error: `https://a.example` is not a host name. Write the name alone, in lower case, like `concierge.acme.example`.',
    ],
    [
      'a word that is no mode',
      'auth: opn',
      '1:7: error: `opn` is not allowed here. Did you mean `open`? Write `open`.',
    ],
    [
      'nobody could get in',
      'auth: { api_keys: false }',
      '1:7: error: Nobody could get in. Add `api_keys: true` or `oauth:`, or write `auth: open`.',
    ],
    [
      'an issuer without https',
      'auth: { oauth: { issuer: "http://a.example" } }\npublic_url: https://b.example',
      '1:26: error: `http://a.example` is not allowed here. Write an https URL, like `https://login.acme.example`.',
    ],
    [
      'an issuer that only looks like this machine',
      'auth: { oauth: { issuer: "http://localhost.evil.example" } }\npublic_url: https://b.example',
      '1:26: error: `http://localhost.evil.example` is not allowed here. Write an https URL, like `https://login.acme.example`.',
    ],
    [
      'an issuer that is no URL',
      'auth: { oauth: { issuer: "https://a:b" } }\npublic_url: https://b.example',
      '1:26: error: `https://a:b` is not allowed here. Write an https URL, like `https://login.acme.example`.',
    ],
    [
      'a signature by a shared secret',
      'auth: { oauth: { issuer: https://a.example, algorithms: [HS256] } }\npublic_url: https://b.example',
      '1:58: error: `HS256` is not allowed here. Did you mean `RS256`? One of: RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA.',
    ],
    [
      'access tokens for nobody knows which URL',
      'auth: { oauth: { issuer: https://a.example } }',
      '1:16: error: It is not said how clients reach this server, and access tokens are meant for that URL. Add `public_url: https://…`.',
    ],
    [
      'a public URL without https',
      'public_url: http://concierge.acme.example',
      '1:13: error: `http://concierge.acme.example` is not allowed here. Write an https URL, like `https://concierge.acme.example`.',
    ],
    [
      'a public URL with a query',
      'public_url: https://concierge.acme.example/?x=1',
      '1:13: error: `https://concierge.acme.example/?x=1` is not allowed here. Write an https URL, like `https://concierge.acme.example`.',
    ],
    [
      'an origin with a path',
      'allowed_origins: ["https://a.example/chat"]',
      '1:19: error: `https://a.example/chat` is not the origin of a web page. Write `https://a.example`.',
    ],
    [
      'a private block that is none',
      'outbound: { allow_private: [10.0.0.0/8, 10.0.0.0/33] }',
      '1:41: error: `10.0.0.0/33` is not a host name, an IP address or a block of addresses. Write one like `crm.internal`, `10.1.2.3` or `10.1.0.0/16`.',
    ],
    [
      'a secret of a command that there is none of',
      'upstream_commands: { a: { command: [b], env: { C: { secret: d } } } }\nsecrets: { e: { env: F } }',
      '1:61: error: There is no secret `d`. Did you mean `e`?',
    ],
    [
      'a public URL, and nobody is asked who they are',
      'public_url: https://concierge.acme.example',
      '1:13: error: Others are to reach this server, and everybody would get in. Add `auth: { api_keys: true }`, or delete this.',
    ],
    [
      'the host of others, and nobody is asked who they are',
      'auth: open\nallowed_hosts: [concierge.acme.example]',
      '2:16: error: Others are to reach this server, and everybody would get in. Add `auth: { api_keys: true }`, or delete this.',
    ],
    ['no tenant', 'tenants: {}', '1:10: error: There is no tenant. Name one, like `default: { workspace: . }`.'],
    ['an empty file', '', '1:1: error: The file is empty. Write its settings, or delete it.'],
  ])('%s', (_why, yaml, says) => {
    expect(refusalsOf(yaml)).toEqual([says]);
  });

  test('all at once', () => {
    expect(refusalsOf('listn: {}\nauth: opn\nlimits: { connections: 0 }\n')).toHaveLength(3);
  });

  test('a file that is not there', () => {
    const failure = failureOf(() =>
      loadDeployment({ file: join(temporaryFolder(), 'none.yaml'), workspace: WORKSPACE }),
    );
    expect(failure.code).toBe('missing_file');
  });
});

test.each<readonly [string, Partial<Deployment>, string]>([
  [
    'PostgreSQL',
    { store: { kind: 'postgres', url: 'database' } },
    'This version does not serve a PostgreSQL store yet.',
  ],
  [
    'two tenants',
    {
      tenants: [
        { tenant: 'a', workspace: '/a' },
        { tenant: 'b', workspace: '/b' },
      ],
    },
    'This version does not serve 2 tenants in one process yet.',
  ],
])('what this version can not serve is said: %s', (_why, change, says) => {
  expect(unsupported({ ...defaults, ...change })?.message).toBe(says);
});
