/**
 * `concierge wrap sql`: a source and a service over tables and columns of a database that somebody picked. Again, where they are there:
 * what the database's schema changed since, with every edit kept.
 */
import { resolve } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import type { Catalogue } from '../../../sources/sql/catalogue/catalogue.ts';
import { fullName } from '../../../sources/sql/catalogue/catalogue.ts';
import { DIALECTS } from '../../../sources/sql/dialect.ts';
import type { Kept } from '../../../wrapping/kept.ts';
import { keptOf } from '../../../wrapping/kept.ts';
import { rewrapped } from '../../../wrapping/rewrap.ts';
import { serviceText } from '../../../wrapping/source-text.ts';
import { databaseText } from '../../../wrapping/sql/database-text.ts';
import type { Picks } from '../../../wrapping/sql/offered-tables.ts';
import { offeredTables, whyRefused } from '../../../wrapping/sql/offered-tables.ts';
import type { TableOperation } from '../../../wrapping/sql/table-operation.ts';
import type { PickWords } from '../../../wrapping/sql/picks.ts';
import { areNamed, isNothing, picksOf, tablesIn } from '../../../wrapping/sql/picks.ts';
import type { CommandContext } from '../../context.ts';
import { readDeployment } from '../../configured.ts';
import { counted } from '../../terminal/counted.ts';
import { emphasis } from '../../terminal/emphasis.ts';
import { lookAtDatabase } from '../../wrap/look-at-database.ts';
import { nextLines } from '../../wrap/wrap-next.ts';
import type { WrapPlace } from '../../wrap/wrap-place.ts';
import { wrapPlace } from '../../wrap/wrap-place.ts';
import { askedPicks } from '../../wrap/wrap-sql-asked.ts';
import type { Asked } from '../../wrap/wrap-sql-place.ts';
import { askedDatabase, baseUrlOf, databaseHead, passwordOf } from '../../wrap/wrap-sql-place.ts';
import { askedJson, columnLines, someTableLines, tableJson, tableLines, tablesLine } from '../../wrap/wrap-sql-text.ts';
import { noteLines } from '../../wrap/wrap-text.ts';
import type { Wrapping } from '../../wrap/write-and-tell.ts';
import {
  MOST_TOOLS,
  MOST_UNASKED,
  refuseMoreThanFit,
  tellNotes,
  writeAgain,
  writeFirst,
} from '../../wrap/write-and-tell.ts';

export type WrapSqlOptions = {
  readonly url: string | undefined;
  readonly name?: string;
  readonly workspace?: string;
  readonly list?: boolean;
  readonly schema?: readonly string[];
  readonly table?: readonly string[];
  readonly column?: readonly string[];
  readonly all?: boolean;
  readonly secret?: string;
  readonly deployment?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
};

const DATABASE: Wrapping = { from: 'database', adds: '--table NAME', json: askedJson };

/** @throws Failure `usage`, `missing_file`, `configuration`, `not_found`, `sync_failed` */
export async function wrapSql(options: WrapSqlOptions, context: CommandContext): Promise<void> {
  const { name, list = false } = options;
  if (!list && name === undefined)
    throw new Failure('usage', 'How shall it be called?', 'Say --name NAME, or --list to see what there is.');
  const place = name === undefined ? null : wrapPlace(name, options.workspace, context.cwd);
  const folder = place?.folder ?? resolve(context.cwd, options.workspace ?? '.');
  const deployment = readDeployment(folder, { dir: options.workspace, ...deploymentIn(options) }, context.cwd);
  const said = { url: options.url, name, secret: options.secret };
  const asked = askedDatabase(said, place?.there?.files.source ?? null, context.cwd, folder);
  context.progress('Looking at the database');
  const catalogue = await lookAtDatabase(asked.address, passwordOf(asked, deployment, context), deployment);
  context.progress(null);
  const words = wordsOf(options);
  if (list || place === null) return listed(catalogue, words, options, context);
  const database: Database = { asked, catalogue, words, isKnown: isKnown(asked, deployment) };
  if (place.there === null) await first(place, database, options, context);
  else again(place, place.there.kept, database, options, context);
}

