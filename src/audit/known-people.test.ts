/** Who is the same under another key or address, and who only shares one. */
import { describe, expect, it } from 'vitest';
import { person } from '../guardrails/fixtures.ts';
import { dossier } from '../store/store-fixtures.ts';
import { knownPeople } from './known-people.ts';

const LINK = 'https://calendly.com/acme-ann';
const PICTURE = 'https://CDN.acme.example/ann.jpg';

describe('whom a key or an address names', () => {
  it('has all keys, names, addresses and links of one person over time', () => {
    const people = knownPeople();
    people.addCurrent(person('hr:E1', { name: 'Ann Lee', email: 'ann.lee@acme.example', bookingLink: LINK }));
    people.addSnapshot(person('hr:E1', { name: 'Ann Ray', email: 'ann@acme.example', headshotUrl: PICTURE }));
    people.addSnapshot(person('email:ann@acme.example', { name: 'Ann', email: 'ann@acme.example' }));
    people.addSnapshot(person('hr:E2', { name: 'Bob', email: 'bob@acme.example' }));
    const ann = {
      keys: ['hr:E1', 'email:ann@acme.example'],
      names: ['Ann Lee', 'Ann Ray', 'Ann'],
      emails: ['ann.lee@acme.example', 'ann@acme.example'],
      links: [LINK, PICTURE, 'https://cdn.acme.example/ann.jpg'],
      shared: [],
    };
    expect(people.find('hr:E1')).toEqual(ann);
    expect(people.find('ann@acme.example')).toEqual({ ...ann, keys: expect.arrayContaining(ann.keys) as string[] });
    expect(people.find('ann.lee@acme.example')).toEqual(ann);
    expect(people.find('hr:E3')).toBeUndefined();
    expect(people.find('Ann Lee')).toBeUndefined();
  });

  it('keeps apart whom the directory knows at once, though they share an address or a link', () => {
    const people = knownPeople();
    people.addCurrent(person('hr:E1', { email: 'desk@acme.example', bookingLink: LINK }));
    people.addCurrent(person('hr:E2', { email: 'desk@acme.example', bookingLink: LINK }));
    people.addSnapshot(person('hr:E1', { email: 'ann@acme.example' }));
    expect(people.find('hr:E1')).toMatchObject({
      keys: ['hr:E1'],
      emails: ['ann@acme.example'],
      links: [],
      shared: ['desk@acme.example', LINK],
    });
    expect(people.holdersOf('desk@acme.example')).toEqual(['hr:E1', 'hr:E2']);
    expect(people.holdersOf('ann@acme.example')).toEqual([]);
  });

  it('means by an address who has it today, not who had it once', () => {
    const people = knownPeople();
    people.addSnapshot(person('hr:E1', { email: 'desk@acme.example' }));
    people.addCurrent(person('hr:E1', { email: 'ann@acme.example' }));
    people.addCurrent(person('hr:E2', { email: 'desk@acme.example' }));
    expect(people.find('desk@acme.example')?.keys).toContain('hr:E2');
  });

  it('takes no account for a person', () => {
    const people = knownPeople();
    people.addSnapshot(dossier('crm:1'));
    people.addSnapshot(null);
    expect(people.find('crm:1')).toBeUndefined();
  });
});
