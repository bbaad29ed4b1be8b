/**
 * `cx_concierge` over stdin and stdout: one client, one caller, fixed for the connection. The protocol has stdout to
 * itself.
 */
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import type { Desk } from '../../answer/desk.ts';
import type { Caller } from '../../caller/caller.ts';
import type { ReportDefect } from '../internal-error.ts';
import { conciergeOffer } from './concierge.ts';
import type { Offer } from './sdk-server.ts';
import { conciergeServers } from './sdk-server.ts';

export type StdioSession = {
  /** Resolves when the client closed its end, or after `close`. */
  readonly ended: Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * Greets and lists at once; calls wait until `ready`. Clients give a server that they start about a second to greet.
 */
export function serveOverStdio(
  desk: Desk,
  caller: Caller,
  report: ReportDefect,
  ready: Promise<unknown>,
): StdioSession {
  const served = { caller, assertion: { kind: 'absent' } } as const;
  const transport = new EndingTransport();
  const offer = waitingFor(ready, conciergeOffer(desk));
  const handle = serveStdio(
    conciergeServers(offer, () => served, report),
    { transport },
  );
  return { ended: transport.ended, close: () => handle.close() };
}

function waitingFor(ready: Promise<unknown>, { menu, answer }: Offer): Offer {
  return {
    menu,
    answer: async (by, tool, args) => {
      await ready;
      return await answer(by, tool, args);
    },
  };
}

/** Closed by the SDK when stdin ends, and by us. */
class EndingTransport extends StdioServerTransport {
  readonly #ending = Promise.withResolvers<void>();
  readonly ended = this.#ending.promise;

  override async close(): Promise<void> {
    await super.close();
    this.#ending.resolve();
  }
}
