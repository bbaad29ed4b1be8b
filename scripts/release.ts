/**
 * Makes a release ready: a clean tree → tests and checks → audit of what it depends on → bill of materials → package.
 * Publishes nothing, and says what to do next. `npm run -s release -- --dry-run` leaves out the tests, names everything that
 * would stop a release, and ends with 1 if something would.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { judgeAudit, packed, shippedSbom, uncommitted, unnamedIn } from './release/judge.ts';

const ROOT = join(import.meta.dirname, '..');
/** Not in git. */
const FOLDER = 'release';

type Manifest = { readonly name: string; readonly version: string; readonly dependencies: Record<string, string> };

/** Why there is no release. */
class Stopped extends Error {}

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } });
const isDry = values['dry-run'];
const problems: string[] = [];
const { name, version, dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;

/** A dry run goes on as far as it can, so that all that is wrong is told at once. */
function stop(why: string): void {
  if (!isDry) throw new Stopped(why);
  problems.push(why);
  console.error(`Would stop a release: ${why}`);
}

type Ran = { readonly isDone: boolean; readonly out: string };

function run(command: string, ...args: readonly string[]): Ran {
  const { status, stdout, error } = spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw new Stopped(`${command} can't be run: ${error.message}`);
  return { isDone: status === 0, out: stdout };
}

/** With everything that it prints on the screen. */
function runs(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' }).status === 0;
}

function requireCleanTree(): void {
  const { isDone, out } = run('git', 'status', '--porcelain');
  if (!isDone) return stop('This is no git checkout, so nobody could say what was released.');
  const changes = uncommitted(out);
  if (changes.length > 0) stop(`${changes.length} changes aren't committed: commit or stash them.`);
}

function requireTests(): void {
  if (isDry) return console.error('Tests and checks: left out.');
  for (const script of ['test', 'check']) if (!runs('npm', 'run', '-s', script)) stop(`npm run ${script} failed.`);
}

function requireAudit(): void {
  const verdict = judgeAudit(run('npm', 'audit', '--omit=dev', '--json').out);
  switch (verdict.kind) {
    case 'passed':
      return console.error(`Audit: nothing high or critical, ${verdict.lesser} lesser.`);
    case 'vulnerable':
      return stop(`Known vulnerabilities in ${verdict.packages.join(', ')}: npm audit --omit=dev tells more.`);
    case 'no_audit':
      return console.error(
        `Audit: NOT DONE, since this registry offers none (${verdict.why}). Do it elsewhere before you publish: npm audit --omit=dev`,
      );
  }
}

/** @returns the file of the bill of materials */
function writeSbom(): string {
  const { isDone, out } = run('npm', 'sbom', '--sbom-format', 'cyclonedx');
  const sbom = isDone ? shippedSbom(out, name) : null;
  if (sbom === null) throw new Stopped('npm sbom failed: run npm ci first.');
  const unnamed = unnamedIn(sbom, Object.keys(dependencies));
  if (unnamed.length > 0) stop(`The bill of materials does not name ${unnamed.join(', ')}.`);
  const file = join(FOLDER, `${name}-${version}.cdx.json`);
  mkdirSync(join(ROOT, FOLDER), { recursive: true });
  writeFileSync(join(ROOT, file), `${JSON.stringify(sbom, null, 2)}\n`);
  return file;
}

/** @returns the file of the package */
function pack(): string {
  const { isDone, out } = run('npm', 'pack', '--json', '--pack-destination', FOLDER);
  const made = isDone ? packed(out) : null;
  if (made === null) throw new Stopped('npm pack failed: try npm run build.');
  if (made.missing.length > 0) stop(`The package has no ${made.missing.join(', no ')}.`);
  return join(FOLDER, made.filename);
}

function release(): void {
  requireCleanTree();
  requireTests();
  requireAudit();
  const sbom = writeSbom();
  const tarball = pack();
  if (problems.length > 0) throw new Stopped(`A release would be stopped, by ${problems.length} of the above.`);
  console.error(`${tarball} is the package, ${sbom} its bill of materials. Nothing was published.`);
  console.error(isDry ? 'Nothing of this would stop a release; its tests and checks weren’t run.' : nextSteps(tarball));
}

function nextSteps(tarball: string): string {
  return `Next:
  git tag v${version} && git push origin v${version}
  npm publish ${tarball}
  and put both files beside the release notes.`;
}

try {
  release();
} catch (error) {
  if (!(error instanceof Stopped)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
