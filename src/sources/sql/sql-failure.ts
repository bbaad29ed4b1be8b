/** What a database says when it fails, as a failure of a source. Holds no text of the database: it may quote a row. */
import type { DatabaseFailure, DatabaseFailureCode } from '../../outbound/database/database.ts';
import type { SourceFailureKind } from '../kit/http/source-failure.ts';
import { SourceFailure } from '../kit/http/source-failure.ts';

const KINDS: Readonly<Record<DatabaseFailureCode, SourceFailureKind>> = {
  refused_address: 'blocked',
  unreachable: 'transient',
  timeout: 'transient',
  unavailable: 'transient',
  limit: 'limit',
  auth: 'auth',
  forbidden: 'forbidden',
  missing: 'contract',
  twice: 'contract',
  writes: 'contract',
  unfit: 'contract',
  value: 'contract',
};

const SAID: Readonly<Partial<Record<DatabaseFailureCode, string>>> = {
  timeout: 'takes too long',
  unavailable: "can't be answered now",
  limit: "can't be asked: the database has too many connections",
  auth: "can't be asked: the database doesn't accept the credentials",
  forbidden: 'is not allowed with these credentials',
  missing: 'names a table, column or database that is not there',
  twice: 'has a column that is there more than once: say of which table, and rename one with `as`',
  writes: 'would write, and is refused',
  unfit: "can't be run by the database",
  value: 'fails over a value',
};

/** `what`: the query, in words. `start`: where its text begins in the statement, null where no statement was run. */
export function sqlFailure(
  { code, message, said, position, cause }: DatabaseFailure,
  what: string,
  statement: { readonly text: string; readonly start: number } | null,
): SourceFailure {
  const words = SAID[code];
  const where = statement === null || position === null ? '' : lineOf(statement, position);
  const text = words === undefined ? message : `${what} ${words}${where}${said === null ? '' : ` (${said})`}.`;
  return new SourceFailure(KINDS[code], text, { ...(said !== null && { code: said }), cause });
}

function lineOf({ text, start }: { readonly text: string; readonly start: number }, position: number): string {
  if (position <= start) return '';
  return `, in line ${text.slice(start, position - 1).split('\n').length} of it`;
}
