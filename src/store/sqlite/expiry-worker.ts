/** What runs in a thread of its own while records expire in a process that serves. */
import type { MessagePort } from 'node:worker_threads';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { Expiry, Purged } from '../../audit/erasure.ts';
import type { Tenant } from '../../caller/caller.ts';
import { Failure } from '../../base/failure.ts';
import type { StorePlace } from './database.ts';
import { expireRecords } from './expire-records.ts';
import type { ThreadTrouble } from './thread-trouble.ts';
import { troubleOf } from './thread-trouble.ts';

export type ExpiryTask = { readonly place: StorePlace; readonly tenant: Tenant; readonly expiry: Expiry };

/** Any message to the thread stops it after the page it is at. */
export type FromExpiry =
  | { readonly kind: 'expired'; readonly purged: Purged }
  | ({ readonly kind: 'failed' } & ThreadTrouble);

async function run(port: MessagePort, { place, tenant, expiry }: ExpiryTask): Promise<void> {
  try {
    // Asked rather than listened for: a listener would keep the thread alive.
    const isStopped = (): boolean => receiveMessageOnPort(port) !== undefined;
    const purged = await expireRecords(place, tenant, expiry, isStopped);
    port.postMessage({ kind: 'expired', purged } satisfies FromExpiry);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    port.postMessage({ kind: 'failed', ...troubleOf(error) } satisfies FromExpiry);
  }
}

if (parentPort !== null) await run(parentPort, workerData as ExpiryTask);
