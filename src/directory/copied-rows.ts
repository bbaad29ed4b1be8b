/** Rows for an import out of the copies that syncs have made. */
import { Failure } from '../base/failure.ts';
import type { ContentHash } from '../base/hash.ts';
import { textHash } from '../base/hash.ts';
import type { Tenant } from '../caller/caller.ts';
import type { ReadItem } from '../sources/row.ts';
import { writtenAt } from '../sources/file-url/mark.ts';
import { rowItem, TROUBLE, troubleItem } from '../sources/row.ts';
import type { CopiedRow, CopyKey, CopyStore } from '../store/copies.ts';
import type { ReadCopied } from './read-entries.ts';

type Copies = Pick<CopyStore, 'state' | 'rows'>;

/** `shapeOf`: what a copy must be of to count, see CopyState. */
export function copiedRows(
  copies: Copies,
  tenant: Tenant,
  shapeOf: (source: string, read: string) => ContentHash,
): ReadCopied {
  return async (source, read) => {
    const key: CopyKey = { tenant, source, read };
    const { asOf, shape, mark } = await copies.state(key);
    if (asOf === null) throw notSynced(key, 'has no whole copy');
    if (shape !== shapeOf(source, read)) throw notSynced(key, 'was synced for another mapping, or of another system');
    return { asOf: writtenAt(mark, asOf), items: itemsOf(copies, key) };
  };
}

function notSynced({ source, read }: CopyKey, how: string): Failure {
  const mend = `Sync it: \`concierge sync --source ${source}\`.`;
  return new Failure('unreadable_source', `\`${read}\` of the source \`${source}\` ${how}.`, mend);
}

async function* itemsOf(copies: Copies, key: CopyKey): AsyncGenerator<ReadItem> {
  for await (const row of copies.rows(key)) yield copiedItem(key, row);
}

/** A copied row as an import reads it. */
export function copiedItem(of: Pick<CopyKey, 'source' | 'read'>, { id, values }: CopiedRow): ReadItem {
  const { [TROUBLE]: trouble, ...columns } = values;
  if (trouble === undefined) return rowItem(copiedPlace(of, id), values, id);
  // A row of a file: its id is its number.
  const place = copiedPlace(of, numberOf(id));
  return typeof trouble === 'string' && trouble !== '' ? troubleItem(place, trouble) : rowItem(place, columns, id);
}

/** Where a record of a system stands, for reports and provenance. */
export function copiedPlace({ source, read }: Pick<CopyKey, 'source' | 'read'>, id: string): string {
  return `${source}:${read}/${placeOf(id)}`;
}

function numberOf(id: string): string {
  return id.replace(/^0+/, '');
}

const SHOWN_CHARACTERS = 12;

/** Places are printed and may go to a log: an id that holds an address is told by its hash. */
function placeOf(id: string): string {
  return id.includes('@') ? textHash(id).slice(0, SHOWN_CHARACTERS) : id;
}
