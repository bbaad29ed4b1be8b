/** What the columns of accounts are likely to fill: the workspace's facts, and the people of an account by role. Each column fills one thing. */
import type { FactDeclaration } from '../../facts/types.ts';
import { wordsOf } from './column-words.ts';
import { fitFact } from './fit-fact.ts';
import type { KnownPeople } from './fit-person.ts';
import { fitPerson, roleOf } from './fit-person.ts';
import type { WithEvidence } from './proposal.ts';
import type { SeenColumn } from './seen-column.ts';

/** Of the workspace, and of what was read. */
export type Ground = {
  readonly facts: readonly FactDeclaration[];
  readonly roles: readonly string[];
  readonly people: KnownPeople;
  /** An ISO day. */
  readonly today: string;
};

type Candidate = { readonly column: string; readonly score: number; readonly line: WithEvidence };
export type Lines = { readonly lines: readonly WithEvidence[]; readonly notes: readonly string[] };

/** `taken`: columns that are mapped already. */
export function accountLines(columns: readonly SeenColumn[], ground: Ground, taken: ReadonlySet<string>): Lines {
  const free = columns.filter(({ column }) => !taken.has(column));
  const notes = new Map<string, string>();
  const people = free.flatMap((seen) => personCandidates(seen, ground, notes));
  const held = new Set(people.map(({ column }) => column));
  const facts = free.filter(({ column }) => !held.has(column)).flatMap((seen) => factCandidates(seen, ground, notes));
  const order = [...ground.facts.map(({ name }) => name), ...ground.roles];
  const lines = bestOf([...facts, ...people]).toSorted(
    (one, other) => order.indexOf(one.key) - order.indexOf(other.key),
  );
  const filled = new Set(lines.map(({ key }) => key));
  return { lines, notes: [...notes].flatMap(([key, note]) => (filled.has(key) ? [] : [note])) };
}

function factCandidates(seen: SeenColumn, { facts, today }: Ground, notes: Map<string, string>): readonly Candidate[] {
  return facts
    .filter(({ origin }) => origin === 'directory')
    .flatMap((fact): readonly Candidate[] => {
      const fit = fitFact(seen, fact, today);
      if (fit === null) return [];
      if ('note' in fit) {
        notes.set(fact.name, `${fact.name}: ${fit.note}`);
        return [];
      }
      const { score, value, evidence } = fit;
      return [{ column: seen.column, score, line: { kind: 'fact', key: fact.name, value, evidence } }];
    });
}

function personCandidates(
  seen: SeenColumn,
  { people, roles }: Ground,
  notes: Map<string, string>,
): readonly Candidate[] {
  const fit = fitPerson(seen, people);
  if (fit === null) return [];
  const role = roleOf(seen.words, roles);
  if (role !== null)
    return [
      {
        column: seen.column,
        score: fit.score,
        line: { kind: 'assignment', key: role, person: fit.person, evidence: fit.evidence },
      },
    ];
  if (!seen.words.some((word) => PASSING.has(word)))
    notes.set(
      seen.column,
      `\`${seen.column}\` holds your people (${fit.evidence}), and its name says no role of this workspace.`,
    );
  return [];
}

/** Whoever created or changed a record looks after nobody. */
const PASSING = new Set(['created', 'modified', 'updated', 'by', 'author', 'creator']);

/** What such a column's name says of itself. */
const OLD = new Set([
  'old',
  'legacy',
  'previous',
  'former',
  'deprecated',
  'archive',
  'backup',
  'test',
  'tmp',
  'import',
]);
const PASSED = 0.5;

function isPassed(column: string): boolean {
  return wordsOf(column).some((word) => OLD.has(word));
}

/** The best column of each key, and each column once. */
function bestOf(candidates: readonly Candidate[]): WithEvidence[] {
  const [keys, columns] = [new Set<string>(), new Set<string>()];
  const lines: WithEvidence[] = [];
  const ranked = candidates.map((each) => ({ ...each, score: each.score * (isPassed(each.column) ? PASSED : 1) }));
  for (const { column, line } of ranked.toSorted((one, other) => other.score - one.score)) {
    if (keys.has(line.key) || columns.has(column)) continue;
    keys.add(line.key);
    columns.add(column);
    lines.push(line);
  }
  return lines;
}
