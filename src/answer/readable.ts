/** Reads that may fail without ending the story: the directory is down, somebody is called, and the answer goes on. */
import type { Call } from './call.ts';
import { correlationOf } from './call.ts';
import type { Desk } from './desk.ts';

export async function readable<Value, Otherwise>(
  read: () => Promise<Value>,
  otherwise: Otherwise,
  { alarm }: Pick<Desk, 'alarm'>,
  call: Pick<Call, 'id' | 'ask'>,
): Promise<Value | Otherwise> {
  try {
    return await read();
  } catch (cause) {
    alarm('directory_unreadable', cause, correlationOf(call));
    return otherwise;
  }
}
