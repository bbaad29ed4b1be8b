/** `concierge key create`, `list` and `revoke`: a key is shown once, kept as a hash, and ends when somebody says so. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { EXIT_CODES } from '../../src/base/failure.ts';
import { stoppedClock } from '../../src/base/clock.ts';
import { authenticateKeys } from '../../src/caller/authenticate-key.ts';
import type { Authentication } from '../../src/caller/authenticated.ts';
import { callersOf } from '../../src/cli/callers/callers.ts';
import { requireWorkspace } from '../../src/config/load-workspace.ts';
import { openSqliteKeys } from '../../src/store/sqlite/open.ts';
import type { CommandResult } from '../support/cli.ts';
import { runCommand } from '../support/cli.ts';
import { copyOfAcme } from '../support/concierge-process.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const DAY_MS = 86_400_000;
const SHOWN = /^cxk_([a-z2-7]{12})_[\w\-]{43}$/v;

let acme: string;
beforeEach(() => {
  const { folder, dispose } = copyOfAcme();
  acme = folder;
  onTestFinished(dispose);
});

async function key(command: string, ...args: readonly string[]): Promise<CommandResult> {
  return await runCommand(['key', command, ...args], { clock: stoppedClock(NOW) });
}

/** Made as an operator makes it: what is on stdout is the key. */
async function created(...args: readonly string[]): Promise<{ readonly token: string; readonly id: string }> {
  const { code, out } = await key('create', 'website-chat', acme, ...args);
  const id = SHOWN.exec(out)?.[1];
  if (code !== 0 || id === undefined) throw new Error(`no key: ${out}`);
  return { token: out, id };
}

/** What a server over this store makes of the token. */
async function judged(token: string, now = NOW): Promise<Authentication> {
  const { keys, close } = await openSqliteKeys(join(acme, '.concierge'), { now: () => now });
  const callers = callersOf(requireWorkspace(acme));
  const outcome = await authenticateKeys({ keys: () => keys, tenant: 'default', callers, now: () => now })(token);
  await close();
  return outcome;
}

const told = (text: string): Record<string, unknown> => JSON.parse(text) as Record<string, unknown>;

