/** What somebody hands back: a workbook, one CSV file, or a folder of them. */
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { Failure } from '../base/failure.ts';
import { FILE_LIMITS } from '../sources/file/limits.ts';
import { openFile } from '../sources/file/open-file.ts';
import type { Grid } from './grid.ts';
import { GRID_LIMITS } from './grid.ts';
import { csvGrid } from './read-csv.ts';
import { xlsxGrids } from './read-xlsx.ts';

const MIB = 1024 * 1024;
/** XML is many times as long as what it says. */
const LIMITS = { ...FILE_LIMITS, bytes: GRID_LIMITS.bytes, sheetBytes: 100 * MIB, sharedBytes: 50 * MIB } as const;
const OTHER_FORMATS = 'Save it as an Excel workbook (.xlsx) or as CSV UTF-8 (.csv).';

/** @throws Failure `missing_file`, `unreadable_source`, or `usage` for another kind of file */
export async function readGrids(path: string): Promise<readonly Grid[]> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw new Failure('missing_file', `There is no file ${path}.`, 'Name what `guardrails export` wrote.');
  if (!found.isDirectory()) return await fileGrids(path);
  const names = readdirSync(path).filter((name) => extname(name).toLowerCase() === '.csv');
  if (names.length === 0)
    throw new Failure('missing_file', `The folder ${path} has no CSV file.`, 'Name what `guardrails export` wrote.');
  const grids: Grid[] = [];
  for (const name of names.toSorted()) grids.push(...(await fileGrids(`${path}/${name}`)));
  return grids;
}

async function fileGrids(path: string): Promise<readonly Grid[]> {
  const ending = extname(path).toLowerCase();
  const isWorkbook = ending === '.xlsx' || ending === '.xlsm';
  if (!isWorkbook && ending !== '.csv')
    throw new Failure('usage', `${basename(path)} is neither a workbook nor CSV.`, OTHER_FORMATS);
  const file = await openFile(dirname(path), basename(path), LIMITS);
  return isWorkbook ? await xlsxGrids(file, LIMITS) : [await csvGrid(file, basename(path, extname(path)))];
}
