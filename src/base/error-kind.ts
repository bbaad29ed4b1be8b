/**
 * Of what kind an error is, for words that somebody may read or a log may keep: its name and codes, and never its message.
 * The message of an error that nobody foresaw may quote a file's text, an address, a token.
 */

/** `TypeError`, `Error ENOENT`, `Error ERR_SQLITE_ERROR SQLITE_FULL`; `unknown` for what is no error. */
export function errorKind(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const name = NAME.test(error.name) ? error.name : 'Error';
  const code = 'code' in error && typeof error.code === 'string' && CODE.test(error.code) ? error.code : '';
  return [name, code, sqliteName(error)].filter((part) => part !== '').join(' ');
}

const NAME = /^[A-Za-z]\w{0,59}$/;
const CODE = /^[A-Z][A-Z0-9_]{0,59}$/;

/** SQLite's primary result codes that tell an operator something. */
const SQLITE: Readonly<Record<number, string>> = {
  5: 'SQLITE_BUSY',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  19: 'SQLITE_CONSTRAINT',
  26: 'SQLITE_NOTADB',
};

function sqliteName(error: Error): string {
  const code: unknown = 'errcode' in error ? error.errcode : null;
  return typeof code === 'number' ? (SQLITE[code & 0xff] ?? `SQLITE_${code & 0xff}`) : '';
}
