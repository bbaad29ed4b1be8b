/**
 * What a deployment lets be reached although it is private, and without TLS if need be: host names, IP addresses, and
 * blocks of addresses (CIDR). In YAML: `outbound.allow_private`. A name stands for itself alone, not for names below it.
 */
import { BlockList, isIP } from 'node:net';
import { isWithin } from './public-address.ts';

export type Allowance = {
  /** A name without a dot at its end. */
  readonly namesHost: (host: string) => boolean;
  readonly holdsAddress: (address: string) => boolean;
};

type Entry =
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'block'; readonly network: string; readonly bits: number; readonly family: 'ipv4' | 'ipv6' };

/** @throws RangeError for an entry that is none, see {@link isAllowanceEntry} */
export function allowanceOf(texts: readonly string[]): Allowance {
  const hosts = new Set<string>();
  const blocks = new BlockList();
  for (const text of texts) {
    const entry = parseEntry(text);
    if (entry === null) throw new RangeError(`not a host name, an IP address or a block: ${text}`);
    if (entry.kind === 'host') hosts.add(entry.host);
    else blocks.addSubnet(entry.network, entry.bits, entry.family);
  }
  return { namesHost: (host) => hosts.has(host), holdsAddress: remembered((address) => isWithin(blocks, address)) };
}

const MOST_REMEMBERED = 1_000;

/** The list never changes, and a source with an address for a name is asked at the same one each time. */
function remembered(judge: (address: string) => boolean): (address: string) => boolean {
  const known = new Map<string, boolean>();
  return (address) => {
    const before = known.get(address);
    if (before !== undefined) return before;
    const judged = judge(address);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(address, judged);
    return judged;
  };
}

export function isAllowanceEntry(text: string): boolean {
  return parseEntry(text) !== null;
}

const HOST = /^(?=.{1,253}$)[a-z0-9_-]+(\.[a-z0-9_-]+)*$/;
const BITS = /^\d{1,3}$/;

function parseEntry(text: string): Entry | null {
  const [network = '', bits, ...more] = text.split('/');
  const version = network.includes('%') ? 0 : isIP(network);
  if (version === 0) return isHost(text) ? { kind: 'host', host: text } : null;
  const most = version === 6 ? 128 : 32;
  if (more.length > 0 || (bits !== undefined && (!BITS.test(bits) || Number(bits) > most))) return null;
  return { kind: 'block', network, bits: Number(bits ?? most), family: version === 6 ? 'ipv6' : 'ipv4' };
}

/** As a URL has it: `127.1` is an address there, so as a name it would never be met. */
function isHost(text: string): boolean {
  return HOST.test(text) && URL.parse(`https://${text}`)?.hostname === text;
}
