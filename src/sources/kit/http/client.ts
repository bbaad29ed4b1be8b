/**
 * Asks a system by its connector's operations: authenticated, at its pace, page after page, again where that may help, and
 * not at all for a while where it is down. Everything is a read, so everything may be asked twice.
 */
import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import type { Quota } from './limit-headers.ts';
import type { Input, Operation } from './operation.ts';
import type { Page } from './page.ts';
import { pageOf } from './page.ts';
import type { Draft } from './request.ts';
import { draftOf } from './request.ts';
import type { Bounds, ClientParts, Sender } from './send.ts';
import { isOutage, sent } from './send.ts';
import { SourceFailure } from './source-failure.ts';
import type { PagePoint, TurnedPage } from './turn-pages.ts';
import { resumed, turnedPages } from './turn-pages.ts';

export type SourceClient = {
  /** The first page, or only reply. @throws SourceFailure */
  readonly ask: (operation: Operation, input: Input, bounds: Bounds) => Promise<Page>;
  /**
   * All pages in order, or those from a point on. Where the system remembers the place (a scroll), or where it is a number of rows
   * (which change), there is no such point. @throws SourceFailure
   */
  readonly pages: (
    operation: Operation,
    input: Input,
    bounds: Bounds,
    from?: PagePoint | null,
  ) => AsyncGenerator<TurnedPage>;
  /** As the last reply that said it. */
  readonly quota: () => Quota | null;
  readonly isDown: () => boolean;
};

const FAILURES_TO_BREAK = 5;
const BROKEN_MS = 20_000;

export function sourceClient(parts: ClientParts): SourceClient {
  const breaker = circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: BROKEN_MS,
    breaker: new ConsecutiveBreaker(FAILURES_TO_BREAK),
  });
  let quota: Quota | null = null;
  const sender: Sender = {
    ...parts,
    breaker,
    noted: (told) => {
      quota = told;
    },
  };
  const turn = async (operation: Operation, drafted: () => Draft, bounds: Bounds, nth: number): Promise<Page> => {
    const draft = drafted();
    const pace = operation.pace ?? 'default';
    const mayRepeat = operation.paging?.kind !== 'scroll' || nth === 0;
    for (;;)
      try {
        return pageOf(operation, draft, await sent(sender, draft, { ...bounds, pace, mayRepeat }), nth);
      } catch (error) {
        const isLimit = error instanceof SourceFailure && error.kind === 'limit';
        if (!isLimit || bounds.patience === undefined || !(await bounds.patience(error))) throw error;
      }
  };
  const draftFor = (operation: Operation, input: Input): Draft => draftOf(operation, input, parts.base, parts.gateway);
  return {
    ask: (operation, input, bounds) => turn(operation, () => draftFor(operation, input), bounds, 0),
    pages: async function* (operation, input, bounds, from = null) {
      const first = draftFor(operation, input);
      const startsAt = from === null ? first : resumed(first, from);
      const turnOne = (draft: Draft, nth: number): Promise<Page> => turn(operation, () => draft, bounds, nth);
      yield* turnedPages(startsAt, from?.nth ?? 0, operation.paging?.kind, turnOne);
    },
    quota: () => quota,
    isDown: () => breaker.state === CircuitState.Open,
  };
}
