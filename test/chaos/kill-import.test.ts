/**
 * `kill -9` at any moment of an import: the directory is the old one whole or the new one whole, and nothing lies about.
 * Two generated companies take turns, so that every import has something to change.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generate } from '../../examples/acme/generate/generate.ts';
import type { ImportDeployment } from '../../src/cli/processes/import-in-process.ts';
import { importInProcess } from '../../src/cli/processes/import-in-process.ts';
import { requireWorkspace } from '../../src/config/load-workspace.ts';
import type { ImportJob } from '../../src/directory/import-job.ts';
import { UNWATCHED } from '../../src/directory/progress.ts';
import { fingerprintOf, integrityOf } from './fingerprint.ts';
import { IMPORT_KILLS, KILL_TIMEOUT_MS, randomMoment } from './kills.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 9);

/** Large enough that writing it takes as long as starting the process. */
const ACCOUNTS = [600, 700] as const;

const root = mkdtempSync(join(tmpdir(), 'kill-import-'));
const folder = join(root, 'store');
let jobs: readonly [ImportJob, ImportJob];
let usualMs = 0;
let whole: ReadonlySet<string> = new Set();

beforeAll(async () => {
  jobs = [await jobFor(ACCOUNTS[0]), await jobFor(ACCOUNTS[1])];
  const prints: string[] = [];
  for (const job of jobs) {
    const startedAt = performance.now();
    await importInProcess(job, deployment(), { onProgress: UNWATCHED });
    usualMs = performance.now() - startedAt;
    prints.push(await fingerprintOf(folder));
  }
  whole = new Set(prints);
  if (whole.size < 2) throw new Error('the two companies are one');
}, 60_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

it(`${IMPORT_KILLS} kills leave one of the two, whole`, { timeout: IMPORT_KILLS * KILL_TIMEOUT_MS }, async () => {
  let [killed, tries] = [0, 0];
  while (killed < IMPORT_KILLS && tries < IMPORT_KILLS * 4) {
    tries += 1;
    const [afterMs, startedAt] = [randomMoment(usualMs), performance.now()];
    const isDone = await importUntil(jobs[tries % 2 === 0 ? 0 : 1], afterMs);
    if (isDone) usualMs = performance.now() - startedAt;
    else killed += 1;
    expect(whole, `killed after ${afterMs} ms`).toContain(await fingerprintOf(folder));
    expect(readdirSync(folder).filter((name) => !/^\w+\.sqlite(-wal|-shm)?$/.test(name))).toEqual([]);
  }
  expect(killed).toBe(IMPORT_KILLS);
  expect(new Set(integrityOf(folder))).toEqual(new Set(['ok']));
});

function deployment(): ImportDeployment {
  return { store: { kind: 'sqlite', folder }, secrets: {}, secretsFolder: null, outbound: { allowPrivate: [] } };
}

/** Whether it was done before it was killed. */
async function importUntil(job: ImportJob, afterMs: number): Promise<boolean> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), afterMs);
  const importing = importInProcess(job, deployment(), { onProgress: UNWATCHED, signal: stop.signal }).then(
    () => true,
    () => false,
  );
  const done = await importing;
  clearTimeout(timer);
  return done;
}

async function jobFor(accounts: number): Promise<ImportJob> {
  const company = join(root, String(accounts));
  await generate({ folder: company, accounts, seed: 1, force: false }, () => {});
  const { holdAbove: _holdAbove, tenant, ...workspace } = requireWorkspace(company);
  return {
    tenant,
    workspace,
    nowMs: NOW_MS,
    holdAbove: { dropped: null, changed: null },
    confirmed: null,
    sync: { sources: 'due', full: false },
  };
}