describe('concierge key create', () => {
  it('prints the key alone, and says what it is and how to use it', async () => {
    const { code, out, err } = await key('create', 'website-chat', acme, '--label', 'Chat, production');
    expect(code).toBe(0);
    const id = SHOWN.exec(out)?.[1];
    expect(err.split('\n')).toEqual([
      'This is the only time that the key is shown; only its hash is kept. Put it where the agent’s secrets are.',
      `  id       ${id}`,
      '  caller   website-chat, an agent for customers',
      '  label    Chat, production',
      '  scopes   all of its caller: concierge:route, concierge:team, concierge:health',
      '  expires  2027-11-23T09:00:00Z, 365 days from now; --expires chooses',
      'The agent sends it with every request, as the header `Authorization: Bearer KEY`.',
      'The server doesn’t accept keys yet: its deployment must say `auth: { api_keys: true }`, then start it again.',
    ]);
  });

  it('makes a key that admits its caller, with no more scopes than it was given', async () => {
    const { token } = await created();
    const { token: narrow } = await created('--scope', 'concierge:team', '--scope', 'concierge:route');
    expect(await judged(token)).toMatchObject({ kind: 'authenticated', caller: { id: 'website-chat' } });
    expect(await judged(narrow)).toMatchObject({ granted: new Set(['concierge:route', 'concierge:team']) });
  });

  it('prints one object as JSON', async () => {
    const { out, err } = await key('create', 'website-chat', acme, '--scope', 'concierge:route', '--json');
    const { id, key: token, ...rest } = told(out);
    expect(token).toMatch(SHOWN);
    expect(token).toContain(`cxk_${String(id)}_`);
    expect(rest).toEqual({
      caller: 'website-chat',
      scopes: ['concierge:route'],
      label: null,
      createdAt: '2026-11-23T09:00:00Z',
      expiresAt: '2027-11-23T09:00:00Z',
    });
    expect(err).toMatch(/^The server doesn’t accept keys yet/);
  });

  it('says nothing of the deployment where that accepts keys', async () => {
    const deployment = join(acme, 'keys.yaml');
    writeFileSync(deployment, 'tenants: { default: { workspace: . } }\nauth: { api_keys: true }\n');
    const { code, err } = await key('create', 'website-chat', '--deployment', deployment);
    expect(code).toBe(0);
    expect(err).not.toContain('doesn’t accept keys');
  });

  it.each([
    ['90d', '2027-02-21T09:00:00Z'],
    ['12h', '2026-11-23T21:00:00Z'],
    ['2027-01-01', '2027-01-01T00:00:00Z'],
    ['2027-01-01T12:00:00+02:00', '2027-01-01T10:00:00Z'],
    ['never', null],
  ])('--expires %s is %s', async (expires, at) => {
    const { out } = await key('create', 'website-chat', acme, '--expires', expires, '--json');
    expect(told(out)['expiresAt']).toBe(at);
  });

  it.each([
    [['websit-chat'], 'There is no caller `websit-chat` in the workspace. Did you mean `website-chat`? It has: '],
    [['nobody-at-all'], 'in the workspace. It has: help-center, partner-portal, support-copilot, website-chat.'],
    [
      ['website-chat', '--scope', 'concierge:rout'],
      'There is no scope `concierge:rout`. Did you mean `concierge:route`? `website-chat` has: concierge:route, ',
    ],
    [['website-chat', '--expires', 'soon'], '--expires soon is not a moment. Write how long from now (90d, 12h),'],
    [['website-chat', '--expires', '2026-11-23'], '--expires 2026-11-23 is not in the future.'],
    [['website-chat', '--expires', '0d'], '--expires 0d is not in the future.'],
    [['website-chat', '--expires', '2027-01-01T12:00:00'], 'ISO 8601 with a zone'],
    [['website-chat', '--label', 'x'.repeat(101)], 'The label is too long.'],
    [[], "missing required argument 'caller'"],
  ])('refuses %j, and makes none', async ([caller = '', ...options], sentence) => {
    const { code, out, err } = await key('create', ...(caller === '' ? [] : [caller, acme]), ...options);
    expect([code, out]).toEqual([EXIT_CODES.usage, '']);
    expect(err).toContain(sentence);
    expect(existsSync(join(acme, '.concierge'))).toBe(false);
  });

  it('gives no scope that its caller hasn’t', async () => {
    const company = join(acme, 'concierge.yaml');
    const text = readFileSync(company, 'utf8');
    const narrowed = text.replace('  support-copilot:', '  support-copilot:\n    scopes: ["concierge:route"]');
    expect(narrowed).not.toBe(text);
    writeFileSync(company, narrowed);
    const { code, err } = await key('create', 'support-copilot', acme, '--scope', 'concierge:health');
    expect(code).toBe(EXIT_CODES.usage);
    expect(err).toBe(
      "The caller `support-copilot` doesn't have the scope `concierge:health`, so no key of it can. It has: concierge:route. " +
        'Give it the scope in concierge.yaml first, or leave it out here.',
    );
  });

  it('needs no source', async () => {
    rmSync(join(acme, 'data'), { recursive: true });
    expect((await key('create', 'website-chat', acme)).code).toBe(0);
  });

  it('needs no other file of the store, be it damaged', async () => {
    await created();
    writeFileSync(join(acme, '.concierge/records.sqlite'), 'no database '.repeat(4_000));
    const { id } = await created();
    expect((await key('list', acme)).out).toContain(id);
    expect((await key('revoke', id, acme)).code).toBe(0);
    expect(existsSync(join(acme, '.concierge/directory.sqlite'))).toBe(false);
  });

  it('leaves the secret nowhere', async () => {
    const { token, id } = await created('--label', 'Chat');
    const secret = token.slice(`cxk_${id}_`.length);
    const { err: created2 } = await key('create', 'website-chat', acme);
    const wrong = await key('revoke', secret, acme);
    const said = [created2, wrong.err, wrong.out];
    for (const args of [[], ['--json']]) said.push((await key('list', acme, ...args)).out);
    said.push((await key('revoke', token, acme)).out, (await key('revoke', token, acme)).out);
    expect(wrong.code).toBe(EXIT_CODES.usage);
    const store = join(acme, '.concierge');
    const files = readdirSync(store).map((name) => readFileSync(join(store, name), 'latin1'));
    expect(files.join('')).toContain(id);
    for (const text of [...said, ...files]) expect(text.includes(secret)).toBe(false);
  });
});

