/** Page after page: where each leads, where somebody may go on later, and that none leads astray or for ever. */
import { isDeepStrictEqual } from 'node:util';
import type { Paging } from './operation.ts';
import type { Page } from './page.ts';
import type { Draft } from './request.ts';
import { isSame } from './request.ts';
import { SourceFailure } from './source-failure.ts';

/** Where a sequence of pages goes on, as plain data that may be kept: no credentials are in it. */
export type PagePoint = { readonly url: string; readonly body: unknown; readonly nth: number };

export type TurnedPage = Page & { readonly goesOnAt: PagePoint | null };

/** Of one sequence: more than any directory has, fewer than for ever. */
const MAX_PAGES = 1_000_000;

/** @throws SourceFailure `contract` where pages lead round in a circle or never end */
export async function* turnedPages(
  first: Draft,
  startsAt: number,
  kind: Paging['kind'] | undefined,
  turn: (draft: Draft, nth: number) => Promise<Page>,
): AsyncGenerator<TurnedPage> {
  const isScroll = kind === 'scroll';
  const mayBeKept = !isScroll && kind !== 'offset' && kind !== 'page';
  const isKnown = isScroll ? circleWatch(() => false) : circleWatch(isSame);
  let draft: Draft | null = first;
  for (let nth = startsAt; draft !== null; nth += 1) {
    if (nth >= MAX_PAGES) throw new SourceFailure('contract', `${first.url.hostname} has no last page.`);
    const page = await turn(draft, nth);
    if (!isScroll && page.next !== null && isSame(page.next, draft))
      throw new SourceFailure('contract', `${first.url.hostname} leads from a page to itself.`);
    if (isKnown(draft, page)) throw new SourceFailure('contract', `${first.url.hostname} leads round in a circle.`);
    yield { ...page, goesOnAt: page.next === null || !mayBeKept ? null : pointOf(page.next, nth + 1) };
    draft = page.next;
  }
}

/**
 * Whether a page was there before, by its request or its rows. Kept is one page: the 1st, 2nd, 4th, 8th …, which every circle
 * comes by again in the end (Brent).
 */
function circleWatch(isSameRequest: (one: Draft, other: Draft) => boolean): (draft: Draft, page: Page) => boolean {
  let kept: { readonly draft: Draft; readonly rows: Page['rows'] } | null = null;
  let [seen, keepsNext] = [0, 1];
  return (draft, { rows }) => {
    const isKnown =
      kept !== null && (isSameRequest(kept.draft, draft) || (rows.length > 0 && isDeepStrictEqual(kept.rows, rows)));
    seen += 1;
    if (seen === keepsNext) [kept, keepsNext] = [{ draft, rows }, keepsNext * 2];
    return isKnown;
  };
}

function pointOf({ url, body }: Draft, nth: number): PagePoint {
  return { url: url.href, body: body ?? null, nth };
}

/** A point that was kept is as good as the reply that it came from: it may lead to no other origin. */
export function resumed(first: Draft, { url, body }: PagePoint): Draft {
  const kept = URL.parse(url);
  if (kept === null || kept.origin !== first.url.origin)
    throw new SourceFailure('blocked', 'The kept page is of another address.');
  return { ...first, method: body === null ? 'GET' : first.method, url: kept, body: body ?? undefined };
}
