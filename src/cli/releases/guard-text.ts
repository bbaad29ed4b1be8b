/** Which scenario guards which row, as a leader reads it: the rows that nobody would miss come last, by name. */
import type { Noticed, TableName } from '../../scenarios/mutate.ts';
import { columns } from '../terminal/columns.ts';
import type { Emphasize } from '../terminal/emphasis.ts';
import { titled } from '../explanation-text.ts';

const TABLES = ['escalation_contact', 'account_health'] as const satisfies readonly TableName[];

export function guardText(guards: readonly Noticed[], emphasize: Emphasize): string {
  const section = titled(emphasize);
  const of = (table: TableName, isSwap: boolean): readonly Noticed[] =>
    guards.filter((one) => one.table === table && (one.next !== null) === isSwap);
  return [
    '',
    ...TABLES.flatMap((table) => section(`If a row of ${table} were gone`, lines(of(table, false)))),
    ...TABLES.flatMap((table) => section(`If two neighbours of ${table} traded places`, lines(of(table, true)))),
    ...section('If it were inherited no more', lines(of('inherit', false))),
    ...warnings(guards),
  ]
    .join('\n')
    .trimEnd();
}

function lines(guards: readonly Noticed[]): readonly string[] {
  return columns(guards.map((one) => [nameOf(one), noticer(one)]));
}

function noticer({ by }: Noticed): string {
  const [first, ...others] = by;
  if (first === undefined) return 'NOBODY NOTICES';
  return others.length === 0 ? first : `${first} (and ${others.length} more)`;
}

function nameOf({ row, next }: Noticed): string {
  return next === null ? row : `${row}, ${next}`;
}

function warnings(guards: readonly Noticed[]): readonly string[] {
  const rows = guards.filter(({ next, by }) => next === null && by.length === 0);
  const orders = guards.filter(({ next, by }) => next !== null && by.length === 0);
  return [
    rows.length === 0
      ? 'Every row has a scenario that guards it.'
      : `Warning: no scenario guards ${rows.map(nameOf).join(', ')}.`,
    ...(orders.length === 0 ? [] : [`Warning: no scenario guards the order of ${orders.map(nameOf).join('; ')}.`]),
  ];
}
