import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bytesHold, CHUNK_BYTES } from './scan-file.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'concierge-scan-'));
  file = join(folder, 'file');
});
afterEach(() => rm(folder, { recursive: true }));

it('finds a text wherever it begins, also across the pieces that a file is read in', async () => {
  const needle = 'kim@kirk.example';
  for (const at of [0, CHUNK_BYTES - needle.length, CHUNK_BYTES - 5, CHUNK_BYTES - 1, CHUNK_BYTES, 2 * CHUNK_BYTES]) {
    await writeFile(file, Buffer.concat([Buffer.alloc(at, 1), Buffer.from(needle)]));
    expect(await bytesHold(file, ['nobody@kirk.example', needle])).toBe(true);
    await writeFile(file, Buffer.concat([Buffer.alloc(at, 1), Buffer.from(needle.slice(0, -1)), Buffer.alloc(9)]));
    expect(await bytesHold(file, ['nobody@kirk.example', needle])).toBe(false);
  }
});

it('finds what JavaScript finds', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'ü', '"', '\\'), maxLength: 12 });
  const needle = fc.string({ unit: fc.constantFrom('a', 'b', 'ü', '"', '\\'), minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(text, fc.array(needle, { maxLength: 3 }), async (content, needles) => {
      await writeFile(file, content);
      const forms = needles.flatMap((each) => [each, JSON.stringify(each).slice(1, -1)]);
      expect(await bytesHold(file, needles)).toBe(forms.some((form) => content.includes(form)));
    }),
  );
});

it('finds a text as JSON escapes it', async () => {
  const name = 'Kim "K" Lee\n';
  await writeFile(file, JSON.stringify({ name }));
  expect(await bytesHold(file, [name])).toBe(true);
});

it('passes over what is part of a longer text that may stay', async () => {
  await writeFile(file, 'default hr:E10 and hr:E12, and hr:E10 again');
  expect(await bytesHold(file, ['hr:E1'])).toBe(true);
  expect(await bytesHold(file, ['hr:E1'], ['hr:E10'])).toBe(true);
  expect(await bytesHold(file, ['hr:E1'], ['hr:E10', 'hr:E12'])).toBe(false);
  expect(await bytesHold(file, ['hr:E1', 'again'], ['hr:E10', 'hr:E12'])).toBe(true);
  expect(await bytesHold(file, ['again'], ['hr:E10 again'])).toBe(false);
});

it('passes over nothing else across the pieces that a file is read in', async () => {
  for (let at = CHUNK_BYTES - 12; at <= CHUNK_BYTES + 1; at += 1) {
    await writeFile(file, Buffer.concat([Buffer.alloc(at, 1), Buffer.from('lt hr:E10')]));
    expect(await bytesHold(file, ['hr:E1'], ['lt hr:E10'])).toBe(false);
    expect(await bytesHold(file, ['hr:E1'], ['hr:E10x'])).toBe(true);
  }
});

it('finds nothing in a file that is empty or not there, nor nothing itself', async () => {
  expect(await bytesHold(file, ['kim'])).toBe(false);
  await writeFile(file, '');
  expect(await bytesHold(file, ['kim'])).toBe(false);
  await writeFile(file, 'kim');
  expect(await bytesHold(file, [])).toBe(false);
  expect(await bytesHold(file, [''])).toBe(false);
});

const missing = process.platform === 'linux' ? '' : ' (skipped: only Linux tells of a process’s locks)';
it.skipIf(missing !== '')(`leaves the locks of this process’s connections as they are${missing}`, async () => {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE note (text TEXT); INSERT INTO note VALUES (1)');
  const locks = await locksOn(file);
  expect(locks).not.toBe(0);
  for (let time = 0; time < 2; time += 1) expect(await bytesHold(file, ['kim'])).toBe(false);
  expect(await locksOn(file)).toBe(locks);
  database.close();
});

/** How many of the kernel's locks are on this file. */
async function locksOn(locked: string): Promise<number> {
  const { ino } = await stat(locked);
  const locks = await readFile('/proc/locks', 'utf8');
  return locks.split('\n').filter((line) => line.includes(`:${ino} `)).length;
}
