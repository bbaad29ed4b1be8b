/** The proposal before the person at the terminal: taken as it is, or line by line taken, given another column, or left out. */
import type { ProposedRecord, WithEvidence } from '../../sources/propose/proposal.ts';
import type { Questions } from '../terminal/questions.ts';
import { keyOf, valueOf } from './proposal-text.ts';

/** `columnsOf`: that a line of a read may take instead. */
export async function reviewed(
  record: ProposedRecord,
  columns: readonly string[],
  questions: Questions,
): Promise<ProposedRecord | null> {
  const answer = await questions.choose({
    message: `Take these lines for ${record.from}?`,
    choices: [
      { value: 'all', name: 'Take them' },
      { value: 'each', name: 'Go through them one by one' },
      { value: 'none', name: `Leave ${record.from} out` },
    ],
    byDefault: 'all',
  });
  if (answer === 'none') return null;
  if (answer === 'all') return record;
  const lines: WithEvidence[] = [];
  for (const line of record.lines) {
    const kept = await reviewedLine(line, record, columns, questions);
    if (kept !== null) lines.push(kept);
  }
  return { ...record, lines };
}

/** Without these the record says nothing. */
const NEEDED: Readonly<Record<ProposedRecord['kind'], readonly string[]>> = {
  account: [],
  person: [],
  contact: ['email', 'account'],
  absence: ['person', 'start', 'kind'],
};

async function reviewedLine(
  line: WithEvidence,
  { kind }: ProposedRecord,
  columns: readonly string[],
  questions: Questions,
): Promise<WithEvidence | null> {
  const evidence = line.evidence === '' ? '' : ` (${line.evidence})`;
  const answer = await questions.choose({
    message: `${keyOf(line)} from ${valueOf(line)}${evidence}`,
    choices: [
      { value: 'keep', name: 'Take it' },
      { value: 'other', name: 'Take another column' },
      ...(NEEDED[kind].includes(line.key) ? [] : [{ value: 'leave', name: 'Leave it out' }]),
    ],
    byDefault: 'keep',
  });
  if (answer === 'leave') return null;
  if (answer === 'keep') return line;
  const column = await questions.choose({
    message: `Which column fills ${keyOf(line)}?`,
    choices: columns.map((value) => ({ value, name: value })),
  });
  return withColumn(line, column);
}

/** Words of the other column say nothing of this one's. */
function withColumn(line: WithEvidence, column: string): WithEvidence {
  if (line.kind === 'assignment') return { ...line, person: { ...line.person, column }, evidence: '' };
  if (line.kind === 'fact') return { ...line, value: column, evidence: '' };
  const { value } = line;
  const isId = typeof value === 'object' && !Array.isArray(value) && 'in' in value;
  return { ...line, value: isId ? { ...value, column } : column, evidence: '' };
}
