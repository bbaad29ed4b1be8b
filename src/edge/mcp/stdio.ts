/**
 * `cx_concierge` over stdin and stdout: one client, one caller, fixed for the connection. The protocol has stdout to
 * itself.
 */
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import type { Desk } from '../../answer/desk.ts';
import type { Caller } from '../../caller/caller.ts';
import type { ReportDefect } from '../internal-error.ts';
import { conciergeOffer } from './concierge.ts';
import { conciergeServers } from './sdk-server.ts';

export type StdioSession = {
  /** Resolves when the client closed its end, or after `close`. */
  readonly ended: Promise<void>;
  readonly close: () => Promise<void>;
};

export function serveOverStdio(desk: Desk, caller: Caller, report: ReportDefect): StdioSession {
  const served = { caller, assertion: { kind: 'absent' } } as const;
  const transport = new EndingTransport();
  const handle = serveStdio(
    conciergeServers(conciergeOffer(desk), () => served, report),
    { transport },
  );
  return { ended: transport.ended, close: () => handle.close() };
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
