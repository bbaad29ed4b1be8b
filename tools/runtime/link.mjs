/**
 * Runs after `npm ci` or `npm install` in this repository: `node` in npm scripts shall be Node.js 24.
 * npm links the platform package's binary itself. This mends two cases: npm 10 removes the link together with the
 * packages of the other platforms, and on musl the binary doesn't run, so the system's own Node must not be hidden.
 * JavaScript, because whatever Node the system has runs it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const modules = join(here, '..', '..', 'node_modules');
const link = join(modules, '.bin', 'node');
const needed = 24;

/** @type {{ optionalDependencies: Record<string, string> }} */
const { optionalDependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
const platformPackage = Object.keys(optionalDependencies).find((name) =>
  existsSync(join(modules, name, 'bin', 'node')),
);
const binary = platformPackage && join('..', platformPackage, 'bin', 'node');
const runs = binary && spawnSync(join(modules, '.bin', binary), ['--version']).status === 0;

if (runs && !existsSync(link)) symlinkSync(binary, link);
if (binary && !runs) rmSync(link, { force: true });
if (!runs && process.platform !== 'win32' && Number.parseInt(process.versions.node, 10) < needed) {
  console.error(
    `No Node.js ${needed} comes from npm for this platform, and this one is ${process.version}: install Node.js ${needed}.`,
  );
  process.exitCode = 1;
}
