/** On what a result was measured: without it the numbers mean nothing. */
import { execFileSync } from 'node:child_process';
import { readFileSync, statfsSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';

export type Environment = {
  readonly date: string;
  readonly node: string;
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  /** Load of the machine in the minute before the report: high numbers mean that others were at work. */
  readonly loadAverage: number;
  /** The product's commit, with `+` where the working tree differs from it. */
  readonly commit: string;
  readonly versions: Readonly<Record<string, string>>;
};

const HERE = join(import.meta.dirname, '..');
const PEERS = [
  '@modelcontextprotocol/server',
  '@modelcontextprotocol/node',
  'mcp-lite',
  'hono',
  '@hono/node-server',
  'zod',
  'undici',
  'feelin',
  'fastmcp',
  'mcp-proxy',
  '@toolbox-sdk/server',
];

export function environment(): Environment {
  return {
    date: new Date().toISOString(),
    node: process.version,
    system: `${type()} ${release()}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    loadAverage: loadavg()[0] ?? Number.NaN,
    commit: commit(),
    versions: Object.fromEntries(PEERS.map((name) => [name, versionOf(name)])),
  };
}

function versionOf(name: string): string {
  const { version } = JSON.parse(readFileSync(join(HERE, 'node_modules', name, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

function commit(): string {
  const git = (...args: string[]): string => execFileSync('git', ['-C', HERE, ...args], { encoding: 'utf8' }).trim();
  try {
    return `${git('rev-parse', '--short=12', 'HEAD')}${git('status', '--porcelain') === '' ? '' : '+'}`;
  } catch {
    return 'unknown: not a git checkout';
  }
}

/** The file system that the records are written to, by its magic number; memory-backed ones make durability free. */
export function fileSystemOf(folder: string): string {
  const magic = statfsSync(folder).type;
  const names: Record<number, string> = {
    0xef53: 'ext4',
    0x58465342: 'xfs',
    0x9123683e: 'btrfs',
    0x01021994: 'tmpfs',
    0x794c7630: 'overlayfs',
  };
  return names[magic] ?? `0x${magic.toString(16)}`;
}
