/** Listening on an address, and the sentences for when that can't be done. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { Failure } from '../../base/failure.ts';
import type { Listener } from '../../config/deployment.ts';

/** `port` is the real one where 0 was asked for. */
export type Listening = { readonly host: string; readonly port: number; readonly origin: string };

/** The address is looked at again once it is known: what a name stands for is the resolver's word. */
export async function listen(server: Server, { host, port }: Listener, openMode: boolean): Promise<Listening> {
  const refused = refusedListener({ host }, openMode);
  if (refused !== null) throw refused;
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    throw listenFailure(cause, host, port);
  }
  const bound = server.address() as AddressInfo;
  const elsewhere = refusedListener({ host: bound.address }, openMode);
  if (elsewhere !== null) {
    server.close();
    throw elsewhere;
  }
  return { host, port: bound.port, origin: `http://${inUrl(host)}:${bound.port}` };
}

/** The host as a URL writes it, which is how clients name it in `Host`. */
export function hostnameOf({ host }: Pick<Listener, 'host'>): string {
  return URL.parse(`http://${inUrl(host)}`)?.hostname ?? host;
}

function inUrl(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}

/** Why open mode may not listen there: nothing but this machine may reach it. `null` where it may. */
export function refusedListener({ host }: Pick<Listener, 'host'>, openMode: boolean): Failure | null {
  if (!openMode || isLoopback(host)) return null;
  return new Failure(
    'refused_address',
    `The address ${host} can be reached from other machines, and callers are not authenticated.`,
    'Listen on 127.0.0.1 or ::1.',
  );
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true;
  return isIP(host) !== 0 && LOOPBACK.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
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
  const mend =
    code === 'EMFILE' || code === 'ENFILE' ? 'Let it open more files (ulimit -n).' : 'Choose another address or port.';
  return new Failure('usage', `The server can’t listen on ${host}, port ${port} (${code}).`, mend, { cause });
}