function deploymentIn({ deployment }: WrapSqlOptions): { readonly deployment?: string } {
  return deployment === undefined ? {} : { deployment };
}

function wordsOf({ schema = [], table = [], column = [] }: WrapSqlOptions): PickWords {
  return { schemas: schema, tables: table, columns: column };
}

/** Whether the deployment says already where the password comes from. */
function isKnown({ secret }: Asked, { secrets }: { readonly secrets: object }): boolean {
  return secret === null || Object.hasOwn(secrets, secret);
}

/** Columns are shown of as many tables as a person reads through. */
const MOST_SHOWN_WHOLE = 10;

function listed(
  catalogue: Catalogue,
  words: PickWords,
  { json = false }: WrapSqlOptions,
  context: CommandContext,
): void {
  const tables = tablesIn(catalogue, words);
  if (json) return context.out(JSON.stringify({ tables: tables.map(tableJson) }, null, 2));
  for (const line of tableLines(tables, emphasis(context))) context.out(line);
  if (!isNothing(words) && tables.length <= MOST_SHOWN_WHOLE)
    for (const table of tables) for (const line of columnLines(table, emphasis(context))) context.out(line);
  context.err(tablesLine(tables));
  if (isNothing(words)) context.err('--table NAME shows its columns, too.');
}

type Database = {
  readonly asked: Asked;
  readonly catalogue: Catalogue;
  readonly words: PickWords;
  readonly isKnown: boolean;
};

async function first(
  place: WrapPlace,
  database: Database,
  options: WrapSqlOptions,
  context: CommandContext,
): Promise<void> {
  const { asked, catalogue } = database;
  const head = databaseHead(place.name, asked, place.folder);
  const picks = await firstPicks(database, options, context);
  const offered = offeredTables(catalogue, { dialect: DIALECTS[asked.address.kind], picks, kept: [] });
  const refused = offered.refused.find(({ key }) => picks.has(key));
  if (refused !== undefined)
    throw new Failure(
      'usage',
      `\`${refused.key}\` can’t be wrapped: ${refused.why}.`,
      'Pick its columns by --column, or leave it out.',
    );
  const chosen = chosenOf(offered.operations, picks);
  refuseTooMany(chosen, database, options, context);
  const files = { source: databaseText(head, chosen), service: serviceText(head, chosen) };
  const known = offered.operations.map(({ key }) => key);
  const kept = keptFor(head, asked, known, chosen.map(keptOf), picks);
  writeFirst(place, { files, kept, chosen }, DATABASE, options, context);
  const verb = options.dryRun === true ? 'Would wrap' : 'Wrapped';
  context.err(
    `${verb} ${counted(picks.size, 'table')} as ${counted(chosen.length, 'tool')}: ${chosen.map(({ name }) => name).join(', ')}.`,
  );
  warnOfPassword(asked, context);
  tellNotes(noteLines(chosen), context);
  const access = { baseUrl: baseUrlOf(asked.address), auth: head.auth ?? {}, notes: [] };
  context.err(nextLines(place, database.isKnown ? null : access, context).join('\n'));
}

async function firstPicks(
  { catalogue, words }: Database,
  options: WrapSqlOptions,
  context: CommandContext,
): Promise<Picks> {
  if (!isNothing(words) || options.all === true) return withoutClosed(catalogue, words);
  if (context.questions !== undefined) return await askedPicks(catalogue, context.questions);
  for (const line of someTableLines(catalogue, emphasis(context))) context.out(line);
  throw new Failure(
    'usage',
    `${tablesLine(catalogue)} Nothing was written: nobody is here to be asked which of them.`,
    'Choose by --table NAME and --column TABLE.COLUMN.',
  );
}

