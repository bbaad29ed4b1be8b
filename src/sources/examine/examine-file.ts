/** A source of exports, tried: each file is there and readable, with the columns that the mapping names. */
import { Failure } from '../../base/failure.ts';
import type { FileRead, FileSource } from '../declaration.ts';
import { readFileRows } from '../file/read-file.ts';
import { columnsOf } from '../kit/records.ts';
import type { Finding } from './finding.ts';
import { look, ok, toMend } from './finding.ts';

const SAMPLE_ROWS = 1_000;
const ENOUGH = 20;

export async function examineFile(
  folder: string,
  { reads, mappings }: FileSource,
  onStep: (check: string) => void,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const read of reads) {
    onStep(`read ${read.name}`);
    const named = mappings.filter(({ from }) => from === read.name).flatMap((mapping) => [...columnsOf(mapping)]);
    findings.push(...(await examined(folder, read, [...new Set(named)].toSorted())));
  }
  return findings;
}

async function examined(folder: string, read: FileRead, columns: readonly string[]): Promise<readonly Finding[]> {
  const check = `read ${read.name}`;
  try {
    const { rows, troubles, filled, asOf, isAll } = await sampled(folder, read, columns);
    const count = isAll ? `${rows}` : `the first ${rows}`;
    const says = `Read ${count} row${rows === 1 ? '' : 's'} of ${read.path}, written ${asOf.slice(0, 10)}.`;
    const empty = rows < ENOUGH ? [] : columns.filter((column) => !filled.has(column));
    return [
      rows === 0
        ? look(check, `${read.path} has no rows.`, 'Look at the export, if there should be some.')
        : ok(check, says),
      ...(troubles === 0
        ? []
        : [look(check, `${troubles} rows can’t be read.`, '`concierge import` says which and why.')]),
      ...empty.map((column) =>
        look(check, `None of ${rows} rows has a value for \`${column}\`.`, 'Look at the column’s name.'),
      ),
    ];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [toMend(check, error.message, error.mend)];
  }
}

async function sampled(folder: string, read: FileRead, columns: readonly string[]) {
  const { asOf, items } = await readFileRows(folder, read, columns);
  const filled = new Set<string>();
  let [rows, troubles, isAll] = [0, 0, true];
  for await (const item of items) {
    if (item.kind === 'trouble') {
      troubles += 1;
      continue;
    }
    rows += 1;
    for (const [column, value] of Object.entries(item.row.values))
      if (value !== null && value !== '') filled.add(column);
    if (rows === SAMPLE_ROWS) {
      isAll = false;
      break;
    }
  }
  return { asOf, rows, troubles, filled, isAll };
}
