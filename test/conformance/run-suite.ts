/** Runs the official conformance suite, as its own command, against a server on loopback. */
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const SUITE = require.resolve('@modelcontextprotocol/conformance/dist/index.js');

/** What the suite printed; rejects with it when the suite is not satisfied, so that the failed checks show. */
export function runSuite(url: string, revision: string, ...options: string[]): Promise<string> {
  const args = [SUITE, 'server', '--url', url, '--requirements', revision, ...options];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { timeout: 110_000, maxBuffer: 10_000_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${stdout}\n${stderr}`, { cause: error }));
    });
  });
}
