/**
 * What a process has used, with all that it has started, and what that has started: from /proc, to a hundredth of a second. Where there
 * is none, nothing is known of them.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** CPU time since it began, µs, of children that are gone too; resident memory in bytes. */
export type TreeUsage = { readonly cpuUs: number; readonly rssBytes: number };

type Stat = { readonly parent: number } & TreeUsage;

/** Linux counts in hundredths of a second for whoever reads /proc, and in pages of 4 KiB. */
const TICK_US = 10_000;
const PAGE_BYTES = 4_096;

export function treeUsage(pid: number): TreeUsage {
  return sum(pid, statsNow(), true);
}

/** The same without the process itself. */
export function descendantsUsage(pid: number): TreeUsage {
  return sum(pid, statsNow(), false);
}

function sum(root: number, stats: ReadonlyMap<number, Stat>, withRoot: boolean): TreeUsage {
  const isBelow = (pid: number): boolean => {
    const parent = stats.get(pid)?.parent;
    return parent !== undefined && (parent === root || isBelow(parent));
  };
  const meant = [...stats].filter(([pid]) => (pid === root ? withRoot : isBelow(pid)));
  return {
    cpuUs: meant.reduce((total, [, { cpuUs }]) => total + cpuUs, 0),
    rssBytes: meant.reduce((total, [, { rssBytes }]) => total + rssBytes, 0),
  };
}

function statsNow(): ReadonlyMap<number, Stat> {
  const pids = entries().filter((name) => /^\d+$/.test(name));
  return new Map(pids.flatMap((pid) => [...statOf(pid)].map((stat) => [Number(pid), stat] as const)));
}

function entries(): readonly string[] {
  try {
    return readdirSync('/proc');
  } catch {
    return [];
  }
}

/** Nothing of a process that has ended since. */
function statOf(pid: string): readonly Stat[] {
  try {
    return [parsed(readFileSync(`/proc/${pid}/stat`, 'utf8'))];
  } catch {
    return [];
  }
}

/** proc(5): the name stands in brackets and may hold any; after it come state, parent and the rest. */
function parsed(stat: string): Stat {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const at = (field: number): number => Number(fields[field - 3]);
  return { parent: at(4), cpuUs: (at(14) + at(15) + at(16) + at(17)) * TICK_US, rssBytes: at(24) * PAGE_BYTES };
}
