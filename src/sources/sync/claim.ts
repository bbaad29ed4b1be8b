/**
 * One sync of a source at a time: a claim that lasts as long as whoever has it renews it, and no longer than its process lives.
 * Not for keeping a copy whole: a sync that has lost its claim is refused by the copy itself.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { EpochMs } from '../../base/clock.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { Claim, CopyStore } from '../../store/copies.ts';
import { SourceFailure } from '../kit/http/source-failure.ts';

/** A sync that says nothing for so long has died: another may take its place. */
const CLAIM_MS = 30_000;
const RENEWED_MS = 10_000;

export type Held = {
  /** Aborted with a SourceFailure when another has it. */
  readonly lost: AbortSignal;
  readonly release: () => Promise<void>;
};

type Claims = Pick<CopyStore, 'claim' | 'release' | 'holder'>;

/** Null where another syncs it just now. @throws Failure `store_unavailable` */
export async function holdSource(
  claims: Claims,
  { tenant, source }: { readonly tenant: Tenant; readonly source: string },
  now: () => EpochMs,
): Promise<Held | null> {
  const claim = { tenant, source, holder: `${hostname()} ${process.pid} ${randomUUID()}` };
  if (!(await taken(claims, claim, now))) return null;
  const lost = new AbortController();
  const renew = async (): Promise<void> => {
    if (!(await claims.claim(claim, now(), CLAIM_MS))) lost.abort(takenOver());
  };
  // A file that is held just now is tried again; where that lasts, the next page fails by it.
  const timer = setInterval(() => void renew().catch(() => {}), RENEWED_MS).unref();
  return {
    lost: lost.signal,
    release: async () => {
      clearInterval(timer);
      await claims.release(claim);
    },
  };
}

export function takenOver(): SourceFailure {
  return new SourceFailure('transient', 'Another sync of it has taken over, or somebody was erased meanwhile.');
}

async function taken(claims: Claims, claim: Claim, now: () => EpochMs): Promise<boolean> {
  if (await claims.claim(claim, now(), CLAIM_MS)) return true;
  const { tenant, source } = claim;
  const holder = await claims.holder(tenant, source);
  if (holder === null || !isGone(holder)) return false;
  await claims.release({ tenant, source, holder });
  return await claims.claim(claim, now(), CLAIM_MS);
}

/** Of another machine's processes nothing is known. */
function isGone(holder: string): boolean {
  const [host, pid] = holder.split(' ');
  if (host !== hostname() || !/^[1-9]\d{0,9}$/.test(pid ?? '')) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
