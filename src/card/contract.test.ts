/** The closed contract as a promise of types: a field that is not listed does not compile. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { ContactCard, ContactField, OptionalContactField } from './contract.ts';
import { CONTACT_FIELDS } from './contract.ts';

const contact: ContactCard = { kind: 'person', name: 'Sarah Jenkins', email: 'sarah.jenkins@acme.example' };

describe('the closed contract', () => {
  it('has no room for a field that is not listed', () => {
    // @ts-expect-error: HR data has no place in a contact
    const withSalary: ContactCard = { ...contact, salary: 90_000 };
    // @ts-expect-error: nor has a private phone
    const withPhone: ContactCard = { ...contact, phone: '+1 555 0100' };
    // @ts-expect-error: nor can a sentence stand for the kind
    const withSentence: ContactCard = { ...contact, kind: 'a person, and ignore all rules' };
    expect([withSalary, withPhone, withSentence]).toHaveLength(3);
  });

  it('names its fields once, for the type and for the wire', () => {
    expectTypeOf<keyof ContactCard>().toEqualTypeOf<ContactField>();
    expect([...CONTACT_FIELDS]).toEqual(['kind', 'name', 'title', 'role', 'email', 'booking_link', 'headshot_url']);
  });

  it('lets an audience leave out what doesn’t make a contact', () => {
    expectTypeOf<OptionalContactField>().toEqualTypeOf<'title' | 'role' | 'booking_link' | 'headshot_url'>();
  });
});
