/** What `concierge wrap` does with a source and a service over operations, the first time and again: writes them, and says what it wrote. */
import { Failure } from '../../base/failure.ts';
import type { Kept } from '../../wrapping/kept.ts';
import type { Files, Rewrapped, ToDo } from '../../wrapping/rewrap.ts';
import type { AnyWrapped } from '../../wrapping/wrapped-operation.ts';
import type { CommandContext } from '../context.ts';
import { pathFrom } from '../terminal/from-here.ts';
import { againSummary } from './wrap-again.ts';
import type { WrapPlace } from './wrap-place.ts';
import { writeWrapped } from './wrap-place.ts';
import { noteLines, toldLines, unheardLines } from './wrap-text.ts';

/** More tools, unasked, are a menu that nobody looks through. */
export const MOST_UNASKED = 12;
/** As a service has it. */
export const MOST_TOOLS = 50;

export type Writing = { readonly dryRun?: boolean; readonly json?: boolean };

/** What is wrapped, in words. */
export type Wrapping = {
  /** `document`, `database`. */
  readonly from: string;
  /** The option that adds an operation. */
  readonly adds: string;
  /** An operation as a program reads it. */
  readonly json: (operation: AnyWrapped) => unknown;
};

/** Also says which files they are. */
export function writeFirst(
  place: WrapPlace,
  { files, kept, chosen }: { readonly files: Files; readonly kept: Kept; readonly chosen: readonly AnyWrapped[] },
  { json }: Wrapping,
  options: Writing,
  context: CommandContext,
): void {
  if (options.dryRun !== true) writeWrapped(place, files, kept);
  const paths = [place.paths.source, place.paths.service, place.paths.kept].map((path) => pathFrom(context.cwd, path));
  if (options.json === true) context.out(JSON.stringify({ files: paths, operations: chosen.map(json) }, null, 2));
  else for (const path of paths) context.out(path);
}

/** `version`: see {@link againSummary}. Also says what has changed, and what is left to somebody. */
export function writeAgain(
  place: WrapPlace,
  { result, kept, chosen }: { readonly result: Rewrapped; readonly kept: Kept; readonly chosen: readonly AnyWrapped[] },
  { from, adds, json }: Wrapping,
  { version = '', ...options }: Writing & { readonly version?: string },
  context: CommandContext,
): void {
  if (options.dryRun !== true) writeWrapped(place, result.files, kept);
  const placeOf = ({ file, line, column }: ToDo): string =>
    `${pathFrom(context.cwd, place.paths[file])}:${line}:${column}`;
  if (options.json === true)
    context.out(JSON.stringify({ told: result.told, unheard: result.unheard.map(json) }, null, 2));
  else for (const line of [...toldLines(result.told, placeOf), ...unheardLines(result, from, adds)]) context.out(line);
  context.err(againSummary(result, version, options.dryRun === true, from));
  const added = new Set(result.told.filter(({ kind }) => kind === 'added').map(({ key }) => key));
  tellNotes(noteLines(chosen.filter(({ key }) => added.has(key))), context);
}

/** What a person should look at before anything else. */
export function tellNotes(notes: readonly string[], context: CommandContext): void {
  if (notes.length > 0) context.err(['Look at:', ...notes].join('\n'));
}

/** @throws Failure `usage` */
export function refuseMoreThanFit(kept: Kept, chosen: readonly AnyWrapped[]): void {
  const all = new Set([...kept.operations, ...chosen].map(({ key }) => key));
  if (all.size <= MOST_TOOLS) return;
  throw new Failure(
    'usage',
    `These would be ${all.size} tools; a service has ${MOST_TOOLS} at most.`,
    'Wrap some under another --name.',
  );
}
