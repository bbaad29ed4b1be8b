/** What the gate found, as the person reads it who wants to publish. */
import type { Simulated, Excess } from './gate.ts';
import type { SimulationReport } from '../../simulation/report.ts';
import { listed } from '../../config/diff/words.ts';
import { counted } from '../terminal/counted.ts';
import type { Emphasize } from '../terminal/emphasis.ts';
import { count } from '../terminal/progress-line.ts';
import { fallbackTable, largestTable } from '../simulate/simulate-tables.ts';
import { table } from '../terminal/tables.ts';
import { wrapped } from '../terminal/wrapped.ts';

export function simulatedText({ reports, unasked }: Simulated, emphasize: Emphasize): string {
  const [plain] = reports;
  const accounts = plain?.all.all.accounts ?? 0;
  const shown = telling(reports);
  const rows = shown.map((report) => [
    questionWords(report),
    ...COLUMNS.map((what) => shareWords(report.all[what].accounts, accounts)),
  ]);
  const head = [`Of ${counted(accounts, 'account')}`, 'other contact', 'other reason', 'newly fallback'];
  return [
    ...table(head, rows, 1, emphasize),
    ...othersLines(reports.length - shown.length),
    ...unaskedLines(unasked),
  ].join('\n');
}

const COLUMNS = ['contact', 'reason', 'toFallback'] as const;

/** The plain question, and each that changes more than those that say less of the same. */
function telling(reports: readonly SimulationReport[]): readonly SimulationReport[] {
  const shown: SimulationReport[] = [];
  for (const report of reports) {
    const lesser = shown.filter((one) => saysLess(one, report));
    const isMore = COLUMNS.some((what) => lesser.every((one) => one.all[what].accounts < report.all[what].accounts));
    if (isMore) shown.push(report);
  }
  return shown;
}

function saysLess(one: SimulationReport, { topic, urgency, audience, language }: SimulationReport): boolean {
  return (
    [null, topic].includes(one.topic) &&
    ['normal', urgency].includes(one.urgency) &&
    ['customers', audience].includes(one.audience) &&
    [null, language].includes(one.language)
  );
}

function othersLines(others: number): readonly string[] {
  if (others === 0) return [];
  return [others === 1 ? 'The other question changes no more.' : `The other ${others} questions change no more.`];
}

function unaskedLines(unasked: Simulated['unasked']): readonly string[] {
  if (unasked.length === 0) return [];
  const facts = unasked.map(([first = '', ...others]) =>
    others.length === 0 ? first : `some of ${first} with ${listed(others)}`,
  );
  return wrapped(`Not asked: what rows decide by ${facts.join(', ')}. \`concierge simulate\` asks more.`);
}

export function questionWords({ topic, urgency, audience, language }: SimulationReport): string {
  const words = [
    ...(topic === null ? [] : [`about ${topic}`]),
    ...(urgency === 'urgent' ? ['urgent'] : []),
    ...(language === null ? [] : [`in ${language}`]),
    ...(audience === 'customers' ? [] : [`for ${audience}`]),
  ];
  return words.length === 0 ? 'a plain question' : words.join(', ');
}

function shareWords(number: number, all: number): string {
  return number === 0 ? '0' : `${count(number)} (${percent(number / all)})`;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(1).replace(/\.0$/, '')} %`;
}

/** The accounts behind it, those worth the most first. */
export function excessTable({ what, report }: Excess, emphasize: Emphasize): string {
  const lines = what === 'fallback' ? fallbackTable(report, emphasize) : largestTable(report, emphasize);
  return lines.join('\n');
}

export function excessWords({ what, report, accounts, above }: Excess): string {
  const all = report.all.all.accounts;
  const does = what === 'contact' ? 'would change contact' : 'would newly meet only the fallback';
  return `${count(accounts)} of ${counted(all, 'account')} (${percent(accounts / all)}) ${does}, asked ${questionWords(report)}; the workspace allows ${percent(above)}.`;
}
