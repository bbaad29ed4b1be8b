/** What MySQL and MariaDB say when they fail, by their numbers (the server error references). */
import type { DatabaseFailureCode } from './database.ts';
import { DatabaseFailure } from './database.ts';
import { codeOf, isDistrusted } from './session.ts';

const NUMBERS: Readonly<Partial<Record<DatabaseFailureCode, readonly number[]>>> = {
  auth: [1045, 1130, 1251, 1698, 1820, 1862, 3118, 3955, 4151],
  forbidden: [1044, 1142, 1143, 1227, 1356, 1370, 1449],
  missing: [1049, 1051, 1054, 1146, 1305],
  twice: [1052, 1060],
  limit: [1040, 1129, 1203, 1226, 1461],
  timeout: [1317, 1969, 3024],
  unavailable: [
    1021, 1037, 1038, 1041, 1053, 1114, 1158, 1159, 1160, 1161, 1205, 1213, 1290, 1412, 1615, 1836, 1927, 3032, 4031,
  ],
  writes: [1792],
  value: [1242, 1267, 1292, 1365, 1366, 1525, 1690, 3140, 3141, 3988],
};

const CODES: ReadonlyMap<number, DatabaseFailureCode> = new Map(
  Object.entries(NUMBERS).flatMap(([code, numbers]) =>
    numbers.map((number) => [number, code as DatabaseFailureCode] as const),
  ),
);

/** MariaDB says the same as of a wrong password. */
const NOT_WITHOUT_TLS = 3159;

export function mysqlFailure(error: unknown, host: string): DatabaseFailure {
  const code = codeOf(error);
  const isServers = error instanceof Error && 'sqlState' in error;
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT')
    return new DatabaseFailure('refused_address', `${host} offers no TLS, and is not asked without.`, { cause: error });
  if (isDistrusted(code) || code === 'HANDSHAKE_SSL_ERROR')
    return new DatabaseFailure('refused_address', `${host} can't be trusted: its certificate doesn't hold.`, {
      cause: error,
    });
  if (code === 'AUTH_SWITCH_PLUGIN_ERROR')
    return new DatabaseFailure(
      'refused_address',
      `${host} asks this user for the password in a way that isn't known here.`,
      {
        cause: error,
      },
    );
  if (!isServers)
    return new DatabaseFailure('unreachable', `${host} can't be reached (${code ?? 'no code'}).`, { cause: error });
  const number = 'errno' in error ? Number(error.errno) : 0;
  if (number === NOT_WITHOUT_TLS)
    return new DatabaseFailure('refused_address', `${host} takes nobody without TLS.`, { cause: error });
  return new DatabaseFailure(CODES.get(number) ?? 'unfit', `${host} failed (${number}).`, {
    said: `MySQL ${number}`,
    cause: error,
  });
}
