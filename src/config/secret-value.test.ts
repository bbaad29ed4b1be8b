import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureOf, temporaryFolder, writeInto } from '../../test/support/workspace-folder.ts';
import { secretValue } from './secret-value.ts';

const fromEnv = { secrets: { key: { from: { env: 'KEY' }, hosts: [] } }, secretsFolder: null };

function fromFile(file: string, text: string | null) {
  const folder = temporaryFolder();
  if (text !== null) writeInto(folder, `secrets/${file}`, text);
  return { secrets: { key: { from: { file }, hosts: [] } }, secretsFolder: join(folder, 'secrets') };
}

describe('a secret', () => {
  it('comes from the environment, or from a file without its last newline', () => {
    expect(secretValue(fromEnv, 'key', 'here', { KEY: 's3cret' })).toBe('s3cret');
    expect(secretValue(fromFile('a/key', 'two\nlines\n'), 'key', 'here', {})).toBe('two\nlines');
  });

  it.each([
    ['is not set', () => fromEnv, 'The secret `key` has no value: the environment variable KEY is empty or missing.'],
    ['has no file', () => fromFile('key', null), 'The secret `key` has no value: the file key is empty or missing.'],
    ['is empty', () => fromFile('key', '\n'), 'The secret `key` has no value: the file key is empty or missing.'],
    ['is too large', () => fromFile('key', 'x'.repeat(70_000)), 'The secret `key` is larger than 65536 bytes.'],
    ['is not declared', () => ({ secrets: {}, secretsFolder: null }), 'The secret `key` is not declared.'],
  ])('that %s is said to be missing, by name', (_what, deployment, message) => {
    expect(failureOf(() => secretValue(deployment(), 'key', 'here', {}))).toMatchObject({
      code: 'configuration',
      message,
    });
  });

  const listing = { ...fromEnv, secrets: { key: { from: { env: 'KEY' }, hosts: ['crm.acme.example'] } } };

  it.each(['crm.acme.example', 'CRM.acme.example'])('goes to a host that it lists: %s', (host) => {
    expect(secretValue(listing, 'key', { host }, { KEY: 's3cret' })).toBe('s3cret');
  });

  it.each(['acme.example', 'crm.acme.example.evil.example', '127.0.0.1'])('goes to no other: %s', (host) => {
    expect(failureOf(() => secretValue(listing, 'key', { host }, { KEY: 's3cret' })).message).toBe(
      `The secret \`key\` may not be sent to ${host}.`,
    );
  });

  it('without hosts goes nowhere', () => {
    expect(failureOf(() => secretValue(fromEnv, 'key', { host: 'crm.acme.example' }, { KEY: 's3cret' })).message).toBe(
      'The secret `key` may not be sent to crm.acme.example.',
    );
  });

  it('that leads out of its folder by a link is refused', () => {
    const deployment = fromFile('other', 'x');
    symlinkSync('/etc/passwd', join(deployment.secretsFolder, 'key'));
    const secrets = { key: { from: { file: 'key' }, hosts: [] } };
    expect(failureOf(() => secretValue({ ...deployment, secrets }, 'key', 'here', {})).message).toMatch(/leads out/);
  });
});
