/**
 * A link as it stands in a cell: one URL and nothing else. `URL` itself drops line ends and writes blanks as `%20`, so that text
 * behind a link would become a part of it and leave with it. Not for whether it may be shown: see `card/approve.ts`.
 */

/** Longer than any that is signed, and too short for a letter to whoever reads it. */
const MAX_LINK = 2048;

/** What no URL has, as RFC 3986 has it; letters of other scripts are what browsers let people write. */
const FOREIGN = /[\s\p{C}<>"`{}|\\^]/u;

/** `null` for anything else. */
export function linkIn(text: string): URL | null {
  const written = text.trim();
  return written.length > MAX_LINK || FOREIGN.test(written) ? null : URL.parse(written);
}
