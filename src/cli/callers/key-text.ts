/** API keys as a person reads them in a terminal. Never the key itself: what is kept of it couldn't say it. */
import type { EpochMs } from '../../base/clock.ts';
import type { ApiKey } from '../../store/store.ts';
import { cut } from '../terminal/columns.ts';

export type KeyState = 'active' | 'expired' | 'revoked';

export function keyStateOf({ revokedAt, expiresAt }: ApiKey, nowMs: EpochMs): KeyState {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= nowMs ? 'expired' : 'active';
}

export const KEY_COLUMNS: readonly string[] = [
  'id',
  'caller',
  'label',
  'scopes',
  'created',
  'expires',
  'last used',
  'state',
];

const LABEL_PLACES = 30;

export function keyCells(key: ApiKey, nowMs: EpochMs): readonly string[] {
  const { id, caller, label, scopes, createdAt, expiresAt, lastUsedAt } = key;
  return [
    id,
    caller,
    label === null ? '-' : cut(label, LABEL_PLACES),
    scopes === null ? 'all' : scopes.join(', '),
    createdAt,
    expiresAt ?? 'never',
    lastUsedAt ?? 'never',
    keyStateOf(key, nowMs),
  ];
}

/** For a program: everything but the hash, which is nobody's business. */
export function keyJson({ hash: _hash, tenant: _tenant, ...key }: ApiKey, state: KeyState) {
  return { ...key, state };
}

/** `abcdefghijkl (website-chat, “production”)`. */
export function keyName({ id, caller, label }: ApiKey): string {
  return `${id} (${caller}${label === null ? '' : `, “${label}”`})`;
}
