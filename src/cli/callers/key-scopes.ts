/** Whom a key may be for, and what it may allow: a caller of the workspace, and no more than that one has. */
import { Failure } from '../../base/failure.ts';
import { nearestName } from '../../base/nearest.ts';
import type { Scope } from '../../caller/caller.ts';
import { CONCIERGE_SCOPES } from '../../caller/caller.ts';
import type { CallerDeclaration, Workspace } from '../../config/workspace.ts';

/** @throws Failure `usage` for a caller that the workspace doesn't have */
export function callerNamed(id: string, { callers }: Pick<Workspace, 'callers'>): CallerDeclaration {
  const caller = callers.find((each) => each.id === id);
  if (caller !== undefined) return caller;
  const message = `There is no caller \`${id}\` in the workspace.`;
  if (callers.length === 0) throw new Failure('usage', message, 'Declare it under `callers` in concierge.yaml.');
  const ids = callers.map((each) => each.id);
  throw new Failure('usage', message, mendOf(id, ids, 'It has'));
}

/**
 * In the caller's order; null where none is asked for: all that the caller has.
 * @throws Failure `usage` for a scope that there is not, or that the caller hasn't
 */
export function scopesAsked(
  asked: readonly Scope[] | undefined,
  caller: CallerDeclaration,
  { callers }: Pick<Workspace, 'callers'>,
): readonly Scope[] | null {
  if (asked === undefined) return null;
  const known = new Set([...CONCIERGE_SCOPES, ...callers.flatMap(({ scopes }) => scopes)]);
  for (const scope of asked) {
    if (!known.has(scope))
      throw new Failure(
        'usage',
        `There is no scope \`${scope}\`.`,
        mendOf(scope, caller.scopes, `\`${caller.id}\` has`),
      );
    if (!caller.scopes.includes(scope))
      throw new Failure(
        'usage',
        `The caller \`${caller.id}\` doesn't have the scope \`${scope}\`, so no key of it can.`,
        `It has: ${caller.scopes.join(', ')}. Give it the scope in concierge.yaml first, or leave it out here.`,
      );
  }
  return caller.scopes.filter((scope) => asked.includes(scope));
}

function mendOf(word: string, names: readonly string[], has: string): string {
  const near = nearestName(word, names);
  const all = `${has}: ${names.join(', ')}.`;
  return near === undefined ? all : `Did you mean \`${near}\`? ${all}`;
}
