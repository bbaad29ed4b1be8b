/** What the tests of the way out share: servers on this machine that answer as a test wants, and a resolver without a network. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { isIP } from 'node:net';
import type { OutboundOptions } from './guarded.ts';
import { createOutbound } from './guarded.ts';
import type { Outbound } from './outbound.ts';
import { OutboundFailure } from './outbound.ts';
import type { Lookup } from './target.ts';

const TLS = new URL('../../test/fixtures/tls/', import.meta.url);

/** For `crm.example` and `cdn.example`, signed by itself. */
export const CERTIFICATE = readFileSync(new URL('certificate.pem', TLS), 'utf8');

export type Served = { readonly port: number; readonly seen: readonly IncomingMessage[] };

const open: (() => Promise<unknown>)[] = [];

/** For `afterEach`. */
export async function closeAll(): Promise<void> {
  await Promise.all(open.splice(0).map(async (close) => await close()));
}

export async function serve(answer: RequestListener): Promise<Served> {
  return await listening(createServer(), answer);
}

export async function serveSecurely(answer: RequestListener): Promise<Served> {
  const key = readFileSync(new URL('key.pem', TLS));
  return await listening(createSecureServer({ key, cert: CERTIFICATE }), answer);
}

async function listening(server: Server, answer: RequestListener): Promise<Served> {
  const seen: IncomingMessage[] = [];
  server.on('request', (request, response) => {
    seen.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, seen };
}

/** Answers each time with the next list of addresses, and in the end with the last one again. */
export function resolver(...answers: readonly (readonly string[])[]): { lookup: Lookup; asked: readonly string[] } {
  const asked: string[] = [];
  const lookup: Lookup = async (name) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(name);
    return await Promise.resolve(addresses.map((address) => ({ address, family: isIP(address) })));
  };
  return { lookup, asked };
}

/** Names lead to this machine, which may be called, if nothing else is said. Closed by {@link closeAll}. */
export function wayOut(options: Partial<OutboundOptions> = {}): Outbound {
  const { lookup } = resolver(['127.0.0.1']);
  const outbound = createOutbound({ allowPrivate: ['127.0.0.0/8'], lookup, ...options });
  open.push(outbound.close);
  return outbound;
}

export async function failureOf(sent: Promise<unknown>): Promise<OutboundFailure> {
  const reason = await sent.then(
    () => 'a reply',
    (error: unknown) => error,
  );
  if (reason instanceof OutboundFailure) return reason;
  throw new Error('This is no failure of a request.', { cause: reason });
}
