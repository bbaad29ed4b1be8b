/** What an account takes from those above it: `inherit: { roles: [CSM], facts: { account.tier: own_first } }`. */
import type { ValuePath } from '../../base/problem.ts';
import type { Inheritance } from '../../facts/inheritance.ts';
import { NOTHING_INHERITED } from '../../facts/inheritance.ts';
import type { FactDeclaration } from '../../facts/types.ts';
import type { SourceDeclaration } from '../../sources/declaration.ts';
import { inheritSchema } from '../schema/workspace-schema.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { meant } from '../yaml/words.ts';
import type { DeclaredFacts } from './read-facts.ts';

export function readInheritance(document: ConfigDocument, facts: DeclaredFacts): Inheritance {
  if (!document.has(['inherit'])) return NOTHING_INHERITED;
  refuseTwice(document);
  for (const name of document.keys(['inherit', 'facts'])) {
    const at = ['inherit', 'facts', name];
    const fact = facts.get(name);
    if (fact === undefined)
      document.error(at, `There is no fact \`${name}\`.`, meant(name, facts.keys(), 'fact'), 'key');
    else if (fact !== null) checkFact(document, at, fact);
  }
  const { roles = [], facts: how = {} } = document.read(['inherit'], inheritSchema) ?? {};
  return { roles, facts: how };
}

function refuseTwice(document: ConfigDocument): void {
  const roles = document.textsAt(['inherit', 'roles']);
  for (const [index, path] of document.indexes(['inherit', 'roles']).entries())
    if (roles.indexOf(roles[index] ?? '') < index)
      document.error(path, `\`${roles[index]}\` is listed twice.`, 'Delete one.');
}

function checkFact(document: ConfigDocument, at: ValuePath, { name, type, origin }: FactDeclaration): void {
  if (origin === 'derived')
    document.error(at, `The fact \`${name}\` is computed.`, 'Inherit the date that it is computed from.', 'key');
  else if (document.textAt(at)?.text === 'any' && type.type !== 'boolean')
    document.error(at, `\`any\` is for yes or no, and \`${name}\` is neither.`, 'Write `own_first`.');
}

/** What can't be inherited by anybody. */
export function warnOfNoHeirs(
  document: ConfigDocument,
  { roles, facts }: Inheritance,
  sources: readonly SourceDeclaration[],
  assigned: readonly string[],
): void {
  if (!document.has(['inherit'])) return;
  if (roles.length === 0 && Object.keys(facts).length === 0)
    return document.warning(['inherit'], 'Nothing is inherited.', 'List `roles` or `facts`, or delete it.', 'key');
  const mappings = sources.flatMap((source) => source.mappings);
  if (!mappings.some((mapping) => mapping.kind === 'account' && mapping.parent !== null)) {
    const message = 'No source says which account stands above another, so nothing is inherited.';
    return document.warning(['inherit'], message, 'Map `parent` of an account, or delete it.', 'key');
  }
  for (const [index, role] of roles.entries()) {
    if (assigned.includes(role)) continue;
    const message = `No source assigns the role \`${role}\`, so nobody inherits it.`;
    document.warning(['inherit', 'roles', index], message, meant(role, assigned, 'role'));
  }
}
