/** The declared facts of `concierge.yaml`, sorted by name, so that their order in the file decides nothing. */
import type { Derivation, FactDeclaration, FactName, FactType } from '../../facts/types.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { factNameSchema } from '../schema/names.ts';
import { factSchema } from '../schema/workspace-schema.ts';
import { meant } from '../yaml/words.ts';

/** First words that the program itself uses. */
const RESERVED = ['match', 'asked', 'assignment', 'person'];

/** Every fact by name; `null` is one that is declared but broken, which was reported. */
export type DeclaredFacts = ReadonlyMap<FactName, FactDeclaration | null>;

export function readFacts(document: ConfigDocument): DeclaredFacts {
  const names = document.keys(['facts']).toSorted();
  const facts = new Map(names.map((name) => [name, readFact(document, name)]));
  for (const [name, fact] of facts) checkDerivation(document, name, fact, facts);
  return facts;
}

function readFact(document: ConfigDocument, name: FactName): FactDeclaration | null {
  const at = ['facts', name];
  const written = document.read(at, factSchema);
  if (written === undefined || !factNameSchema.safeParse(name).success) return null;
  const [first = ''] = name.split('.');
  if (RESERVED.includes(first)) {
    document.error(
      at,
      `Names that begin with \`${first}.\` belong to the program.`,
      'Choose another first word, like `account`.',
      'key',
    );
    return null;
  }
  const { days_until: until, days_since: since } = written;
  if (until !== undefined && since !== undefined) {
    document.error(
      [...at, 'days_since'],
      'A fact is computed in one way.',
      'Delete `days_until` or `days_since`.',
      'key',
    );
    return null;
  }
  const type = readType(document, at, written.type);
  if (type === null) return null;
  if (until === undefined && since === undefined) return { name, type, origin: 'directory' };
  const derivation: Derivation = until === undefined ? { days_since: since ?? '' } : { days_until: until };
  if (type.type !== 'integer' && type.type !== 'number') {
    document.error([...at, 'type'], `Days are counted: this fact can't be ${type.type}.`, 'Write `type: integer`.');
    return null;
  }
  return { name, type, origin: 'derived', derivation };
}

function readType(document: ConfigDocument, at: readonly string[], type: FactType['type']): FactType | null {
  const hasValues = document.has([...at, 'values']);
  if (type !== 'enum') {
    if (hasValues)
      document.error(
        [...at, 'values'],
        `A fact of type ${type} has no list of values.`,
        'Delete `values`, or write `type: enum`.',
        'key',
      );
    return { type };
  }
  if (!hasValues) {
    document.error(at, 'An enum needs its values.', 'Add `values: [first, second]`.');
    return null;
  }
  const values = document.textsAt([...at, 'values']);
  for (const [index, value] of values.entries()) {
    if (values.indexOf(value) < index)
      document.error([...at, 'values', index], `\`${value}\` is listed twice.`, 'Delete one.');
  }
  return { type, values: [...new Set(values)] };
}

function checkDerivation(
  document: ConfigDocument,
  name: FactName,
  fact: FactDeclaration | null,
  facts: DeclaredFacts,
): void {
  if (fact?.derivation === undefined) return;
  const [key, target] =
    'days_until' in fact.derivation
      ? (['days_until', fact.derivation.days_until] as const)
      : (['days_since', fact.derivation.days_since] as const);
  const found = facts.get(target);
  if (found === null) return;
  const dates = [...facts.values()].flatMap((each) =>
    each?.type.type === 'date' && each.origin === 'directory' ? [each.name] : [],
  );
  if (found === undefined)
    document.error(['facts', name, key], `The fact \`${target}\` is not declared.`, meant(target, dates, 'date fact'));
  else if (!dates.includes(target)) {
    document.error(
      ['facts', name, key],
      `\`${target}\` is not a date that a source fills.`,
      'Name a fact with `type: date`.',
    );
  }
}
