/** `concierge audit list`: decision records, the newest first, a line each. */
import type { DecisionRecord } from '../../../audit/record.ts';
import type { Archive } from '../../records/archive.ts';
import { withArchive } from '../../records/archive.ts';
import type { BetweenOptions } from '../../records/between.ts';
import { betweenOf } from '../../records/between.ts';
import { columns } from '../../terminal/columns.ts';
import type { OpenOptions } from '../../configured.ts';
import type { CommandContext } from '../../context.ts';
import { emphasis } from '../../terminal/emphasis.ts';
import type { FilterOptions } from '../../records/record-filter.ts';
import { recordFilter } from '../../records/record-filter.ts';
import type { ReleaseNumbers } from '../../records/record-text.ts';
import { RECORD_COLUMNS, recordCells, releaseNumbers } from '../../records/record-text.ts';
import { watched } from '../../terminal/watched.ts';

export type ListOptions = OpenOptions &
  BetweenOptions &
  FilterOptions & { readonly limit: number; readonly json?: boolean };

/** Lines are aligned among so many; a list may be of any length. */
const PAGE = 100;

export async function list(options: ListOptions, context: CommandContext): Promise<void> {
  await withArchive(options, context, async (archive) => {
    const found = chosen(options, archive, context);
    const shown =
      options.json === true
        ? await printJson(found, context)
        : await printTable(found, await releaseNumbers(archive.tenant, archive.store), context);
    if (shown === 0) context.err(NOTHING);
  });
}

const NOTHING = 'No decision record fits. Every answer to an agent makes one; `explain` makes none.';

/** One more than asked for, so that it can be said that there are more. */
async function* chosen(
  options: ListOptions,
  { tenant, store }: Archive,
  context: CommandContext,
): AsyncGenerator<DecisionRecord> {
  const fits = await recordFilter(options, tenant, store.directory);
  const latest = store.records.latest(tenant, betweenOf(options, context.clock.now()));
  let left = options.limit;
  for await (const { record } of watched(latest, 'Looking through records', context)) {
    if (!fits(record)) continue;
    if (left === 0) return context.err(`There are more: --limit ${options.limit * 5} shows up to that many.`);
    left -= 1;
    yield record;
  }
}

async function printJson(records: AsyncIterable<DecisionRecord>, { out }: CommandContext): Promise<number> {
  let shown = 0;
  for await (const record of records) {
    out(JSON.stringify(record));
    shown += 1;
  }
  return shown;
}

async function printTable(
  records: AsyncIterable<DecisionRecord>,
  numbers: ReleaseNumbers,
  context: CommandContext,
): Promise<number> {
  let shown = 0;
  let page: string[][] = [];
  const flush = (): void => {
    if (page.length === 0) return;
    const [head = '', ...lines] = columns([RECORD_COLUMNS, ...page]);
    context.out([...(shown === 0 ? [emphasis(context)(head)] : []), ...lines].join('\n'));
    shown += page.length;
    page = [];
  };
  for await (const record of records) {
    page.push(recordCells(record, numbers));
    if (page.length === PAGE) flush();
  }
  flush();
  return shown;
}
