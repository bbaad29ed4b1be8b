/** Small pieces of the sentences that checks say. */
import { nearestName } from '../../base/nearest.ts';

const MAX_LISTED = 12;

/** `a, b, c`; a long list ends with how many more there are. */
export function listed(names: Iterable<string>): string {
  const all = [...names];
  if (all.length === 0) return '(none)';
  if (all.length <= MAX_LISTED) return all.join(', ');
  return `${all.slice(0, MAX_LISTED).join(', ')} and ${all.length - MAX_LISTED} more`;
}

/** "Did you mean `x`?", or which names there are. */
export function meant(word: string, names: Iterable<string>, kind: string): string {
  const all = [...names];
  const near = nearestName(word, all);
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  return all.length === 0 ? `No ${kind} is declared yet.` : `Declared: ${listed(all)}.`;
}
