/**
 * An offer over stdin and stdout: one client, one caller, fixed for the connection. The protocol has stdout to itself.
 * What was asked is answered before the connection ends, whoever ends it.
 */
import { PassThrough } from 'node:stream';
import type { Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Caller } from '../../caller/caller.ts';
import { endsWithin, GRACE_MS } from '../grace.ts';
import type { ReportDefect } from '../internal-error.ts';
import { AnsweringTransport } from './answering-transport.ts';
import type { Offer } from './sdk-server.ts';
import { serviceServers } from './sdk-server.ts';

export type StdioSession = {
  /** Resolves when the client closed its end and has its answers, or after `close`. */
  readonly ended: Promise<void>;
  /** Hears nothing more, lets calls under way finish, and is done within the grace. */
  readonly close: () => Promise<void>;
  /** Tells the client that its tools, and what it may read, may be others now. */
  readonly menuChanged: () => void;
};

export type StdioOptions = {
  readonly report: ReportDefect;
  /** The assertion of this conversation, where the client that starts the server has one. */
  readonly statement: string | undefined;
  /** Calls wait for it; greeting and listing don't: clients give a server that they start about a second to greet. */
  readonly ready: Promise<unknown>;
  readonly stdin?: Readable;
  readonly stdout?: Writable;
  /** How long calls may take once everything is ready and the connection is to end. Default: five seconds. */
  readonly graceMs?: number;
};

export function serveOverStdio(offer: Offer, caller: Caller, options: StdioOptions): StdioSession {
  const { report, ready, stdin = process.stdin, stdout = process.stdout, graceMs = GRACE_MS } = options;
  const served = { caller, granted: caller.scopes, carried: { environment: options.statement } };
  // The SDK drops whatever is under way when its input ends: it has one of its own, which ends later.
  const input = new PassThrough();
  // Each answer listens while a slow reader lets it wait.
  stdout.setMaxListeners(0);
  const transport = new AnsweringTransport(input, stdout);
  const servers = serviceServers(waitingFor(ready, offer), () => served, report);
  let tell: () => Promise<void> = async () => {};
  const made: typeof servers = async (context) => {
    const server = await servers(context);
    tell = async () => {
      await server.sendToolListChanged();
      await server.sendResourceListChanged();
      await server.sendPromptListChanged();
    };
    return server;
  };
  const handle = serveStdio(made, { transport });
  const answered = async (): Promise<void> => {
    await Promise.allSettled([ready]);
    await endsWithin(transport.answered(), graceMs);
  };
  stdin.pipe(input, { end: false });
  void Promise.allSettled([finished(stdin, { writable: false })])
    .then(answered)
    .then(() => input.end());
  const close = async (): Promise<void> => {
    stdin.unpipe(input);
    await answered();
    await handle.close();
  };
  // Whoever isn't connected, or is gone, lists them anew by itself.
  return { ended: transport.ended, close, menuChanged: () => void tell().catch(() => {}) };
}

function waitingFor(ready: Promise<unknown>, { answer, ...offer }: Offer): Offer {
  return {
    ...offer,
    answer: async (by, call) => {
      await ready;
      return await answer(by, call);
    },
  };
}
