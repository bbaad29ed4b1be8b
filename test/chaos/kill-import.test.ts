/**
 * `kill -9` at any moment of an import: the directory is the old one whole or the new one whole, and nothing lies about.
 * Two exports take turns, so that every import has something to change.
 */
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importInProcess } from '../../src/cli/import-in-process.ts';
import { requireWorkspace } from '../../src/config/load-workspace.ts';
import type { ImportJob } from '../../src/directory/import-job.ts';
import { UNWATCHED } from '../../src/directory/progress.ts';
import { copyOfAcme } from '../support/concierge-process.ts';
import { fingerprintOf, integrityOf } from './fingerprint.ts';
import { KILLS, KILLS_TIMEOUT_MS, randomMoment } from './kills.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 9);
const AS_OF = new Date(NOW_MS);

const [old, changed, kept] = [copyOfAcme(), copyOfAcme(), copyOfAcme()];
const folder = join(kept.folder, '.concierge');
const jobs = [jobOf(old.folder), jobOf(changed.folder)] as const;
let usualMs = 0;
let whole: ReadonlySet<string> = new Set();

beforeAll(async () => {
  const file = join(changed.folder, 'data/crm_accounts.csv');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"EMEA"', '"APAC"'));
  for (const { folder: workspace } of [old, changed])
    for (const name of readdirSync(join(workspace, 'data'))) utimesSync(join(workspace, 'data', name), AS_OF, AS_OF);
  const prints: string[] = [];
  for (const job of jobs) {
    const startedAt = performance.now();
    await importInProcess(job, { kind: 'sqlite', folder }, { onProgress: UNWATCHED });
    usualMs = performance.now() - startedAt;
    prints.push(await fingerprintOf(folder));
  }
  whole = new Set(prints);
  expect(whole.size).toBe(2);
}, 60_000);

afterAll(() => [old, changed, kept].forEach(({ dispose }) => dispose()));

it(`${KILLS} kills leave one of the two, whole`, { timeout: KILLS_TIMEOUT_MS }, async () => {
  const ends = { killed: 0, done: 0 };
  const seen = new Set<string>();
  for (let kill = 0; kill < KILLS; kill += 1) {
    const afterMs = randomMoment(usualMs);
    const done = await importUntil(jobs[kill % 2 === 0 ? 0 : 1], afterMs);
    ends[done ? 'done' : 'killed'] += 1;
    const print = await fingerprintOf(folder);
    expect(whole, `killed after ${afterMs} ms`).toContain(print);
    seen.add(print);
    expect(readdirSync(folder).filter((name) => !/^(directory|records)\.sqlite(-wal|-shm)?$/.test(name))).toEqual([]);
  }
  expect(integrityOf(folder)).toEqual(['ok', 'ok']);
  expect(seen).toEqual(whole);
  expect(ends.killed).toBeGreaterThan(KILLS / 3);
});

/** Whether it was done before it was killed. */
async function importUntil(job: ImportJob, afterMs: number): Promise<boolean> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), afterMs);
  const importing = importInProcess(
    job,
    { kind: 'sqlite', folder },
    { onProgress: UNWATCHED, signal: stop.signal },
  ).then(
    () => true,
    () => false,
  );
  const done = await importing;
  clearTimeout(timer);
  return done;
}

function jobOf(workspaceFolder: string): ImportJob {
  const { holdAbove: _holdAbove, tenant, ...workspace } = requireWorkspace(workspaceFolder);
  return { tenant, workspace, nowMs: NOW_MS, holdAbove: { dropped: null, changed: null }, confirmed: null };
}
