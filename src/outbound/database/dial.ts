/**
 * The connection under a database's own protocol: to an address that was looked at, in the very look-up that it is made with, as for
 * HTTP (see `../target.ts`). Without TLS it leads to this machine and nowhere else.
 */
import type { LookupFunction } from 'node:net';
import { BlockList, isIP, Socket } from 'node:net';
import type { Allowance } from '../allowance.ts';
import { OutboundFailure } from '../outbound.ts';
import { isWithin } from '../public-address.ts';
import type { Lookup } from '../target.ts';
import { judgedLookup, targetOf } from '../target.ts';
import type { DatabasePlace } from './database.ts';
import { DatabaseFailure } from './database.ts';

export type Way = { readonly allowance: Allowance; readonly lookup: Lookup };

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Not yet connected. Whatever a driver tells it to connect to, it leads to this place.
 * @throws DatabaseFailure `refused_address`
 */
export function dialled(place: Pick<DatabasePlace, 'host' | 'port' | 'tls'>, way: Way): Socket {
  try {
    return socketTo(place, way);
  } catch (error) {
    if (!(error instanceof OutboundFailure)) throw error;
    throw new DatabaseFailure('refused_address', error.message, { cause: error });
  }
}

function socketTo({ host, port, tls }: Pick<DatabasePlace, 'host' | 'port' | 'tls'>, way: Way): Socket {
  const bare = isIP(host) === 6 ? `[${host}]` : host;
  targetOf(URL.parse(`https://${bare}:${port}`), way.allowance);
  if (!tls && isIP(host) !== 0) refuseElsewhere(host, [host]);
  const judged = judgedLookup('https:', way.allowance, tls ? way.lookup : onlyHere(way.lookup));
  const socket = new Socket().setNoDelay();
  const connect = socket.connect.bind(socket);
  const dial = (): Socket => connect({ host, port, lookup: judged satisfies LookupFunction, autoSelectFamily: true });
  socket.connect = dial;
  return socket;
}

function onlyHere(lookup: Lookup): Lookup {
  return async (name) => {
    const found = await lookup(name);
    refuseElsewhere(
      name,
      found.map(({ address }) => address),
    );
    return found;
  };
}

function refuseElsewhere(host: string, addresses: readonly string[]): void {
  if (addresses.every((address) => isWithin(loopback, address))) return;
  throw new OutboundFailure('refused_address', `${host} was not called: without TLS only this machine itself is.`);
}
