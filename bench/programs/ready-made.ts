/**
 * What the programs beside the product answer: replies that were made before, one for each account of the sample. They
 * identify nobody, decide nothing and record nothing, so whatever they cost is the protocol's price and their own.
 */
import { readFileSync } from 'node:fs';

/** A card as JSON text, by account id: what the product answered for it. */
export type ReadyMade = ReadonlyMap<string, string>;

/** Reads the file that the harness names in the first argument. */
export function readReadyMade(): ReadyMade {
  const file = process.argv[2];
  if (file === undefined) throw new TypeError('The first argument must name the file of ready-made replies.');
  return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>));
}

/** Throws a RangeError for an account that the file lacks: a wrong answer must not look like a right one. */
export function replyFor(ready: ReadyMade, accountId: unknown): string {
  const json = ready.get(String(accountId));
  if (json === undefined) throw new RangeError(`No reply was made for account ${String(accountId)}.`);
  return json;
}
