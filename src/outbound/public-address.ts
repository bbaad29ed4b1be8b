/**
 * Which IP addresses lie on the public internet. Of IPv6 that is only what is handed out for it (2000::/3); of both it is
 * not what the IANA registries of special-purpose addresses (RFC 6890) list, nor what a cloud answers from its inside.
 */
import { BlockList, isIP } from 'node:net';

/** A network, and how many bits of it count. */
type Block = readonly [network: string, bits: number];

const SPECIAL_IPV4: readonly Block[] = [
  ['0.0.0.0', 8], // this host: systems take it for loopback
  ['10.0.0.0', 8], // private (RFC 1918)
  ['100.64.0.0', 10], // shared behind a carrier's NAT; a cloud's metadata
  ['127.0.0.0', 8], // loopback
  ['168.63.129.16', 32], // a cloud's own services, though the address is a public one
  ['169.254.0.0', 16], // link-local; the clouds' metadata
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments; a cloud's metadata
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // relays of 6to4, withdrawn
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved; broadcast
];

const SPECIAL_IPV6: readonly Block[] = [
  ['2001::', 23], // protocol assignments: Teredo, benchmarks, ORCHID
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4, withdrawn: any IPv4 address may stand in it
  ['3fff::', 20], // documentation
];

/** NAT64 (RFC 6052): an IPv4 address behind 96 bits. It is the usual way out of a network that has IPv6 alone. */
const NAT64 = '64:ff9b::';

const global = new BlockList();
global.addSubnet('0.0.0.0', 0, 'ipv4');
global.addSubnet('2000::', 3, 'ipv6');
global.addSubnet(NAT64, 96, 'ipv6');

/** IPv4-mapped addresses (`::ffff:10.0.0.1`) fall under the blocks of IPv4: Node.js promises that. */
const special = new BlockList();
for (const [network, bits] of SPECIAL_IPV4) {
  special.addSubnet(network, bits, 'ipv4');
  special.addSubnet(NAT64 + network, 96 + bits, 'ipv6');
}
for (const [network, bits] of SPECIAL_IPV6) special.addSubnet(network, bits, 'ipv6');

/** Of what is no IP address: false. */
export function isPublic(address: string): boolean {
  return isWithin(global, address) && !isWithin(special, address);
}

/** The zone of a link-local address (`fe80::1%eth0`) says by which interface, not where. */
export function isWithin(blocks: BlockList, address: string): boolean {
  const [place = ''] = address.split('%');
  const version = isIP(place);
  return version !== 0 && blocks.check(place, version === 6 ? 'ipv6' : 'ipv4');
}
