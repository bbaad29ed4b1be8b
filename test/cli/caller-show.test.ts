/** `concierge caller show`: what `caller add` printed, by what stands in the files now, and nothing that is anybody's secret. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../src/base/failure.ts';
import type { Handover } from '../../src/cli/callers/handover.ts';
import type { CommandResult } from '../support/cli.ts';
import { runCommand } from '../support/cli.ts';
import { workspaceFolder, writeInto } from '../support/workspace-folder.ts';

const PUBLIC = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAxFtl1BhBiVGTuoSAe96nQN+iAcQtxsJCp+PBJ9f4YuQ=
-----END PUBLIC KEY-----
`;
const BOUND = ['--audience', 'customers', '--issuer', 'https://chat.acme.example', '--key-id', 'first'];
const GIVEN = [...BOUND, '--public-key', 'platform.pub'];
const MADE = [...BOUND, '--new-key', 'portal.pem'];

let folder: string;
beforeEach(() => {
  folder = workspaceFolder([], {
    'platform.pub': PUBLIC,
    'deployment.yaml': 'public_url: https://concierge.acme.example\nauth: { api_keys: true }\n',
  });
});

const caller = (command: string, name: string, ...args: readonly string[]): Promise<CommandResult> =>
  runCommand(['caller', command, name, ...args], { cwd: folder });
const add = (...args: readonly string[]): Promise<CommandResult> => caller('add', 'portal-bot', ...args);
const show = (...args: readonly string[]): Promise<CommandResult> => caller('show', 'portal-bot', ...args);

const company = (): string => readFileSync(join(folder, 'concierge.yaml'), 'utf8');

/** Changes what stands in concierge.yaml once. */
function edit(old: string, now: string): void {
  expect(company().split(old)).toHaveLength(2);
  writeFileSync(join(folder, 'concierge.yaml'), company().replace(old, now));
}

describe('a caller that is there', () => {
  it.each([
    ['for a person', []],
    ['for a program', ['--json']],
  ])('is told as when it was added, %s', async (_whom, json) => {
    const added = await add(...GIVEN, ...json);
    expect(added.out).toContain('https://concierge.acme.example/mcp');
    expect(await show(...json)).toEqual({ code: 0, out: added.out, err: '' });
  });

  it('is told by the files as they are now', async () => {
    await add(...GIVEN);
    edit('    carrier: header', '    carrier: meta');
    edit('issuer: https://chat.acme.example', 'issuer: https://talk.acme.example');
    writeInto(
      folder,
      'deployment.yaml',
      'public_url: https://ai.acme.example\nauth: { oauth: { issuer: "https://login.acme.example" } }\n',
    );
    const handover = JSON.parse((await show('--json')).out) as Handover;
    expect(handover).toMatchObject({
      services: [{ name: 'cx_concierge', url: 'https://ai.acme.example/mcp' }],
      authentication: { apiKey: null, oauth: { issuer: 'https://login.acme.example', clients: ['portal-bot'] } },
      assertion: {
        carrier: { kind: 'meta' },
        claims: { iss: 'https://talk.acme.example', aud: 'https://ai.acme.example/mcp', client_id: 'portal-bot' },
      },
    });
    expect(handover.assertion?.code).toContain("audience: 'https://ai.acme.example/mcp'");
  });

  it('is told without a secret, and nothing is made or written', async () => {
    await add(...MADE);
    const key = await runCommand(['key', 'create', 'portal-bot'], { cwd: folder });
    const [before, files] = [company(), readdirSync(folder, { recursive: true })];
    const { out, err } = await show();
    expect(out).toContain('To make one, which is shown only then: `concierge key create portal-bot`');
    expect(out).toContain('It is signed by the private half of the key `first`, which belongs');
    const [, pem = ''] = readFileSync(join(folder, 'portal.pem'), 'utf8').split('\n');
    for (const secret of [key.out.trim(), pem]) {
      expect(secret.length).toBeGreaterThan(40);
      expect(out + err).not.toContain(secret);
    }
    expect([company(), readdirSync(folder, { recursive: true })]).toEqual([before, files]);
  });

  it('whose key is being replaced signs with the new one, and the old one is told', async () => {
    await add(...GIVEN);
    const key = '        - id: first\n';
    edit(key, `        - { id: old, algorithm: EdDSA, public_key: ${PUBLIC.split('\n')[1]} }\n${key}`);
    const { out, err } = await show();
    expect(out).toContain("keyId: 'first'");
    expect(err).toBe('Other keys count as well, until they are taken out of concierge.yaml: `old`.');
  });

  it('is told to its operator as `check` and `caller add` tell of it', async () => {
    await add(...GIVEN);
    edit('binding: "off"', 'binding: required');
    edit(/ {4}assertions:\n(?: {6}.*\n)+/.exec(company())?.[0] ?? '', '');
    writeInto(folder, 'deployment.yaml', 'auth: { api_keys: true }\n');
    const { out, err } = await show();
    expect(out).not.toContain('Who the customer is');
    expect(err).toMatch(/concierge\.yaml:\d+:\d+: warning: Nobody is registered to state who the customer of `portal-/);
    expect(err).toContain('The deployment has no `public_url`');
    expect(err).not.toContain('support-copilot');
  });

  it.each([
    ['{ open: support-copilot }', 'support-copilot', 'the deployment takes all for this caller'],
    ['{ open: support-copilot }', 'portal-bot', 'Anybody, as yet: the deployment lets all in as support-copilot'],
    ['open', 'support-copilot', 'Anybody, as yet: the deployment lets all in as one caller'],
  ])('says of open mode who everybody is: %s, %s', async (auth, name, sentence) => {
    if (name === 'portal-bot') await add(...GIVEN);
    writeInto(folder, 'deployment.yaml', `auth: ${auth}\n`);
    expect((await caller('show', name)).out).toContain(sentence);
  });
});

it.each([
  ['suport-copilot', 'Did you mean `support-copilot`? It has: support-copilot.'],
  ['somebody', 'It has: support-copilot.'],
])('a caller that isn’t there is refused with those that are: %s', async (name, mend) => {
  const { code, out, err } = await caller('show', name);
  expect([code, out]).toEqual([EXIT_CODES.usage, '']);
  expect(err).toContain(`There is no caller \`${name}\` in the workspace. ${mend}`);
});
