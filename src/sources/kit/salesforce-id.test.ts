import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalSalesforceId, shortSalesforceId } from './salesforce-id.ts';

describe('canonicalSalesforceId', () => {
  it.each<[string, string | null, string]>([
    ['001A0000006Vm9r', '001A0000006Vm9rIAC', 'the checksum is added'],
    ['001A0000006Vm9rIAC', '001A0000006Vm9rIAC', 'the long form stays'],
    ['001A0000006Vm9riac', '001A0000006Vm9rIAC', 'a checksum in the wrong case says the same'],
    ['001A0000006VM9rIAC', null, 'the checksum belongs to another case'],
    ['001A0000006Vm9rIAD', null, 'a wrong checksum'],
    ['001A0000006Vm9', null, 'too short'],
    ['001A0000006Vm9rIA', null, 'neither form'],
    ['001A0000006Vm9-', null, 'not only letters and digits'],
    ['', null, 'nothing'],
  ])('%j → %j (%s)', (text, expected) => {
    expect(canonicalSalesforceId(text)).toBe(expected);
  });

  it('keeps ids apart that differ in case only, and gives the short form back', () => {
    const alphabet = Array.from('ABCXYZabcxyz0189');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...alphabet), { minLength: 15, maxLength: 15 }), (characters) => {
        const id = characters.join('');
        const canonical = canonicalSalesforceId(id)!;
        expect(canonical).toHaveLength(18);
        expect(shortSalesforceId(canonical)).toBe(id);
        expect(canonicalSalesforceId(canonical)).toBe(canonical);
        const swapped = id.replace(/[a-z]/i, (letter) =>
          letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
        );
        fc.pre(swapped !== id);
        expect(canonicalSalesforceId(swapped)!.slice(15)).not.toBe(canonical.slice(15));
      }),
    );
  });
});
