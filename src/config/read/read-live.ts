/** `live` of a source's file: whether and how one account is looked up while an answer is made. */
import type { LiveSettings, SystemRead, SystemSource } from '../../sources/declaration.ts';
import type { Connector } from '../../sources/kit/http/connector.ts';
import { liveMappings } from '../../sources/live/live-mappings.ts';
import { liveSchema } from '../schema/source-schema.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { millisecondsOf } from './durations.ts';

/** Undefined where it isn't said, or can't be; that was reported. */
export function readLive(
  document: ConfigDocument,
  { name: connector, title, reads: known }: Pick<Connector, 'name' | 'title' | 'reads'>,
  { mappings, reads }: Pick<SystemSource, 'mappings' | 'reads'>,
): LiveSettings | undefined {
  if (!document.has(['live'])) return undefined;
  const written = document.read(['live'], liveSchema);
  if (written === undefined) return undefined;
  const askedBy = (name: string): string | null => {
    const read = readNamed(name, reads);
    const found = read === undefined ? undefined : known[read.read];
    return found === undefined || found.one === null ? null : found.id;
  };
  const accounts = mappings.filter(({ kind }) => kind === 'account');
  const columns = [...new Set(accounts.flatMap(({ from }) => askedBy(from) ?? []))];
  if (connector === 'sqlite')
    document.error(
      ['live'],
      'A file of SQLite is read by the process that answers, and holds up every other answer meanwhile.',
      'Delete `live`, and sync it more often.',
      'key',
    );
  else if (accounts.length === 0)
    document.error(
      ['live'],
      'No record of this source is an account, so none can be looked up.',
      'Delete `live`.',
      'key',
    );
  else if (columns.length === 0)
    document.error(
      ['live'],
      `${title} can’t be asked for one record of ${fromText(accounts)}.`,
      mendReads(known),
      'key',
    );
  else if (liveMappings({ mappings }, askedBy).length === 0)
    document.error(
      ['live'],
      `One account is asked for by \`${columns.join('`, `')}\`, and no account has that column as its \`id\`.`,
      `Add \`{ column: ${columns[0]}, in: … }\` to the ids of the account, as it is, without \`transform\`.`,
      'key',
    );
  return { freshMs: millisecondsOf(written.fresh_for ?? '5m'), waitMs: millisecondsOf(written.wait ?? '300ms') };
}

function readNamed(name: string, reads: readonly SystemRead[]): SystemRead | undefined {
  return reads.find((read) => read.name === name);
}

function fromText(accounts: readonly { readonly from: string }[]): string {
  return [...new Set(accounts.map(({ from }) => `\`${from}\``))].join(' or ');
}

function mendReads(known: Connector['reads']): string {
  const able = Object.entries(known).flatMap(([name, { one }]) => (one === null ? [] : [name]));
  return able.length === 0
    ? 'Delete `live`, or say under `system` how `one` record is read.'
    : `Delete \`live\`, or take the account from one of these: ${able.join(', ')}.`;
}
