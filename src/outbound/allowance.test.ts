import { describe, expect, it } from 'vitest';
import { allowanceOf, isAllowanceEntry } from './allowance.ts';

describe('an entry', () => {
  it.each([
    'crm.internal',
    'crm',
    'crm_1.internal',
    '10.1.2.3',
    '10.1.0.0/16',
    '0.0.0.0/0',
    '::1',
    'fd00::/8',
    'fd00::1',
  ])('may be %s', (entry) => {
    expect(isAllowanceEntry(entry)).toBe(true);
  });

  it.each([
    ['', 'nothing'],
    ['*.internal', 'a pattern'],
    ['CRM.internal', 'no URL has capitals in its host'],
    ['crm.internal.', 'a dot at the end'],
    ['crm.internal:8443', 'a port'],
    ['http://crm.internal', 'a URL'],
    ['crm.internal/16', 'a block of a name'],
    ['10.0.0.0/33', 'more bits than there are'],
    ['fd00::/129', 'more bits than there are'],
    ['10.0.0.0/', 'no bits'],
    ['10.0.0.0/8/8', 'bits twice'],
    ['10.0.0.0/-1', 'less than no bits'],
    ['10.0.0.256', 'no IPv4 address, and no name that a URL can have'],
    ['127.1', 'a URL makes 127.0.0.1 of it, and would never meet the name'],
    ['[::1]', 'brackets'],
    ['fe80::1%eth0', 'a zone'],
  ])('may not be %s: %s', (entry) => {
    expect(isAllowanceEntry(entry)).toBe(false);
    expect(() => allowanceOf([entry])).toThrow(RangeError);
  });
});

describe('an allowance', () => {
  const { namesHost, holdsAddress } = allowanceOf([
    'crm.internal',
    '10.1.0.0/16',
    '192.168.7.7',
    'fd00::/8',
    'fe80::/10',
  ]);

  it('names a host, and none below or above it', () => {
    expect(['crm.internal', 'a.crm.internal', 'internal'].map(namesHost)).toEqual([true, false, false]);
  });

  it.each([
    ['10.1.255.255', true, 'in the block'],
    ['10.2.0.0', false, 'after it'],
    ['::ffff:10.1.0.1', true, 'in the block, written as IPv6'],
    ['192.168.7.7', true, 'the address itself'],
    ['192.168.7.8', false, 'its neighbour'],
    ['fd12::1', true, 'in the block'],
    ['fe80::1%eth0', true, 'in the block, whatever its zone'],
    ['fc00::1', false, 'elsewhere'],
    ['crm.internal', false, 'a name is no address'],
  ])('%s: %s, %s', (address, holds) => {
    expect(holdsAddress(address)).toBe(holds);
  });

  it('of nothing holds nothing', () => {
    expect(allowanceOf([]).holdsAddress('127.0.0.1')).toBe(false);
  });
});
