/** A source that is an export in the workspace: where it is, what its rows are, and which columns fill what, by their values. */
import { relative, resolve, join, sep } from 'node:path';
import { existsSync } from 'node:fs';
import { Failure } from '../../base/failure.ts';
import type { FileRead } from '../../sources/declaration.ts';
import { formatOf } from '../../sources/file/format.ts';
import type { FileSample } from '../../sources/file/sample-file.ts';
import { sampleFile } from '../../sources/file/sample-file.ts';
import type { ExportKind } from '../../sources/propose/propose-export.ts';
import { kindOf, proposedExport } from '../../sources/propose/propose-export.ts';
import { seenColumns } from '../../sources/propose/seen-column.ts';
import { columnsIn } from '../../sources/propose/proposal.ts';
import type { Configured } from '../configured.ts';
import { emphasis } from '../terminal/emphasis.ts';
import { pathFrom } from '../terminal/from-here.ts';
import type { Adding } from './adding.ts';
import { pairsOf, refuseStrangers } from './answers.ts';
import { groundOf } from './known.ts';
import { sampleTable } from './sample-table.ts';
import { decided } from './write-source-file.ts';

const SETTINGS = ['path', 'sheet', 'header_row', 'list', 'kind'] as const;
const KINDS: readonly ExportKind[] = ['account', 'person', 'contact', 'absence'];

export async function addFile(adding: Adding, { workspace, deployment }: Configured): Promise<void> {
  const { options, context, answers, folder, name } = adding;
  const given = pairsOf('--set', options.set);
  refuseStrangers('--set', given, SETTINGS);
  const path = await answers.text({
    flag: '--set path=FILE',
    given: given.get('path'),
    message: 'Where is the export? A file in the workspace, like data/accounts.csv.',
    check: (text) => unfitPath(text, adding),
  });
  answers.refuseMissing();
  const inside = pathInside(path, adding);
  const format = formatOf(inside) ?? 'csv';
  const headerRow = given.get('header_row');
  const sheet = given.get('sheet') ?? null;
  const sample = await sampleFile(folder, {
    path: inside,
    format,
    sheet,
    headerRow: headerRow === undefined ? null : Number(headerRow),
    list: given.get('list') ?? null,
  });
  const ground = await groundOf(workspace, deployment, context);
  const guess = { read: 'rows', source: name, columns: seenColumns(sample.rows, { isOfAccounts: true }) };
  const kind = await kindAsked(adding, given.get('kind'), kindOf(guess, ground));
  const columns = seenColumns(sample.rows, { isOfAccounts: kind === 'account' });
  const proposal = proposedExport({ read: 'rows', source: name, columns }, kind, ground);
  if (proposal.records.length === 0)
    throw new Failure(
      'usage',
      proposal.notes.join(' '),
      'Say what the rows are (`--set kind=…`), or write the source by hand: docs/sources.md.',
    );
  showSample(adding, sample, proposal.records);
  await decided(
    adding,
    proposal,
    () => columns.map(({ column }) => column),
    (records) => ({
      name,
      about: `${inside}, added by \`concierge source add\`: look at each line before you rely on it.`,
      connector: 'file',
      reads: [{ name: 'rows', values: readValues(inside, format, sheet, sample) }],
      records,
    }),
    {
      deployment: [],
      rows: { rows: sample.rows.length },
      notes: proposal.notes,
      next: [
        `concierge check${at(adding)}`,
        `concierge doctor${at(adding)} --source ${name}`,
        `concierge import${at(adding)}`,
      ],
    },
  );
}

function at({ context, folder }: Adding): string {
  const dir = pathFrom(context.cwd, folder);
  return dir === '' ? '' : ` ${dir}`;
}

async function kindAsked(
  { answers, options }: Adding,
  given: string | undefined,
  guess: ExportKind | null,
): Promise<ExportKind> {
  const said =
    given ??
    (answers.questions === null || options.yes === true
      ? guess
      : await answers.questions.choose({
          message: 'What is each row?',
          choices: [
            { value: 'account', name: 'A customer' },
            { value: 'person', name: 'One of your people' },
            { value: 'contact', name: 'A customer’s e-mail address' },
            { value: 'absence', name: 'An absence of one of your people' },
          ],
          ...(guess !== null && { byDefault: guess }),
        }));
  const kind = KINDS.find((each) => each === said);
  if (kind !== undefined) return kind;
  throw new Failure(
    'usage',
    said === null ? 'Nothing shows what the rows are.' : `There is no kind \`${said}\`.`,
    `Say \`--set kind=…\`: ${KINDS.join(', ')}.`,
  );
}

/** As somebody types it: from where they are, or from the workspace. */
function pathInside(path: string, { context, folder }: Adding): string {
  const here = resolve(context.cwd, path);
  const target = existsSync(join(folder, path)) || !existsSync(here) ? resolve(folder, path) : here;
  return relative(folder, target).split(sep).join('/');
}

function unfitPath(path: string, adding: Adding): string | null {
  const inside = pathInside(path, adding);
  if (inside === '' || inside.startsWith('..'))
    return 'It lies outside the workspace: copy it in, a source reads nothing else.';
  if (!existsSync(join(adding.folder, inside))) return 'There is no such file.';
  return formatOf(inside) === undefined ? 'It must end with .csv, .tsv, .xlsx, .json, .ndjson or .jsonl.' : null;
}

function readValues(
  path: string,
  format: FileRead['format'],
  sheet: string | null,
  { headerRow, list }: FileSample,
): Readonly<Record<string, string | number>> {
  const isTable = format === 'csv' || format === 'xlsx';
  return {
    path: `../${path}`,
    ...(sheet !== null && { sheet }),
    ...(isTable && headerRow !== 1 && { header_row: headerRow }),
    ...(list !== null && { list }),
  };
}

function showSample(
  { options, context }: Adding,
  { rows }: FileSample,
  records: ReturnType<typeof proposedExport>['records'],
): void {
  if (options.json === true) return;
  const lines = records.flatMap((record) => record.lines);
  const wanted = new Set(
    lines.flatMap((line) => (line.kind === 'assignment' ? [line.person.column] : columnsIn(line.value))),
  );
  const open = new Set(lines.flatMap((line) => (line.kind === 'fact' ? columnsIn(line.value) : [])));
  const [head = '', ...cells] = sampleTable(rows, [...wanted], { open, isMasked: true });
  context.out(
    [
      `The first ${cells.length} of ${rows.length} rows that were looked at:`,
      `  ${emphasis(context)(head)}`,
      ...cells.map((each) => `  ${each}`),
      '',
    ].join('\n'),
  );
}
