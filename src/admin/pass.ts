/**
 * Who may see the pages where agents come with keys: whoever opened a link of this server. A link is good once and for ten
 * minutes; the browser then has a cookie for the working day. Both are signed with a key that lies in the store's folder, so
 * cookies outlive a restart, and no list of them is kept. Neither is any agent's key, and no agent's key is one.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { EpochMs } from '../base/clock.ts';

export const LINK_LIFE_MS = 10 * 60_000;
export const SESSION_LIFE_MS = 12 * 60 * 60_000;
const KEY_BYTES = 32;

export type PassKind = 'link' | 'session';

export function newPassKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

export function isPassKey(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}

/** `expires.nonce.signature`; the kind is signed along, so that none stands for the other. */
export function issuePass(kind: PassKind, key: string, now: EpochMs): string {
  const expires = now + (kind === 'link' ? LINK_LIFE_MS : SESSION_LIFE_MS);
  const body = `${expires}.${randomBytes(16).toString('base64url')}`;
  return `${body}.${signature(kind, body, key)}`;
}

/** When it expires; null where it isn't good. */
export function passExpiry(kind: PassKind, text: string, key: string, now: EpochMs): EpochMs | null {
  const [, body, expires, given] = /^((\d{1,16})\.[\w-]{22})\.([\w-]{43})$/.exec(text) ?? [];
  if (body === undefined || given === undefined) return null;
  const good = timingSafeEqual(Buffer.from(given), Buffer.from(signature(kind, body, key)));
  return good && Number(expires) > now ? Number(expires) : null;
}

function signature(kind: PassKind, body: string, key: string): string {
  return createHmac('sha256', key).update(`${kind}.${body}`).digest('base64url');
}

/**
 * Takes each link once. What it remembers ends with the link's own time, and with the process: so it takes none that is older
 * than the process, which may have been taken before.
 */
export class UsedLinks {
  readonly #used = new Map<string, EpochMs>();
  readonly #since: EpochMs;

  /** `since`: when this process began to take links. */
  constructor(since: EpochMs) {
    this.#since = since;
  }

  take(link: string, key: string, now: EpochMs): boolean {
    const expires = passExpiry('link', link, key, now);
    if (expires === null || expires - LINK_LIFE_MS < this.#since || this.#used.has(link)) return false;
    for (const [other, end] of this.#used) if (end <= now) this.#used.delete(other);
    this.#used.set(link, expires);
    return true;
  }
}
