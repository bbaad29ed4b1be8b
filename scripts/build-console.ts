/**
 * Builds the pages of `console/` into `dist/console`, beside the compiled program. With `--if-needed` only where they were never
 * built or their sources are newer, for `npm start`; a build that fails is told, and keeps nothing from serving agents.
 */
import { existsSync, globSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = join(import.meta.dirname, '..');
const BUILT = join(ROOT, 'dist/console');

/** What the pages are made of; of the program they take types alone. */
const SOURCES = ['console/**/*', 'package-lock.json'];

function isFresh(): boolean {
  const page = join(BUILT, 'index.html');
  if (!existsSync(page)) return false;
  const builtMs = statSync(page).mtimeMs;
  return globSync(SOURCES, { cwd: ROOT }).every((file) => statSync(join(ROOT, file)).mtimeMs <= builtMs);
}

/** Whoever serves the old ones at the moment has read them already. */
async function buildConsole(): Promise<void> {
  const { build } = await import('vite');
  const part = `${BUILT}.${process.pid}`;
  try {
    await build({
      configFile: join(ROOT, 'console/vite.config.ts'),
      logLevel: 'error',
      build: { outDir: part, emptyOutDir: true },
    });
    rmSync(BUILT, { recursive: true, force: true });
    renameSync(part, BUILT);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'if-needed': { type: 'boolean', default: false } } });
  if (values['if-needed'] && isFresh()) return;
  console.error('Building the leader’s page (a few seconds, once) …');
  try {
    await buildConsole();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error('The page couldn’t be built.');
    if (!values['if-needed']) process.exitCode = 1;
  }
}

await main();
