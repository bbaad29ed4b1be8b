/** A made-up account of a scenario: its facts by their declared types, who holds its roles, and its people. */
import type { Day } from '../../base/clock.ts';
import { addDays } from '../../base/day.ts';
import { localDay } from '../../base/local-day.ts';
import type { ValuePath } from '../../base/problem.ts';
import type { FactDeclaration, FactName, FactValue } from '../../facts/types.ts';
import { readLiteral } from '../../guardrails/literal.ts';
import type { MadeUpAccount, MadeUpCustomer } from '../../scenarios/scenario.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { meant } from '../yaml/words.ts';
import { readPeople } from './read-made-up-people.ts';
import type { MomentContext } from './scenario-context.ts';

/** Accounts that nobody named are one account. */
const UNNAMED = 'A made-up customer';
const UNNAMED_PARENT = 'The company above it';

export function readMadeUp(
  document: ConfigDocument,
  path: ValuePath,
  email: string | null,
  context: MomentContext,
): MadeUpCustomer {
  return {
    kind: 'made_up',
    ...readAccount(document, path, UNNAMED, context),
    email,
    parent: document.has([...path, 'parent'])
      ? readAccount(document, [...path, 'parent'], UNNAMED_PARENT, context)
      : null,
    people: readPeople(
      document,
      [
        ['given', 'people'],
        [...path, 'people'],
      ],
      context,
    ),
  };
}

function readAccount(document: ConfigDocument, at: ValuePath, unnamed: string, context: MomentContext): MadeUpAccount {
  return {
    company: document.textAt([...at, 'company'])?.text ?? unnamed,
    facts: readFacts(document, [...at, 'facts'], context),
    assignments: readAssignments(document, [...at, 'assignments'], context),
  };
}

function readFacts(document: ConfigDocument, at: ValuePath, context: MomentContext): MadeUpAccount['facts'] {
  const { frame, workspace, atMs } = context;
  const today = localDay(workspace.timezone, atMs);
  const facts = new Map<FactName, FactValue>();
  for (const name of document.keys(at)) {
    const declaration = frame.facts[frame.slotOf.get(name) ?? -1];
    if (declaration === undefined) unknownFact(document, [...at, name], name, workspace.facts);
    else if (declaration.origin === 'asked') noFact(document, [...at, name], name);
    else fill(facts, declaration, { document, at: [...at, name], today });
  }
  return Object.fromEntries(facts);
}

type Cell = { readonly document: ConfigDocument; readonly at: ValuePath; readonly today: Day };

/** A computed fact is as well said by the day that it is computed from. */
function fill(facts: Map<FactName, FactValue>, { name, type, derivation }: FactDeclaration, cell: Cell): void {
  const { document, at, today } = cell;
  const read = readLiteral(document.textAt(at)?.text ?? '', type);
  if ('wrong' in read) return document.error(at, read.wrong, read.mend);
  if (derivation === undefined) return put(facts, name, read.value, cell);
  const days = Number(read.value);
  if ('days_until' in derivation) return put(facts, derivation.days_until, addDays(today, days), cell);
  return put(facts, derivation.days_since, addDays(today, -days), cell);
}

function put(facts: Map<FactName, FactValue>, name: FactName, value: FactValue, { document, at }: Cell): void {
  const before = facts.get(name);
  facts.set(name, value);
  if (before === undefined || before === value) return;
  document.error(
    at,
    `This makes \`${name}\` ${String(value)}, and another fact makes it ${String(before)}.`,
    'Delete one.',
  );
}

function unknownFact(
  document: ConfigDocument,
  at: ValuePath,
  name: string,
  declared: readonly FactDeclaration[],
): void {
  const names = declared.map((fact) => fact.name);
  document.error(at, `There is no fact \`${name}\`.`, meant(name, names, 'fact'), 'key');
}

function noFact(document: ConfigDocument, at: ValuePath, name: string): void {
  const mend = name.includes('.') ? 'Delete it: the question says it.' : `Write \`${name}: …\` beside \`facts\`.`;
  document.error(at, `\`${name}\` is of the question, not of the account.`, mend, 'key');
}

function readAssignments(
  document: ConfigDocument,
  at: ValuePath,
  { roles }: MomentContext,
): MadeUpAccount['assignments'] {
  return document.keys(at).flatMap((role) => {
    if (!roles.includes(role))
      document.error([...at, role], `There is no role \`${role}\`.`, meant(role, roles, 'role'), 'key');
    return document.textsAt([...at, role]).map((email) => ({ role, email: email.toLowerCase() }));
  });
}
