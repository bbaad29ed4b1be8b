/** `concierge audit verify`, `export` and `checkpoint`: what was changed shows, and what wasn't stands. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DecisionRecord } from '../../src/audit/record.ts';
import { EXIT_CODES } from '../../src/base/failure.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { runCommand } from '../support/cli.ts';
import { audit, copyOf, LATER, recordedAcme, RECORDS, SARAH, tamper } from '../support/recorded-acme.ts';
import { temporaryFolder } from '../support/workspace-folder.ts';

let acme: string;
let dispose: () => void;
beforeAll(async () => {
  ({ folder: acme, dispose } = await recordedAcme());
});
afterAll(() => dispose());

const CUT_OFF = `DELETE FROM record WHERE sequence > 5`;

describe('concierge audit verify', () => {
  it('says that the chain is whole, and what alone it can’t show', async () => {
    const { code, out } = await audit('verify', acme);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^${RECORDS} links of 1 writer, tenant default: whole\n {2}records +${RECORDS}\n`));
    expect(out).toContain('shows only against a checkpoint kept elsewhere');
  });

  it.each([
    [`UPDATE record SET body = replace(body, 'vvip', 'smb')`, 'its record was changed'],
    [`UPDATE record SET body = NULL, salt = NULL WHERE sequence = 3`, 'no entry says that it was erased'],
    ['DELETE FROM record WHERE sequence = 3', 'links before it are missing'],
    ['UPDATE record SET previous = body_hash WHERE sequence = 4', 'it doesn’t follow the link before it'],
    ['UPDATE record SET hash = body_hash WHERE sequence = 8', 'its hash is another'],
    [
      `UPDATE snapshot SET json = replace(json, 'Sarah', 'Zara')`,
      /the snapshot [0-9a-f]{12} of [0-9a-f-]{18} was changed/,
    ],
    ['DELETE FROM snapshot', /the snapshot [0-9a-f]{12} of [0-9a-f-]{18} is gone/],
  ])('sees %s', async (sql, told) => {
    const spoilt = copyOf(acme);
    tamper(spoilt, sql);
    const { code, out, err } = await audit('verify', spoilt);
    expect(code).toBe(EXIT_CODES.records_broken);
    expect(out).toMatch(typeof told === 'string' ? new RegExp(told) : told);
    expect(err).toContain('The records don’t stand up.');
  });

  it('sees a release that was changed', async () => {
    const spoilt = copyOf(acme);
    tamper(spoilt, `UPDATE release SET json = replace(json, 'Priority desk', 'Nobody')`, 'releases.sqlite');
    const { code, out } = await audit('verify', spoilt);
    expect([code, /the release [0-9a-f]{12} of .* was changed/.test(out)]).toEqual([EXIT_CODES.records_broken, true]);
  });

  it('prints all of it as JSON', async () => {
    expect(JSON.parse((await audit('verify', acme, '--json')).out)).toMatchObject({
      tenant: 'default',
      verdict: { records: RECORDS, troubleCount: 0, chain: { links: RECORDS, broken: [], brokenLinks: 0 } },
      checkpoints: [],
      file: null,
    });
  });

  it('sees against a checkpoint what was cut off, and what was made anew', async () => {
    const keys = join(temporaryFolder(), 'key.pem');
    await audit('checkpoint', '--new-key', keys);
    const kept = join(temporaryFolder(), 'kept.jws');
    expect((await audit('checkpoint', acme, '--key', keys, '--out', kept)).code).toBe(0);
    const against = ['--checkpoint', kept, '--public-key', `${keys}.pub`];
    const whole = await audit('verify', acme, ...against);
    expect([whole.code, whole.out.includes('stands where it stood')]).toEqual([0, true]);

    const spoilt = copyOf(acme);
    tamper(spoilt, CUT_OFF);
    expect((await audit('verify', spoilt)).code).toBe(0);
    const cut = await audit('verify', spoilt, ...against);
    expect(cut.code).toBe(EXIT_CODES.records_broken);
    expect(cut.out).toContain('is gone: the chain was cut short');

    const other = await recordedAcme();
    const anew = await audit('verify', other.folder, ...against);
    other.dispose();
    expect(anew.code).toBe(EXIT_CODES.records_broken);
  });

  it('knows what was dropped for its age from what was cut off', async () => {
    const own = copyOf(acme);
    const keys = join(temporaryFolder(), 'key.pem');
    const kept = join(temporaryFolder(), 'kept.jws');
    await audit('checkpoint', '--new-key', keys);
    await audit('checkpoint', own, '--key', keys, '--out', kept);
    const store = await openSqliteStore(join(own, '.concierge'), { now: LATER.now });
    const beforeMs = Date.parse('2026-11-23T09:30:00Z');
    expect(await store.records.expire('default', { beforeMs, atMs: LATER.now() })).toMatchObject({ records: RECORDS });
    await store.close();

    const { code, out } = await audit('verify', own, '--checkpoint', kept, '--public-key', `${keys}.pub`);
    expect(code).toBe(0);
    expect(out).toContain('records from before 2026-11-23T09:30:00Z were dropped for their age');
    expect(out).toContain('was dropped for its age since');
    const file = join(temporaryFolder(), 'rest.ndjson');
    await audit('export', own, '--out', file);
    expect((await audit('verify', '--file', file)).code).toBe(0);
  });

  it('refuses a checkpoint without its key, or with another’s', async () => {
    const [keys, others] = [join(temporaryFolder(), 'key.pem'), join(temporaryFolder(), 'key.pem')];
    for (const path of [keys, others]) await audit('checkpoint', '--new-key', path);
    const { out } = await audit('checkpoint', acme, '--key', keys);
    const kept = join(temporaryFolder(), 'kept.jws');
    writeFileSync(kept, out);
    expect(await audit('verify', acme, '--checkpoint', kept)).toMatchObject({ code: EXIT_CODES.usage });
    const { code, err } = await audit('verify', acme, '--checkpoint', kept, '--public-key', `${others}.pub`);
    expect([code, err]).toEqual([EXIT_CODES.usage, expect.stringContaining("doesn't fit this key")]);
    expect((await audit('verify', acme, '--checkpoint', 'no.jws', '--public-key', `${keys}.pub`)).code).toBe(
      EXIT_CODES.missing_file,
    );
  });
});

describe('concierge audit export', () => {
  const exported = async (...args: readonly string[]): Promise<string> => {
    const file = join(temporaryFolder(), 'records.ndjson');
    const { code } = await audit('export', acme, '--out', file, ...args);
    expect(code).toBe(0);
    return file;
  };

  it('can be verified by hand: nothing but SHA-256 and the lines', async () => {
    const hex = (...parts: readonly (string | Buffer)[]): string => {
      const hash = createHash('sha256');
      for (const part of parts) hash.update(part);
      return hash.digest('hex');
    };
    const lines = readFileSync(await exported('--with-facts'), 'utf8')
      .trimEnd()
      .split('\n');
    let previous = '';
    const held = new Set<string>();
    const wrong: string[] = [];
    for (const line of lines) {
      const { kind, ...said } = JSON.parse(line) as Record<string, string>;
      const content = /"(?:record|facts|release)":(\{.*\})\}$/.exec(line)?.[1] ?? '';
      if (kind === 'snapshot' || kind === 'release') {
        if (hex(content) !== (said['hash'] ?? said['id'])) wrong.push(line);
        held.add(hex(content));
      }
      if (kind !== 'link') continue;
      if (hex(Buffer.from(said['salt']!, 'hex'), content) !== said['bodyHash']) wrong.push(line);
      if (hex(Buffer.from(previous + said['bodyHash']!, 'hex')) !== said['hash']) wrong.push(line);
      previous = said['hash']!;
      const { release, facts } = JSON.parse(content) as Pick<DecisionRecord, 'release' | 'facts'>;
      const named = [release, ...(facts === null ? [] : [facts.dossier ?? '', ...facts.people])];
      if (!named.every((hash) => held.has(hash))) wrong.push(line);
    }
    expect(wrong).toEqual([]);
    expect(lines).toHaveLength(1 + RECORDS + held.size + 1);
    expect(new Set(lines).size).toBe(lines.length);
  });

  it.each([[[]], [['--with-facts']], [['--since', '2026-11-23']]])('with %j verifies', async (args) => {
    const { code, out } = await audit('verify', '--file', await exported(...args));
    expect([code, out.startsWith(`${RECORDS} links of 1 writer, tenant default: whole`)]).toEqual([0, true]);
  });

  it('holds no facts unless they are asked for', async () => {
    const plain = readFileSync(await exported(), 'utf8');
    expect([plain.includes(SARAH), plain.includes('"kind":"snapshot"')]).toEqual([true, false]);
  });

  it('goes to stdout, and its account of itself to stderr', async () => {
    const { out, err } = await audit('export', acme);
    expect(out.split('\n')).toHaveLength(RECORDS + 2);
    expect(err).toBe(`Exported ${RECORDS} links of the chains.`);
  });

  it('is for this user alone, and replaces nothing unasked', async () => {
    const file = await exported();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { code, err } = await audit('export', acme, '--out', file);
    expect([code, err]).toEqual([
      EXIT_CODES.usage,
      `There is a file ${file} already. Name another file, or give --force.`,
    ]);
    expect((await audit('export', acme, '--out', file, '--force')).code).toBe(0);
    expect((await audit('export', acme, '--out', join(file, 'below'))).code).toBe(EXIT_CODES.usage);
  });

  it.each<[string, (text: string) => string, string]>([
    ['a changed record', (text) => text.replace('"rule":"vvip"', '"rule":"smb"'), 'its record was changed'],
    ['a changed fact', (text) => text.replace('"kind":"snapshot","hash":"', '"kind":"snapshot","hash":"00'), 'is gone'],
    ['a missing line', (text) => text.split('\n').toSpliced(-5, 1).join('\n'), 'links before it are missing'],
    ['a cut-off end', (text) => text.split('\n').slice(0, -3).join('\n'), 'The export was cut short'],
  ])('shows %s', async (_what, spoil, told) => {
    const file = await exported('--with-facts');
    writeFileSync(file, spoil(readFileSync(file, 'utf8')));
    const { code, out } = await audit('verify', '--file', file);
    expect([code, out.includes(told)]).toEqual([EXIT_CODES.records_broken, true]);
  });

  it('refuses what is no export, and tells of a line that is none', async () => {
    const file = await exported();
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, -30));
    expect(await audit('verify', '--file', file)).toMatchObject({
      code: EXIT_CODES.records_broken,
      err: expect.stringContaining(`Line ${RECORDS + 2} of ${file} is none that an export has`) as string,
    });
    expect((await audit('verify', '--file', join(acme, 'concierge.yaml'))).code).toBe(EXIT_CODES.usage);
    expect((await audit('verify', '--file', 'nowhere.ndjson')).code).toBe(EXIT_CODES.missing_file);
    expect((await audit('verify', acme, '--file', file)).code).toBe(EXIT_CODES.usage);
  });

  it('of a part begins where it begins, with all that tells of erased records', async () => {
    const erased = copyOf(acme);
    await audit('erase', erased, '--person', SARAH, '--reason', 'request 1', '--confirm');
    const file = join(temporaryFolder(), 'part.ndjson');
    const args = ['--since', '2026-11-23T08:59:00Z', '--until', '2026-11-23T09:30:00Z'];
    expect((await audit('export', erased, ...args, '--out', file)).code).toBe(0);
    const { code, out } = await audit('verify', '--file', file);
    expect(code).toBe(0);
    expect(out).toMatch(/export +from 2026-11-23T08:59:00Z to 2026-11-23T09:30:00Z/);
    expect(out).toMatch(/erased +\d+, by 1 erasure\n +2026-11-23T10:00:00Z {2}\d+ records? {2}request 1/);
  });
});

describe('concierge audit checkpoint', () => {
  it('makes a pair of keys: the private one for this user alone, neither over another', async () => {
    const file = join(temporaryFolder(), 'key.pem');
    expect((await audit('checkpoint', '--new-key', file)).code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect([readFileSync(file, 'utf8'), readFileSync(`${file}.pub`, 'utf8')]).toEqual([
      expect.stringContaining('BEGIN PRIVATE KEY'),
      expect.stringContaining('BEGIN PUBLIC KEY'),
    ]);
    const before = readFileSync(file, 'utf8');
    expect((await audit('checkpoint', '--new-key', file)).code).toBe(EXIT_CODES.usage);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('signs with the deployment’s key', async () => {
    const file = join(temporaryFolder(), 'key.pem');
    await audit('checkpoint', '--new-key', file);
    const own = copyOf(acme);
    writeFileSync(
      join(own, 'deployment.yaml'),
      'secrets: { signing: { env: SIGNING_KEY } }\nrecords: { checkpoint: { key: signing, folder: checkpoints } }\n',
    );
    const env = { SIGNING_KEY: readFileSync(file, 'utf8') };
    const { code, out } = await runCommand(['audit', 'checkpoint', own], { clock: LATER, env });
    expect([code, out.split('.')]).toEqual([0, [expect.any(String), expect.any(String), expect.any(String)]]);
    const without = await runCommand(['audit', 'checkpoint', own], { clock: LATER });
    expect(without.code).toBe(EXIT_CODES.configuration);
    expect(without.err).not.toContain('PRIVATE KEY');
  });

  it('refuses to sign without a key, with none, or nothing', async () => {
    expect(await audit('checkpoint', acme)).toMatchObject({
      code: EXIT_CODES.usage,
      err: expect.stringMatching(/^There is no key to sign with\. Give --key FILE/) as string,
    });
    expect((await audit('checkpoint', acme, '--key', join(acme, 'concierge.yaml'))).code).toBe(EXIT_CODES.usage);
    const empty = copyOf(acme);
    tamper(empty, 'DELETE FROM record');
    expect((await audit('checkpoint', empty, '--key', 'any')).code).toBe(EXIT_CODES.not_found);
  });

  it('warns of what lies beside what it proves', async () => {
    const own = copyOf(acme);
    const inside = join(own, '.concierge', 'key.pem');
    await audit('checkpoint', '--new-key', inside);
    const { err } = await audit('checkpoint', own, '--key', inside, '--out', join(own, '.concierge', 'kept.jws'));
    expect(err).toContain('The key lies in the store’s folder');
    expect(err).toContain('The checkpoint lies in the store’s folder');
    expect(existsSync(join(own, '.concierge', 'kept.jws'))).toBe(true);
  });
});
