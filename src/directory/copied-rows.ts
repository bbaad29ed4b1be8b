/** Rows for an import out of the copies that syncs have made. */
import { Failure } from '../base/failure.ts';
import type { ContentHash } from '../base/hash.ts';
import { textHash } from '../base/hash.ts';
import type { Tenant } from '../caller/caller.ts';
import type { ReadItem } from '../sources/row.ts';
import { rowItem } from '../sources/row.ts';
import type { CopyKey, CopyStore } from '../store/copies.ts';
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
    const { asOf, shape } = await copies.state(key);
    if (asOf === null) throw notSynced(key, 'has no whole copy');
    if (shape !== shapeOf(source, read)) throw notSynced(key, 'was synced for another mapping, or of another system');
    return { asOf, items: itemsOf(copies, key) };
  };
}

function notSynced({ source, read }: CopyKey, how: string): Failure {
  const mend = `Sync it: \`concierge sync --source ${source}\`.`;
  return new Failure('unreadable_source', `\`${read}\` of the source \`${source}\` ${how}.`, mend);
}

async function* itemsOf(copies: Copies, key: CopyKey): AsyncGenerator<ReadItem> {
  for await (const { id, values } of copies.rows(key)) yield rowItem(copiedPlace(key, id), values, id);
}

/** How a copied row is told. */
export function copiedPlace({ source, read }: Pick<CopyKey, 'source' | 'read'>, id: string): string {
  return `${source}:${read}/${placeOf(id)}`;
}

const SHOWN_CHARACTERS = 12;

/** Places are printed and may go to a log: an id that holds an address is told by its hash. */
function placeOf(id: string): string {
  return id.includes('@') ? textHash(id).slice(0, SHOWN_CHARACTERS) : id;
}
