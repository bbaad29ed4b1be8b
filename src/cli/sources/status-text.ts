/** How the sources are doing, as a person reads it: a line for each, then what is wrong and how to mend it. */
import { styleText } from 'node:util';
import type { EpochMs } from '../../base/clock.ts';
import type { SourceStanding, SourceState } from '../../sources/sync/standing.ts';
import type { ImportNote } from '../../store/sync-notes.ts';
import { CONFIRMING_CHARACTERS } from '../../directory/import-job.ts';
import { cut } from '../terminal/columns.ts';
import type { CommandContext } from '../context.ts';
import { emphasis } from '../terminal/emphasis.ts';
import { count } from '../terminal/progress-line.ts';
import { driftText, mendFor } from './sync-text.ts';
import { table } from '../terminal/tables.ts';
import { wrapped } from '../terminal/wrapped.ts';

export type Status = {
  readonly release: string;
  readonly sources: readonly SourceStanding[];
  readonly last_import: ImportNote | null;
  readonly folder: string;
  readonly nowMs: EpochMs;
};

const HEAD = ['Source', 'state', 'as of', 'next', 'records', 'requests left'];
const NUMBERS_FROM = 4;
const NAME = 24;

export function statusLines(status: Status, context: Pick<CommandContext, 'isTerminal' | 'env'>): readonly string[] {
  const { sources, nowMs } = status;
  if (sources.length === 0) return [`${status.release} has no sources.`];
  const emphasize = emphasis(context);
  const colour = colouring(context);
  const rows = sources.map((one) => cells(one, nowMs, colour));
  const notes = [...sources.flatMap((one) => notesOf(one, status)), ...importNotes(status)];
  const told = notes.flatMap((note) => wrapped(note));
  return [...table(HEAD, rows, NUMBERS_FROM, emphasize), ...(told.length === 0 ? [] : ['', ...told])];
}

const WORDS: Readonly<Record<SourceState, string>> = {
  never_synced: 'never read',
  stale: 'stale',
  failing: 'failing',
  syncing: 'syncing',
  late: 'late',
  fine: 'fine',
};

type Colour = (state: SourceState) => string;

const COLOURS: Readonly<Record<SourceState, 'red' | 'yellow' | 'green'>> = {
  never_synced: 'red',
  stale: 'red',
  failing: 'red',
  syncing: 'green',
  late: 'yellow',
  fine: 'green',
};

function colouring({ isTerminal, env }: Pick<CommandContext, 'isTerminal' | 'env'>): Colour {
  if (!isTerminal || (env['NO_COLOR'] ?? '') !== '') return (state) => WORDS[state];
  return (state) => styleText(COLOURS[state], WORDS[state], { validateStream: false });
}

function cells(one: SourceStanding, nowMs: EpochMs, colour: Colour): readonly string[] {
  const { due_at: due, quota } = one;
  const isExport = due === null;
  return [
    cut(one.source, NAME),
    colour(one.state),
    one.age_seconds === null ? '-' : `${lengthText(one.age_seconds)} ago`,
    due === null ? '-' : nextText(Date.parse(due) - nowMs),
    isExport ? '-' : count(one.rows),
    quota === null ? '-' : [count(quota.remaining), ...(quota.of === null ? [] : [count(quota.of)])].join(' of '),
  ];
}

function nextText(inMs: number): string {
  return inMs <= 0 ? 'now' : `in ${lengthText(Math.ceil(inMs / 1000))}`;
}

const UNITS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
] as const;

/** `3 h`: in the largest unit of which there are two, so that nobody takes 47 hours for a day. */
export function lengthText(seconds: number): string {
  const [length, unit] = UNITS.find(([each]) => seconds >= 2 * each) ?? [1, 's'];
  return `${Math.floor(seconds / length)} ${unit}`;
}

function notesOf(one: SourceStanding, { folder, nowMs }: Status): readonly string[] {
  const { source, failure, failing_since: since, state } = one;
  const drift = one.drift.map((each) => `${source}.${each.read}: ${driftText(each)}`);
  const old = one.stale && one.age_seconds !== null ? [staleText(one, one.age_seconds)] : [];
  if (failure !== null && since !== null) {
    const age = lengthText(Math.max(0, Math.round((nowMs - Date.parse(since)) / 1000)));
    const failing = `${source}.${failure.read} has been failing for ${age}, ${times(one.failures)}. ${failure.message} ${mendFor(failure.kind)}`;
    return [...old, failing.trimEnd(), ...drift];
  }
  if (state === 'never_synced') return [neverText(one, folder)];
  const late =
    state === 'late' ? [`${source} is due: does a server run, with \`sync\` on? Or: ${syncCommand(one, folder)}`] : [];
  return [...old, ...late, ...drift];
}

function staleText({ source, stale_after_seconds: after }: SourceStanding, age: number): string {
  const limit = after === null ? '' : `; it may be ${lengthText(after)}`;
  return `${source} is stale: what it says is ${lengthText(age)} old${limit}. Answers go on from it, and say how old they are.`;
}

function neverText(one: SourceStanding, folder: string): string {
  return one.due_at === null
    ? `${one.source}: a file of it isn’t there. \`concierge import ${folder}\` says which.`
    : `${one.source} was never read whole: ${syncCommand(one, folder)}`;
}

function syncCommand({ source }: SourceStanding, folder: string): string {
  return `concierge sync ${folder} --source ${source}`;
}

function times(number: number): string {
  return number === 1 ? 'once' : `${count(number)} times`;
}

/** Of an import that isn't what people take it for. */
function importNotes({ last_import: last, folder }: Status): readonly string[] {
  if (last?.outcome === 'held') {
    const confirm = `concierge import ${folder} --confirm ${last.changes?.slice(0, CONFIRMING_CHARACTERS) ?? ''}`;
    return [
      `What was read last is held back: it would change more than the workspace allows. Look at the sources. If they are right: ${confirm}`,
    ];
  }
  if (last?.outcome !== 'failed') return [];
  return [`What was read last could not be merged: ${last.failure?.message ?? ''} Answers go on from before.`];
}
