/** What `concierge wrap mcp` shows of a server's tools. Their words are shown cleaned: they are somebody else's, and no instruction. */
import { cleanPassage, cleanText } from '../../base/clean-text.ts';
import type { Definition, Unusable } from '../../upstreams/definition.ts';
import { isUsable } from '../../upstreams/definition.ts';
import type { Difference } from '../../upstreams/difference.ts';
import { differencesOf } from '../../upstreams/difference.ts';
import { knownTool } from '../../upstreams/input-fields.ts';
import { pinOf } from '../../upstreams/pin.ts';
import { unnamedFields } from '../../upstreams/propose.ts';
import { suspicionsIn } from '../../upstreams/suspicions.ts';
import type { Emphasize } from '../terminal/emphasis.ts';

export type ToolState = 'new' | 'approved' | 'changed';

export type ShownTool = {
  readonly definition: Definition;
  readonly before: Definition | null;
  readonly state: ToolState;
};

export function shownTools(listed: readonly Definition[], approved: readonly Definition[]): readonly ShownTool[] {
  return listed.map((definition) => {
    const before = approved.find(({ name }) => name === definition.name) ?? null;
    if (before === null) return { definition, before, state: 'new' };
    return { definition, before, state: pinOf(before) === pinOf(definition) ? 'approved' : 'changed' };
  });
}

const MOST_WORDS = 2_000;
const MOST_DIFFERENCES = 30;
const MOST_VALUE = 300;

export function toolLines({ definition, before, state }: ShownTool, bold: Emphasize): readonly string[] {
  const words = cleanPassage(definition.description ?? '', MOST_WORDS).split('\n');
  return [
    '',
    `${bold(definition.name)}${STATES[state]}`,
    ...(definition.title === undefined ? [] : [`  ${cleanText(definition.title, 200)}`]),
    ...words.filter((line) => line !== '').map((line) => `  | ${line}`),
    ...inputLines(definition),
    ...unnamedLines(definition),
    ...suspicionsIn(definition).map((suspicion) => `  ! ${suspicion}`),
    ...(before === null || state !== 'changed' ? [] : differenceLines(differencesOf(before, definition))),
  ];
}

const STATES: Readonly<Record<ToolState, string>> = {
  new: '',
  approved: ' (approved)',
  changed: ' (changed since it was approved)',
};

function inputLines(definition: Definition): readonly string[] {
  const { input, unsaid, needs } = knownTool(definition);
  const names = Object.entries(input).map(([name, { required }]) => (required === true ? name : `${name}?`));
  const left = Object.entries(unsaid).map(
    ([name, why]) => `  - \`${cleanText(name, 60)}\` can't be said: ${whyAlone(name, why)}`,
  );
  return [
    ...(names.length === 0 ? [] : [`  takes ${names.join(', ')}`]),
    ...left.slice(0, MOST_DIFFERENCES),
    ...(needs.length === 0 ? [] : ['  - so it can’t be offered: it needs that']),
  ];
}

/** Of its reply; nothing of these is proposed. */
function unnamedLines(definition: Definition): readonly string[] {
  return unnamedFields(definition)
    .slice(0, MOST_DIFFERENCES)
    .map((name) => `  - \`${cleanText(name, 60)}\` of its reply isn’t proposed: no path should hold such a name`);
}

function differenceLines(differences: readonly Difference[]): readonly string[] {
  const shown = differences
    .slice(0, MOST_DIFFERENCES)
    .flatMap(({ at, before, now }) => [
      `    ${cleanText(at, 200)}`,
      ...(before === null ? [] : [`    - ${cleanText(before, MOST_VALUE)}`]),
      ...(now === null ? [] : [`    + ${cleanText(now, MOST_VALUE)}`]),
    ]);
  const more = differences.length - MOST_DIFFERENCES;
  return ['  what changed:', ...shown, ...(more > 0 ? [`    and ${more} more`] : [])];
}

export function unusableLines(unusable: readonly Unusable[]): readonly string[] {
  return unusable.map(({ name, why }) => `\n${cleanText(name, 128)} can't be offered: ${why}.`);
}

export function goneLines(
  listed: readonly (Definition | Unusable)[],
  approved: readonly Definition[],
): readonly string[] {
  const gone = approved.filter(({ name }) => !listed.some((tool) => tool.name === name && isUsable(tool)));
  return gone.map(({ name }) => `\n${name} was approved, and is there no more: it answers that it can't be asked.`);
}

/** The place goes before a reason where it lies deeper: `filter.and[]: it is …`. */
function whyAlone(name: string, why: string): string {
  return why.startsWith(`${name}: `) ? why.slice(name.length + 2) : why;
}
