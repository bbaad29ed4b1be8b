/** A proposal for people: a line for what each column fills, and the evidence. */
import type { ProposedRecord, WithEvidence } from '../../sources/propose/proposal.ts';
import { columnsIn } from '../../sources/propose/proposal.ts';
import { inFlow } from '../../config/write-source.ts';
import { columns, indented } from '../columns.ts';
import type { Emphasize } from '../emphasis.ts';

export function recordLines({ kind, from, where, id, lines }: ProposedRecord, emphasize: Emphasize): readonly string[] {
  const shell = [
    ...(where === undefined ? [] : [['where', inFlow(where), '']]),
    ...(id === undefined
      ? []
      : [
          [
            'id',
            [id]
              .flat()
              .map(({ column, in: of }) => `${column} (${of})`)
              .join(', '),
            '',
          ],
        ]),
  ];
  const rows = [...shell, ...lines.map((line) => [keyOf(line), valueOf(line), line.evidence])];
  return [emphasize(`Each row of ${from} is ${ARTICLES[kind]}:`), ...columns(rows).map(indented)];
}

const ARTICLES: Readonly<Record<ProposedRecord['kind'], string>> = {
  account: 'an account',
  person: 'one of your people',
  contact: 'a customer’s address',
  absence: 'an absence',
};

export function keyOf(line: WithEvidence): string {
  return line.kind === 'assignment' ? `role ${line.key}` : line.key;
}

export function valueOf(line: WithEvidence): string {
  if (line.kind === 'assignment') return `${line.person.column} (${line.person.in})`;
  const named = columnsIn(line.value);
  const { value } = line;
  if (typeof value === 'object' && !Array.isArray(value) && 'values' in value && value.values !== undefined)
    return `${named.join(' ')}: ${Object.entries(value.values)
      .map(([word, is]) => `${word} → ${String(is)}`)
      .join(', ')}`;
  return named.length === 0 ? inFlow(value) : named.join(' + ');
}
