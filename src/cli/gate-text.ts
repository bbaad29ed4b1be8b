/** What the gate found, as the person reads it who wants to publish. */
import type { Simulated, Excess } from './gate.ts';
import type { SimulationReport } from '../simulation/report.ts';
import { counted } from './counted.ts';
import type { Emphasize } from './emphasis.ts';
import { count } from './progress-line.ts';
import { fallbackTable, largestTable } from './simulate-tables.ts';
import { table } from './tables.ts';
import { wrapped } from './wrapped.ts';

export function simulatedText({ reports, unasked }: Simulated, emphasize: Emphasize): string {
  const [plain] = reports;
  const accounts = plain?.all.all.accounts ?? 0;
  const rows = reports.map((report) => [
    questionWords(report),
    ...(['contact', 'reason', 'toFallback'] as const).map((what) => shareWords(report.all[what].accounts, accounts)),
  ]);
  const head = [`Of ${counted(accounts, 'account')}`, 'other contact', 'other reason', 'newly fallback'];
  return [...table(head, rows, 1, emphasize), ...unaskedLines(unasked)].join('\n');
}

function unaskedLines(unasked: readonly string[]): readonly string[] {
  if (unasked.length === 0) return [];
  return wrapped(`Not asked: what rows say that wait for ${unasked.join(', ')}. \`concierge simulate\` asks more.`);
}

export function questionWords({ topic, urgency, audience }: SimulationReport): string {
  const words = [
    ...(topic === null ? [] : [`about ${topic}`]),
    ...(urgency === 'urgent' ? ['urgent'] : []),
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
