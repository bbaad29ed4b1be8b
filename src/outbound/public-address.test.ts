import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublic } from './public-address.ts';

describe('an address on the public internet', () => {
  it.each([
    ['8.8.8.8', 'IPv4'],
    ['172.15.255.255', 'the last before a private block'],
    ['172.32.0.0', 'the first after it'],
    ['100.128.0.0', 'the first after the carriers’ block'],
    ['2606:4700:4700::1111', 'IPv6'],
    ['::ffff:8.8.8.8', 'IPv4, written as IPv6'],
    ['64:ff9b::8.8.8.8', 'IPv4 behind NAT64: the way out of a network that has IPv6 alone'],
  ])('is %s: %s', (address) => {
    expect(isPublic(address)).toBe(true);
  });
});

describe('no address on the public internet', () => {
  it.each([
    ['0.0.0.0', 'this host'],
    ['10.255.255.255', 'private'],
    ['100.64.0.1', 'shared behind a carrier’s NAT'],
    ['100.100.100.200', 'metadata of a cloud, in that block'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback too'],
    ['168.63.129.16', 'a cloud’s own services, on an address that was public'],
    ['169.254.169.254', 'metadata of most clouds'],
    ['172.16.0.0', 'private'],
    ['172.31.255.255', 'private'],
    ['192.0.0.192', 'metadata of a cloud, in the block of protocol assignments'],
    ['192.0.2.1', 'documentation'],
    ['192.88.99.1', 'relay of 6to4'],
    ['192.168.1.1', 'private'],
    ['198.19.255.255', 'benchmarks'],
    ['198.51.100.1', 'documentation'],
    ['203.0.113.1', 'documentation'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.250', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::127.0.0.1', 'IPv4-compatible, withdrawn'],
    ['::ffff:127.0.0.1', 'IPv4-mapped'],
    ['::ffff:a9fe:a9fe', 'IPv4-mapped, in hexadecimal'],
    ['::ffff:0:127.0.0.1', 'IPv4-translated'],
    ['64:ff9b::10.0.0.1', 'a private address behind NAT64'],
    ['64:ff9b::a9fe:a9fe', 'metadata behind NAT64'],
    ['64:ff9b:1::10.0.0.1', 'NAT64 of a local network'],
    ['100::1', 'discarded'],
    ['2001::1', 'Teredo'],
    ['2001:2::1', 'benchmarks'],
    ['2001:db8::1', 'documentation'],
    ['2002:7f00:1::', 'loopback in 6to4'],
    ['2002:808:808::', '6to4 at all'],
    ['3fff::1', 'documentation'],
    ['4000::1', 'not handed out'],
    ['5f00::1', 'segment routing'],
    ['fc00::1', 'unique local'],
    ['fd00:ec2::254', 'metadata of a cloud, unique local'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local with its zone'],
    ['febf::1', 'link-local, the last block'],
    ['fec0::1', 'site-local, withdrawn'],
    ['ff02::1', 'multicast'],
    ['127.1', 'short: a resolver may take it for loopback'],
    ['crm.example', 'not an address'],
    ['', 'nothing'],
  ])('is %s: %s', (address) => {
    expect(isPublic(address)).toBe(false);
  });
});

it('an IPv4 address is as public as it is in the forms of IPv6 that lead to it', () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      const forms = [`::ffff:${address}`, `64:ff9b::${address}`];
      expect(forms.map(isPublic)).toEqual(forms.map(() => isPublic(address)));
    }),
  );
});
