/** Listening on an address, and the sentences for when that can't be done. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { Failure } from '../../base/failure.ts';
import type { Listener } from '../../config/deployment.ts';

/** `port` is the real one where 0 was asked for. */
export type Listening = { readonly host: string; readonly port: number; readonly origin: string };

export async function listen(server: Server, { host, port }: Listener, openMode: boolean): Promise<Listening> {
  if (openMode && !isLoopback(host)) throw refusedAddress(host);
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    throw listenFailure(cause, host, port);
  }
  const bound = (server.address() as AddressInfo).port;
  return { host, port: bound, origin: `http://${isIPv6(host) ? `[${host}]` : host}:${bound}` };
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
  return host === 'localhost' || (isIP(host) !== 0 && LOOPBACK.check(host, isIPv6(host) ? 'ipv6' : 'ipv4'));
}

function refusedAddress(host: string): Failure {
  return new Failure(
    'refused_address',
    `Without configured authentication the server listens on this machine alone, and ${host} can be reached from outside.`,
    'Listen on 127.0.0.1, or configure how callers prove who they are.',
  );
}

function listenFailure(cause: unknown, host: string, port: number): Failure {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new Failure(
      'port_in_use',
      `Port ${port} on ${host} is in use by another program.`,
      'Stop that program, or choose another port with --port.',
      { cause },
    );
  return new Failure(
    'usage',
    `The server can’t listen on ${host}, port ${port} (${code}).`,
    'Choose another address or port.',
    {
      cause,
    },
  );
}
