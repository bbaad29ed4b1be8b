/** What a look at sources has found, for people: a line for each thing, and below it what to do. */
import type { Finding, FindingState } from '../../sources/examine/finding.ts';
import { columns } from '../terminal/columns.ts';
import type { Emphasize } from '../terminal/emphasis.ts';

type Examined = { readonly source: string; readonly connector: string; readonly findings: readonly Finding[] };

const MARKS: Readonly<Record<FindingState, string>> = { ok: '✓', look: '!', mend: '✗' };

export function doctorLines(examined: readonly Examined[], emphasize: Emphasize): readonly string[] {
  return examined.flatMap(({ source, connector, findings }) => {
    const lines = columns(findings.map(({ state, check, says }) => [`  ${MARKS[state]} ${check}`, says]));
    return [
      emphasize(`${source} (${connector})`),
      ...findings.flatMap(({ mend }, index) => [lines[index] ?? '', ...(mend === '' ? [] : [`      → ${mend}`])]),
      '',
    ];
  });
}
