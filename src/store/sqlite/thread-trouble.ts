/** A failure on its way from one thread to another: errors lose their class there, and SQLite's lose their code. */
import { Failure } from '../../base/failure.ts';
import { extendedCode, sqliteError } from './database.ts';

/** `errcode` is SQLite's; 0 where it is no error of SQLite's. */
export type ThreadTrouble = { readonly message: string; readonly mend: string; readonly errcode: number };

export function troubleOf({ message, mend, cause }: Failure): ThreadTrouble {
  return { message, mend, errcode: extendedCode(cause) };
}

export function failureOf({ message, mend, errcode }: ThreadTrouble): Failure {
  return new Failure('store_unavailable', message, mend, errcode === 0 ? {} : { cause: sqliteError(errcode) });
}

/** Of a thread that ended on something nobody foresaw. */
export function threadFailure(message: string): Failure {
  return failureOf({ message, mend: '', errcode: 0 });
}
