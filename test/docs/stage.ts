/**
 * Where a section's blocks run: a folder of its own with the sample company as a reader has it who started it once,
 * and, once for all, a running concierge for the blocks that speak HTTP. The clock stands at the sample's own day.
 */
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { stoppedClock } from '../../src/base/clock.ts';
import { ROOT, runCommand } from '../support/cli.ts';
import { serveConcierge } from '../support/concierge-process.ts';
import type { Serving } from '../support/concierge-process.ts';

/** Monday morning in Berlin. */
export const CLOCK = stoppedClock(Date.parse('2026-11-23T09:00:00Z'));
const EXPORTED_AT = new Date('2026-11-23T07:58:12Z');

export type Stage = {
  /** The checkout: `examples/acme` lies in it, and `npm run -s concierge` works there. */
  readonly folder: string;
  /** Holds the command `concierge`, as an installation has it. */
  readonly bin: string;
  /** What the last command printed; `null` before the first. */
  printed: string | null;
  /** A change of the workspace is half done, so nothing may be tried on it yet. */
  waits: boolean;
};

export async function openStage(): Promise<Stage> {
  sample ??= startedSample();
  const folder = temporaryFolder();
  const bin = join(folder, '.bin');
  cpSync(await sample, join(folder, 'examples/acme'), { recursive: true, preserveTimestamps: true });
  const command = `"${process.execPath}" "${join(ROOT, 'src/main.ts')}"`;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { concierge: command } }));
  mkdirSync(bin);
  writeFileSync(join(bin, 'concierge'), `#!/bin/sh\nexec ${command} "$@"\n`);
  chmodSync(join(bin, 'concierge'), 0o755);
  return { folder, bin, printed: null, waits: false };
}

let sample: Promise<string> | undefined;

/** The exports are as old as those of a reader of that day; its three questions were answered, and recorded. */
async function startedSample(): Promise<string> {
  const folder = temporaryFolder();
  const from = join(ROOT, 'examples/acme');
  cpSync(from, folder, { recursive: true, filter: (path) => basename(path) !== '.concierge' });
  for (const name of readdirSync(join(folder, 'data')))
    utimesSync(join(folder, 'data', name), EXPORTED_AT, EXPORTED_AT);
  const stop = Promise.withResolvers<void>();
  const out = (text: string): void => (text.startsWith('Serving.') ? stop.resolve() : undefined);
  const started = runCommand(['start', folder, '--port', '0'], { clock: CLOCK, out, interrupted: stop.promise });
  const { code, err } = await started;
  if (code !== 0) throw new Error(err);
  return folder;
}

const made: string[] = [];

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'guides-'));
  made.push(folder);
  return folder;
}

let running: Promise<Serving> | undefined;

/** The origin of a concierge over the sample, started when first needed. */
export async function servedOrigin(): Promise<string> {
  running ??= serving();
  return (await running).origin;
}

async function serving(): Promise<Serving> {
  const { folder } = await openStage();
  return await serveConcierge(join(folder, 'examples/acme'));
}

/** Ends what the stages share. */
export async function closeStages(): Promise<void> {
  await (await running)?.stop();
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
}

/** Guides name the default address; the test's own is on a free port. */
export async function atServed(text: string): Promise<string> {
  const address = 'http://127.0.0.1:3000';
  return text.includes(address) ? text.replaceAll(address, await servedOrigin()) : text;
}
