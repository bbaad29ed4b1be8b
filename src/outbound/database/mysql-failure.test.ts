/** What the driver says of itself, before any server has said a number; numbers are tried in `test/sources/mysql.test.ts`. */
import { expect, it } from 'vitest';
import { mysqlFailure } from './mysql-failure.ts';

it.each<[said: string, code: string, message: string]>([
  ['HANDSHAKE_NO_SSL_SUPPORT', 'refused_address', 'db.example offers no TLS, and is not asked without.'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'refused_address', "db.example can't be trusted: its certificate doesn't hold."],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'refused_address', "db.example can't be trusted: its certificate doesn't hold."],
  [
    'AUTH_SWITCH_PLUGIN_ERROR',
    'refused_address',
    "db.example asks this user for the password in a way that isn't known here.",
  ],
  ['PROTOCOL_CONNECTION_LOST', 'unreachable', "db.example can't be reached (PROTOCOL_CONNECTION_LOST)."],
])('%s', (said, code, message) => {
  const error = Object.assign(new Error('a canary'), { code: said });
  expect(mysqlFailure(error, 'db.example')).toMatchObject({ code, message, said: null });
});
