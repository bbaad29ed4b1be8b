/** The product on a copy of the sample that asks who calls: API keys, access tokens, and a caller that is bound to its customer. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Authority } from './authority.ts';
import type { ChatPlatform } from './chat-platform.ts';
import { PRODUCT } from './subjects.ts';

/** The sample's own, who is everybody where there is no token: so the answers are the same. */
export const FREE_CALLER = 'support-copilot';
/** Of the same audience. Its budgets are counted, and never used up. */
export const BOUND_CALLER = 'bench-bound';

export type Doors = { readonly port: number; readonly authority: Authority; readonly platform: ChatPlatform };

/** `store`: a folder of its own in place of the workspace's. */
export function putDoors(workspace: string, { port, authority, platform }: Doors, store = '.concierge'): void {
  const deployment = {
    listen: { host: '127.0.0.1', port },
    public_url: `http://127.0.0.1:${port}`,
    store: { sqlite: store },
    auth: { api_keys: true, oauth: { issuer: authority.issuer, algorithms: ['ES256'] } },
    outbound: { allow_private: ['127.0.0.1'] },
  };
  writeFileSync(join(workspace, 'deployment.yaml'), JSON.stringify(deployment, null, 2));
  appendFileSync(join(workspace, 'concierge.yaml'), `  ${BOUND_CALLER}: ${JSON.stringify(boundCaller(platform))}\n`);
}

function boundCaller({ issuer, keyId, publicKey }: ChatPlatform): object {
  return {
    audience: 'teams',
    binding: 'required',
    assertions: { issuer, keys: [{ id: keyId, algorithm: 'EdDSA', public_key: publicKey }] },
    budget: { calls_per_second: 1e6, concurrent_calls: 1e4, calls_per_minute_per_customer: 1e8 },
  };
}

/** One that nobody listens at now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Made by the product's own command, before it serves. */
export async function apiKey(workspace: string, caller: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [PRODUCT, 'key', 'create', caller, workspace]);
  return stdout.trim();
}
