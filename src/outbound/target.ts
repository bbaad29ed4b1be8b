/**
 * Where a request may go: over https to the public internet, and wherever the deployment allows. A name is judged by all
 * that it resolves to, in the very look-up that its connection is made with: nobody asks again between the check and
 * the connection, so a name that answers differently the next time (DNS rebinding) gains nothing.
 */
import type { LookupAddress, LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { callbackify } from 'node:util';
import type { Allowance } from './allowance.ts';
import { OutboundFailure } from './outbound.ts';
import { isPublic } from './public-address.ts';

/** All addresses of a name. */
export type Lookup = (name: string) => Promise<readonly LookupAddress[]>;

export type Protocol = 'http:' | 'https:';

export type Target = { readonly url: URL; readonly protocol: Protocol };

/**
 * An IP address is judged here, in each way that a URL can write it (`0x7f.1`, `2130706433`, `[::ffff:7f00:1]`); a name later,
 * by {@link judgedLookup}.
 * @throws OutboundFailure `refused_url`, `refused_address`
 */
export function targetOf(url: URL | null, allowance: Allowance): Target {
  if (url === null) throw new OutboundFailure('refused_url', 'This is not a URL.');
  const { protocol } = url;
  if (protocol !== 'https:' && protocol !== 'http:') throw refusedUrl(url, 'the URL is not https');
  if (url.username !== '' || url.password !== '') throw refusedUrl(url, 'a user or a password stands in the URL');
  const host = hostOf(url);
  if (isIP(host) !== 0) judge(protocol, host, [host], allowance);
  return { url, protocol };
}

/** For a connection: only addresses that are fit come out of it. */
export function judgedLookup(protocol: Protocol, allowance: Allowance, lookup: Lookup): LookupFunction {
  const judged = async (name: string, _options: LookupOptions): Promise<LookupAddress[]> => {
    const found = await lookup(name);
    const host = withoutRoot(name);
    // Node.js would fail on no address outside of any promise.
    if (found.length === 0) throw new OutboundFailure('unreachable', `${host} has no address.`);
    const addresses = found.map(({ address }) => address);
    judge(protocol, host, addresses, allowance);
    return [...found];
  };
  return callbackify(judged);
}

/** One address that is unfit spoils them all: which of them is connected to is the network's choice. */
function judge(protocol: Protocol, host: string, addresses: readonly string[], allowance: Allowance): void {
  if (allowance.namesHost(host)) return;
  const others = addresses.filter((address) => !allowance.holdsAddress(address));
  if (protocol === 'http:' && others.length > 0)
    throw new OutboundFailure(
      'refused_url',
      `${host} was not called: the URL is not https, and \`outbound.allow_private\` does not name it.`,
    );
  if (others.every(isPublic)) return;
  throw new OutboundFailure(
    'refused_address',
    `${host} was not called: its address is private or special, and \`outbound.allow_private\` does not name it.`,
  );
}

export function refusedUrl(url: URL, why: string): OutboundFailure {
  return new OutboundFailure('refused_url', `${hostOf(url) || 'The URL'} was not called: ${why}.`);
}

/** For messages and for judging: without a port, without the brackets of IPv6. */
export function hostOf({ hostname }: URL): string {
  return withoutRoot(hostname.replace(/^\[(.*)\]$/, '$1'));
}

/** `crm.example.` is `crm.example`, said completely. */
function withoutRoot(name: string): string {
  return name.replace(/\.$/, '');
}
