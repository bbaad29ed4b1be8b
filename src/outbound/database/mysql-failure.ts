/** What MySQL says when it fails, by its numbers (the server error reference). */
import type { DatabaseFailureCode } from './database.ts';
import { DatabaseFailure } from './database.ts';
import { codeOf, isDistrusted } from './session.ts';

const NUMBERS: Readonly<Partial<Record<DatabaseFailureCode, readonly number[]>>> = {
  auth: [1045, 1251, 1698, 1820, 3118],
  forbidden: [1044, 1142, 1143, 1227, 1356, 1370],
  missing: [1049, 1051, 1054, 1146, 1305],
  limit: [1040, 1203, 1226],
  timeout: [1317, 1969, 3024],
  unavailable: [1053, 1158, 1159, 1160, 1161, 1205, 1213, 1290],
  writes: [1792],
  value: [1292, 1365, 1366, 1525, 3140, 3141],
};

const CODES: ReadonlyMap<number, DatabaseFailureCode> = new Map(
  Object.entries(NUMBERS).flatMap(([code, numbers]) =>
    numbers.map((number) => [number, code as DatabaseFailureCode] as const),
  ),
);

export function mysqlFailure(error: unknown, host: string): DatabaseFailure {
  const code = codeOf(error);
  const isServers = error instanceof Error && 'sqlState' in error;
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT')
    return new DatabaseFailure('refused_address', `${host} offers no TLS, and is not asked without.`, { cause: error });
  if (isDistrusted(code) || code === 'HANDSHAKE_SSL_ERROR')
    return new DatabaseFailure('refused_address', `${host} can't be trusted: its certificate doesn't hold.`, {
      cause: error,
    });
  if (!isServers)
    return new DatabaseFailure('unreachable', `${host} can't be reached (${code ?? 'no code'}).`, { cause: error });
  const number = 'errno' in error ? Number(error.errno) : 0;
  return new DatabaseFailure(CODES.get(number) ?? 'unfit', `${host} failed (${number}).`, {
    said: `MySQL ${number}`,
    cause: error,
  });
}
