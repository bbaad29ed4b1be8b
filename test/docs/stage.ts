/**
 * Where a section's blocks run: a folder of its own with the sample company as a reader has it after a fresh checkout,
 * and, once, a running concierge for the blocks that speak HTTP. The clock stands at the sample's own day.
 */
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { stoppedClock } from '../../src/base/clock.ts';
import { ROOT } from '../support/cli.ts';
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
  readonly dispose: () => void;
};

export function openStage(): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'guides-'));
  const bin = join(folder, '.bin');
  copySample(join(folder, 'examples/acme'));
  const command = `"${process.execPath}" "${join(ROOT, 'src/main.ts')}"`;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { concierge: command } }));
  mkdirSync(bin);
  writeFileSync(join(bin, 'concierge'), `#!/bin/sh\nexec ${command} "$@"\n`);
  chmodSync(join(bin, 'concierge'), 0o755);
  return { folder, bin, printed: null, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Without its store; the exports are as old as a reader's of that day would be. */
function copySample(to: string): void {
  cpSync(join(ROOT, 'examples/acme'), to, { recursive: true, filter: (path) => basename(path) !== '.concierge' });
  for (const name of readdirSync(join(to, 'data'))) utimesSync(join(to, 'data', name), EXPORTED_AT, EXPORTED_AT);
}

let running: Promise<Serving> | undefined;
let runningStage: Stage | undefined;

/** The origin of a concierge over the sample, started when first needed. */
export async function servedOrigin(): Promise<string> {
  runningStage ??= openStage();
  running ??= serveConcierge(join(runningStage.folder, 'examples/acme'));
  return (await running).origin;
}

export async function stopServing(): Promise<void> {
  await (await running)?.stop();
  runningStage?.dispose();
}

/** Guides name the default address; the test's own is on a free port. */
export async function atServed(text: string): Promise<string> {
  const address = 'http://127.0.0.1:3000';
  return text.includes(address) ? text.replaceAll(address, await servedOrigin()) : text;
}
