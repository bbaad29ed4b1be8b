/** The sources of a workspace that a person names, each once; all where nobody names one. */
import { Failure } from '../../base/failure.ts';
import { nearestName } from '../../base/nearest.ts';
import type { SourceDeclaration } from '../../sources/declaration.ts';

/** @throws Failure `usage` for a name that none has */
export function sourcesNamed(
  named: readonly string[] | undefined,
  sources: readonly SourceDeclaration[],
): readonly SourceDeclaration[] {
  const names = sources.map(({ name }) => name);
  const stranger = named?.find((name) => !names.includes(name));
  if (stranger !== undefined) {
    const near = nearestName(stranger, names);
    const mend = near === undefined ? `There are: ${names.join(', ')}.` : `Did you mean \`${near}\`?`;
    throw new Failure('usage', `There is no source \`${stranger}\`.`, mend);
  }
  const found = named === undefined ? sources : sources.filter(({ name }) => named.includes(name));
  if (found.length === 0)
    throw new Failure('usage', 'This workspace has no source.', 'Add one: `concierge source add CONNECTOR`.');
  return found;
}
