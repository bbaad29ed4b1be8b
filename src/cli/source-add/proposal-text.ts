/** A proposal for people: a line for what each column fills, and the evidence. */
import type { ProposedRecord, WithEvidence } from '../../sources/propose/proposal.ts';
import { columnsIn } from '../../sources/propose/proposal.ts';
import { inFlow } from '../../config/write-source.ts';
import { columns, indented } from '../terminal/columns.ts';
import type { Emphasize } from '../terminal/emphasis.ts';

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
  const rows = columns([...shell, ...lines.map((line) => [keyOf(line), valueOf(line), line.evidence])]);
  const words = [...shell.map(() => null), ...lines.map(wordsOf)];
  return [
    emphasize(`Each row of ${from} is ${ARTICLES[kind]}:`),
    ...rows.flatMap((row, index) => {
      const said = words[index] ?? null;
      return [indented(row), ...(said === null ? [] : [indented(indented(said))])];
    }),
  ];
}

/** What words of the system stand for, but for those that are the same. */
function wordsOf(line: WithEvidence): string | null {
  if (line.kind === 'assignment' || typeof line.value !== 'object' || Array.isArray(line.value)) return null;
  const { value } = line;
  if (!('values' in value) || value.values === undefined) return null;
  const others = Object.entries(value.values).filter(([word, is]) => word !== is);
  return others.map(([word, is]) => `${word} → ${String(is)}`).join(', ') || null;
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
  return named.length === 0 ? inFlow(line.value) : named.join(' + ');
}
