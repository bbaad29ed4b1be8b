/** The nearest name to a misspelt one, for "did you mean". Not for matching customer data. */
import { distance } from 'fastest-levenshtein';

/** The candidate within a third of the word's length (two edits at least), or undefined. */
export function nearestName(word: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.max(2, Math.floor(word.length / 3));
  let best: { name: string; edits: number } | undefined;
  for (const name of candidates) {
    const edits = distance(word.toLowerCase(), name.toLowerCase());
    if (edits <= limit && (best === undefined || edits < best.edits)) best = { name, edits };
  }
  return best?.name;
}
