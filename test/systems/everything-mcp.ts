/** For tests: the official server of everything, over HTTP on loopback; over stdio it is run as any command is. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { NODE } from '../support/concierge-process.ts';

const require = createRequire(import.meta.url);
export const EVERYTHING = require.resolve('@modelcontextprotocol/server-everything/dist/index.js');

export type OverHttp = { readonly url: string; readonly close: () => Promise<void> };

export async function everythingOverHttp(): Promise<OverHttp> {
  const port = await freePort();
  const child = spawn(NODE, [EVERYTHING, 'streamableHttp'], { env: { ...process.env, PORT: String(port) } });
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (text: Buffer) => (text.includes('listening') ? resolve() : undefined));
    child.once('exit', () => reject(new Error('It ended before it listened.')));
  });
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    close: async () => {
      process.off('exit', end);
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
