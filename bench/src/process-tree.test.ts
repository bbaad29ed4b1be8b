import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { descendantsUsage, treeUsage } from './process-tree.ts';

/** Works for a while in a process that it starts, which says when it is done, and stays for as long as its parent does. */
const WORKER =
  'const until = Date.now() + 200; while (Date.now() < until); console.log("done"); process.stdin.resume().on("end", () => process.exit())';
const PARENT = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(WORKER)}], { stdio: ['pipe', 'inherit', 'inherit'] })`;

const missing = existsSync('/proc/self/stat') ? '' : ' (skipped: this system has no /proc)';

it.skipIf(missing !== '')(`counts what a process has started, and what that has started${missing}`, async () => {
  const parent = spawn(process.execPath, ['-e', PARENT], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await once(parent.stdout, 'data');
    const [all, others] = [treeUsage(parent.pid ?? 0), descendantsUsage(parent.pid ?? 0)];
    expect(others.cpuUs).toBeGreaterThan(0);
    expect(all.cpuUs).toBeGreaterThan(others.cpuUs);
    expect(all.rssBytes).toBeGreaterThan(others.rssBytes);
  } finally {
    parent.kill();
  }
});
