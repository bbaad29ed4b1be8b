/** What the demo prints, for a terminal of eighty columns: one line an answer, one a thing that happens, colours where a person reads. */
import { styleText } from 'node:util';
import stringWidth from 'string-width';
import type { EscalationCard } from '../../card/contract.ts';
import type { DemoSystem } from '../../demo/systems-of-acme.ts';
import { CHANGED_ACCOUNT } from '../../demo/systems-of-acme.ts';
import type { ReadOutcome } from '../../sources/sync/sync-sources.ts';
import { cut } from '../terminal/columns.ts';
import type { CommandContext } from '../context.ts';
import { count } from '../terminal/progress-line.ts';
import { lengthText } from '../sources/status-text.ts';
import { wrapped } from '../terminal/wrapped.ts';

type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** Plain where output is piped, or NO_COLOR asks for it. */
export function painting({ isTerminal, env }: Pick<CommandContext, 'isTerminal' | 'env'>): Paint {
  const isPlain = !isTerminal || (env['NO_COLOR'] ?? '') !== '';
  return (style, text) => (isPlain ? text : styleText(style, text, { validateStream: false }));
}

const WIDTHS = { asks: 20, meets: 22, why: 17, facts: 6 } as const;

export function headLine(paint: Paint): string {
  return paint('bold', laidOut({ asks: 'Who asks', meets: 'meets', why: 'why', facts: 'facts' }, 'up'));
}

export type Shown = {
  readonly asks: string;
  readonly card: EscalationCard;
  /** Another one than when it was asked before. */
  readonly isNew: boolean;
  readonly nowMs: number;
};

/** Who asks, whom they meet, why, how old the facts are, and which systems are up. */
export function answerLine(
  { asks, card: { contact, reason, as_of: asOf }, isNew, nowMs }: Shown,
  systems: readonly DemoSystem[],
  paint: Paint,
): string {
  const facts = lengthText(Math.max(0, Math.round((nowMs - Date.parse(asOf)) / 1000)));
  const up = systems.map(({ isOn }, at) => (isOn() ? paint('green', String(at + 1)) : paint('red', 'x')));
  const cells = { asks, meets: contact.name, why: reason.code, facts };
  return isNew ? laidOut(cells, up.join(' '), (name) => paint('bold', name)) : laidOut(cells, up.join(' '));
}

type Cells = Readonly<Record<keyof typeof WIDTHS, string>>;

function laidOut({ asks, meets, why, facts }: Cells, up: string, emphasize = (name: string): string => name): string {
  const cells = [
    fitted(asks, WIDTHS.asks),
    emphasize(fitted(meets, WIDTHS.meets)),
    fitted(why, WIDTHS.why),
    fitted(facts, WIDTHS.facts),
  ];
  return [...cells, up].join('  ');
}

function fitted(text: string, places: number): string {
  const kept = cut(text, places);
  return kept + ' '.repeat(places - stringWidth(kept));
}

/** Something happens: the eye finds it between the answers. */
export function eventLine(text: string, paint: Paint): string {
  return wrapped(`* ${text}`)
    .map((line) => paint('cyan', line))
    .join('\n');
}

export function switchedText({ title, isOn }: DemoSystem): string {
  return isOn()
    ? `${title} is on again.`
    : `${title} is off: nobody listens at its address. Answers go on by what it said last.`;
}

/** What the first sync brought, a line for each system. */
export function firstReadLines(synced: readonly ReadOutcome[], systems: readonly DemoSystem[]): readonly string[] {
  return systems.map(({ name, title }) => {
    const reads = synced.flatMap((one) => (one.source === name && one.outcome === 'synced' ? [one] : []));
    const told = reads.map(({ rows, read }) => `${count(rows)} ${read}`).join(', ');
    return `  ${fitted(title, 12)}${told}`;
  });
}

export function keysText(systems: readonly DemoSystem[]): string {
  const switches = systems.map(({ title }, at) => `${at + 1} ${title}`).join('  ');
  const [account] = CHANGED_ACCOUNT.split(' ');
  return [
    `Keys: ${switches}: off, on again`,
    `      c another CSM for ${account} in Salesforce  s status  q quit`,
  ].join('\n');
}
