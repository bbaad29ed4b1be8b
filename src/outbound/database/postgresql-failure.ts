/** What PostgreSQL says when it fails, by the classes of its codes (appendix A of its manual). */
import type { DatabaseFailureCode } from './database.ts';
import { DatabaseFailure } from './database.ts';
import { codeOf, isDistrusted } from './session.ts';

/** The whole code, or its class. The first that fits counts. */
const CODES: readonly (readonly [begins: string, code: DatabaseFailureCode])[] = [
  ['28', 'auth'],
  ['42501', 'forbidden'],
  ['25001', 'writes'],
  ['25006', 'writes'],
  ['42P01', 'missing'],
  ['42703', 'missing'],
  ['42701', 'twice'],
  ['42702', 'twice'],
  ['3D', 'missing'],
  ['3F', 'missing'],
  ['21', 'value'],
  ['22', 'value'],
  ['53', 'limit'],
  ['57014', 'timeout'],
  ['08', 'unavailable'],
  ['25P', 'unavailable'],
  ['40', 'unavailable'],
  ['55', 'unavailable'],
  ['57', 'unavailable'],
  ['58', 'unavailable'],
  ['XX', 'unavailable'],
];

export function postgresqlFailure(error: unknown, host: string): DatabaseFailure {
  const code = codeOf(error);
  if (error instanceof Error && /does not support SSL/.test(error.message))
    return new DatabaseFailure('refused_address', `${host} offers no TLS, and is not asked without.`, { cause: error });
  if (isDistrusted(code))
    return new DatabaseFailure('refused_address', `${host} can't be trusted: its certificate doesn't hold (${code}).`, {
      cause: error,
    });
  if (code === null || !/^[0-9A-Z]{5}$/.test(code) || !(error instanceof Error && 'severity' in error))
    return new DatabaseFailure('unreachable', `${host} can't be reached (${code ?? 'no code'}).`, { cause: error });
  const kind = CODES.find(([begins]) => code.startsWith(begins))?.[1] ?? 'unfit';
  return new DatabaseFailure(kind, `${host} failed (${code}).`, {
    said: code,
    position: 'position' in error ? Number(error.position) || null : null,
    cause: error,
  });
}