describe('concierge key list', () => {
  it('shows each key on a line, and whether it is still good', async () => {
    const { id: active, token } = await created('--label', 'Chat, production', '--expires', 'never');
    const { id: expired } = await created('--scope', 'concierge:route', '--expires', '1h');
    const { id: revoked } = await created();
    await key('revoke', revoked, acme);
    await judged(token, NOW + DAY_MS);
    const { code, out } = await runCommand(['key', 'list', acme], { clock: stoppedClock(NOW + 2 * DAY_MS) });
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'id            caller        label             scopes           created               expires               last used             state',
      `${active}  website-chat  Chat, production  all              2026-11-23T09:00:00Z  never                 2026-11-24T09:00:00Z  active`,
      `${expired}  website-chat  -                 concierge:route  2026-11-23T09:00:00Z  2026-11-23T10:00:00Z  never                 expired`,
      `${revoked}  website-chat  -                 all              2026-11-23T09:00:00Z  2027-11-23T09:00:00Z  never                 revoked`,
    ]);
  });

  it('prints the same as JSON', async () => {
    const { id } = await created('--label', 'Chat');
    expect(JSON.parse((await key('list', acme, '--json')).out)).toEqual([
      {
        id,
        caller: 'website-chat',
        scopes: null,
        label: 'Chat',
        createdAt: '2026-11-23T09:00:00Z',
        expiresAt: '2027-11-23T09:00:00Z',
        revokedAt: null,
        lastUsedAt: null,
        state: 'active',
      },
    ]);
  });

  it('says that there is none, and makes no store for that', async () => {
    const none = 'There is no API key yet. `key create CALLER` makes one.';
    expect(await key('list', acme)).toEqual({ code: 0, out: '', err: none });
    expect(await key('list', acme, '--json')).toEqual({ code: 0, out: '[]', err: none });
    expect(existsSync(join(acme, '.concierge'))).toBe(false);
  });

  it('shows a label in one line that can do nothing to a terminal', async () => {
    await created('--label', 'two\nlines\u001B[31m \u202Ereversed');
    expect((await key('list', acme)).out.split('\n')).toHaveLength(2);
    expect((await key('list', acme)).out).toContain('two lines[31m reversed');
  });
});

describe('concierge key revoke', () => {
  it('ends a key for good, and says so once more', async () => {
    const { id, token } = await created('--label', 'Chat');
    expect(await key('revoke', id, acme)).toEqual({
      code: 0,
      out: `Revoked ${id} (website-chat, “Chat”). Whoever serves from this store refuses it within a second.`,
      err: '',
    });
    expect(await judged(token)).toEqual({ kind: 'rejected', reason: 'key_revoked' });
    expect(await key('revoke', id, acme)).toEqual({
      code: 0,
      out: `${id} (website-chat, “Chat”) was revoked already, at 2026-11-23T09:00:00Z.`,
      err: '',
    });
  });

  it('takes the whole key, by somebody who has nothing else at hand', async () => {
    const { id, token } = await created();
    expect((await key('revoke', token, acme)).out).toContain(`Revoked ${id}`);
  });

  it('works over a workspace with mistakes in it: a leaked key can’t wait', async () => {
    const { id } = await created();
    writeFileSync(join(acme, 'guardrails/escalation.yaml'), ': [no yaml');
    expect((await key('revoke', id, acme)).code).toBe(0);
  });

  it('exits with 9 where there is no such key, or no store', async () => {
    const sentence = 'There is no API key `abcdefghijkl`. `key list` lists them.';
    expect(await key('revoke', 'abcdefghijkl', acme)).toEqual({ code: EXIT_CODES.not_found, out: '', err: sentence });
    expect(existsSync(join(acme, '.concierge'))).toBe(false);
    await created();
    expect(await key('revoke', 'abcdefghijkl', acme)).toEqual({ code: EXIT_CODES.not_found, out: '', err: sentence });
  });
});
