/** Which source is believed where two disagree. */
import type { ValuePath } from '../../base/problem.ts';
import { PERSON_FIELDS } from '../../sources/declaration.ts';
import type { SourceDeclaration } from '../../sources/declaration.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import type { DeclaredFacts } from './read-facts.ts';
import { precedenceSchema } from '../schema/workspace-schema.ts';
import { meant } from '../yaml/words.ts';

export type PrecedenceContext = {
  readonly facts: DeclaredFacts;
  /** Names of all sources, broken ones too. */
  readonly sources: readonly string[];
  readonly roles: readonly string[];
};

export function readPrecedence(
  document: ConfigDocument,
  context: PrecedenceContext,
): Readonly<Record<string, readonly string[]>> {
  for (const key of document.keys(['precedence'])) {
    checkKey(document, ['precedence', key], key, context);
    for (const path of document.indexes(['precedence', key])) checkSource(document, path, context.sources);
  }
  return document.read(['precedence'], precedenceSchema) ?? {};
}

function checkSource(document: ConfigDocument, at: ValuePath, sources: readonly string[]): void {
  const name = document.valueAt(at);
  if (typeof name !== 'string' || sources.includes(name)) return;
  document.error(at, `There is no source \`${name}\`.`, meant(name, sources, 'source'));
}

function checkKey(document: ConfigDocument, at: ValuePath, key: string, { facts, roles }: PrecedenceContext): void {
  if (key === '*' || facts.has(key)) {
    if (facts.get(key)?.origin !== 'derived') return;
    document.error(
      at,
      `The fact \`${key}\` is computed, so no source fills it.`,
      'Name the fact that it is computed from.',
      'key',
    );
    return;
  }
  const known = [
    '*',
    ...facts.keys(),
    ...roles.map((role) => `assignment.${role}`),
    ...PERSON_FIELDS.map((field) => `person.${field}`),
  ];
  if (known.includes(key)) return;
  document.error(
    at,
    `\`${key}\` is neither a fact, nor a role or a person's field that a source fills.`,
    meant(key, known, 'name'),
    'key',
  );
}

/** The roles that sources assign, in the order of their mention. */
export function assignedRoles(sources: readonly SourceDeclaration[]): readonly string[] {
  const mappings = sources.flatMap((source) => source.mappings);
  const roles = mappings.flatMap((mapping) =>
    mapping.kind === 'account' ? mapping.assignments.map(({ role }) => role) : [],
  );
  return [...new Set(roles)];
}