/** What a pattern meets by chance, and can't be wrapped, is passed over; what somebody named is refused. */
function withoutClosed(catalogue: Catalogue, words: PickWords): Picks {
  const picks = picksOf(catalogue, words);
  if (areNamed(words)) return picks;
  const open = catalogue.filter((table) => whyRefused(table, picks.get(fullName(table)) ?? null) === null);
  const names = new Set(open.map(fullName));
  return new Map([...picks].filter(([table]) => names.has(table)));
}

function chosenOf(operations: readonly TableOperation[], picks: Picks): readonly TableOperation[] {
  return operations.filter(({ tags }) => tags.some((table) => picks.has(table)));
}

function refuseTooMany(
  chosen: readonly TableOperation[],
  { catalogue, words }: Database,
  { all = false }: WrapSqlOptions,
  context: CommandContext,
): void {
  if (chosen.length === 0)
    throw new Failure('usage', 'No table that can be wrapped fits.', '--list shows those that there are.');
  const isAsked = all || areNamed(words) || isNothing(words);
  if (chosen.length <= MOST_UNASKED || (isAsked && chosen.length <= MOST_TOOLS)) return;
  for (const line of someTableLines(tablesIn(catalogue, words), emphasis(context))) context.out(line);
  const mend = chosen.length <= MOST_TOOLS ? ', or take them --all' : '';
  throw new Failure(
    'usage',
    `These would be ${chosen.length} tools, which is more than ${all || areNamed(words) ? `the ${MOST_TOOLS} of a service` : 'a model reads'}.`,
    `Choose fewer by --table NAME${mend}; nothing was written.`,
  );
}

function warnOfPassword({ address }: Asked, context: CommandContext): void {
  if (address.kind !== 'sqlite' && address.password !== null)
    context.err(
      'The password was written nowhere; your shell may remember it: give it by the environment the next time.',
    );
}

function keptFor(
  { from, title }: { readonly from: string; readonly title: string },
  { address }: Asked,
  known: readonly string[],
  operations: Kept['operations'],
  picks: Picks,
): Kept {
  const picked = [...picks].flatMap(([table, columns]) =>
    columns === null ? [] : [[table, [...columns]] satisfies [string, string[]]],
  );
  return {
    format: 1,
    from,
    title,
    version: '',
    base_url: baseUrlOf(address),
    known: [...known],
    operations,
    ...(picked.length > 0 && { picked: Object.fromEntries(picked) }),
  };
}

function again(
  place: WrapPlace,
  kept: Kept,
  database: Database,
  options: WrapSqlOptions,
  context: CommandContext,
): void {
  const { asked, catalogue, words } = database;
  const wanted: Picks = isNothing(words) ? new Map() : picksOf(catalogue, words);
  const before = Object.entries(kept.picked ?? {}).map(
    ([table, columns]) => [table, stillThere(catalogue, table, columns)] as const,
  );
  const picks: Picks = new Map([...before, ...wanted]);
  const offered = offeredTables(catalogue, { dialect: DIALECTS[asked.address.kind], picks, kept: kept.operations });
  const chosen = chosenOf(offered.operations, wanted);
  refuseMoreThanFit(kept, chosen);
  const result = rewrapped(kept, offered, chosen, place.there?.files ?? { source: '', service: '' }, 'database');
  const known = offered.operations.map(({ key }) => key);
  const after = { ...keptFor(kept, asked, known, [...result.operations], picks), base_url: kept.base_url };
  warnOfPassword(asked, context);
  writeAgain(place, { result, kept: after, chosen }, DATABASE, options, context);
}

/** A column that is gone is told as a field that is. */
function stillThere(catalogue: Catalogue, table: string, columns: readonly string[]): readonly string[] {
  const found = catalogue.find((each) => fullName(each) === table)?.columns.map(({ name }) => name) ?? [];
  return columns.filter((column) => found.includes(column));
}
