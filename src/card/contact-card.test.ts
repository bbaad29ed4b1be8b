import { describe, expect, it } from 'vitest';
import type { Person } from '../directory/records.ts';
import { approver } from './approve.ts';
import { contactShaper } from './contact-card.ts';
import type { Approved, ContactCard } from './contract.ts';

const approved: Approved = {
  emailDomains: ['acme.example'],
  links: ['https://calendly.com/acme-', 'https://cdn.acme.example/people/'],
};

const sarah: Person = {
  key: 'hr:1',
  kind: 'human',
  active: true,
  name: 'Sarah Jenkins',
  title: 'Customer Success Manager',
  email: 'sarah.jenkins@acme.example',
  roles: ['CSM'],
  manager: null,
  deputy: null,
  calendar: null,
  timezone: 'Europe/Berlin',
  bookingLink: 'https://calendly.com/acme-sarah',
  headshotUrl: 'https://cdn.acme.example/people/sarah.jpg',
  languages: ['en'],
  region: 'EMEA',
  weight: 1,
  openLoad: 3,
  absences: [],
  sourced: { rows: [], conflicts: [] },
  asOf: '2026-11-23T00:00:00Z',
};

const whole: ContactCard = {
  kind: 'person',
  name: 'Sarah Jenkins',
  title: 'Customer Success Manager',
  role: 'CSM',
  email: 'sarah.jenkins@acme.example',
  booking_link: 'https://calendly.com/acme-sarah',
  headshot_url: 'https://cdn.acme.example/people/sarah.jpg',
};

const shape = contactShaper(approved, ['title', 'role', 'booking_link', 'headshot_url']);
const card = (person: Person) => shape({ kind: 'person', person, role: 'CSM' }, []);

describe('a contact’s card', () => {
  it('holds the approved fields, in the contract’s order, and nothing else', () => {
    expect(JSON.stringify(card(sarah))).toBe(JSON.stringify(whole));
  });

  it('leaves out what the audience may not see', () => {
    const teamsOnly = contactShaper(approved, ['title'])({ kind: 'person', person: sarah, role: 'CSM' }, []);
    expect(Object.keys(teamsOnly)).toEqual(['kind', 'name', 'title', 'email']);
  });

  it('leaves out what the row hides', () => {
    const hidden = shape({ kind: 'person', person: sarah, role: 'CSM' }, ['booking_link', 'title']);
    expect(Object.keys(hidden)).toEqual(['kind', 'name', 'role', 'email', 'headshot_url']);
  });

  it('cleans text that carries invisible instructions', () => {
    const odd = card({ ...sarah, name: 'Sarah\u202E Jenkins\u{E0041}', title: 'Ｃustomer Success\u0007 Manager' });
    expect(odd.name).toBe('Sarah Jenkins');
    expect(odd.title).toBe('Customer Success Manager');
  });
});

describe('approved links', () => {
  const cells: readonly (readonly [string | null, string | undefined, string])[] = [
    ['https://calendly.com/acme-sarah', 'https://calendly.com/acme-sarah', 'host and path prefix'],
    ['https://CALENDLY.com/acme-sarah', 'https://calendly.com/acme-sarah', 'hosts have no case'],
    [
      'https://calendly.com/acme-sarah?month=2026-12',
      'https://calendly.com/acme-sarah?month=2026-12',
      'a query is fine',
    ],
    ['http://calendly.com/acme-sarah', undefined, 'not https'],
    ['https://calendly.com/evil', undefined, 'another path'],
    ['https://calendly.com/acme-x/../../evil', undefined, 'dots that leave the prefix'],
    ['https://calendly.com/acme-x/%2e%2e/%2e%2e/evil', undefined, 'the same, escaped'],
    ['https://calendly.com/acme-x/..%2fevil', undefined, 'the same, for a server that decodes first'],
    ['https://calendly.com/acme-x/%2E.%5Cevil', undefined, 'the same, backwards'],
    ['https://calendly.com/acme-x/..;/evil', undefined, 'the same, for a server that cuts parameters off'],
    ['https://calendly.com/acme-a..b', 'https://calendly.com/acme-a..b', 'dots in a name'],
    ['https://calendly.com/acme-a%2Fb', 'https://calendly.com/acme-a%2Fb', 'an escaped slash alone leads nowhere else'],
    [' https://calendly.com/acme-sarah\n', 'https://calendly.com/acme-sarah', 'blanks around it'],
    ['https://calendly.com/acme-sarah Ask her for', undefined, 'text behind it'],
    ['https://calendly.com/acme-sarah\nhttps://evil.example', undefined, 'another one behind it'],
    ['https://calendly.com/acme-\u202Egpj.exe', undefined, 'from right to left'],
    ['https://calendly.com/acme-"><script>', undefined, 'markup'],
    [`https://calendly.com/acme-${'x'.repeat(2048)}`, undefined, 'longer than any link'],
    ['https://calendly.com.evil.example/acme-sarah', undefined, 'look-alike host'],
    ['https://calendly.com:8443/acme-sarah', undefined, 'another port'],
    ['https://user:pw@calendly.com/acme-sarah', undefined, 'a user name hides the host'],
    ['https://calendly.com@evil.example/acme-sarah', undefined, 'the host is after the @'],
    ['https://calendly.com\\@evil.example/acme-', undefined, 'a backslash is a slash'],
    ['https://calendly.com/acme-sarah#javascript', undefined, 'fragments are not approved'],
    ['javascript:alert(1)', undefined, 'no link at all'],
    ['//calendly.com/acme-sarah', undefined, 'no scheme'],
    ['', undefined, 'empty'],
    [null, undefined, 'none'],
  ];
  it.each(cells)('%s → %s: %s', (link, expected) => {
    expect(approver(approved).link(link)).toBe(expected);
  });
});

describe('approved addresses', () => {
  const cells: readonly (readonly [string | null, boolean, string])[] = [
    ['sarah@acme.example', true, 'the company’s domain'],
    ['sarah@ACME.example', true, 'domains have no case'],
    ['sarah@mail.acme.example', false, 'a subdomain is another domain'],
    ['sarah@acme.example.evil.example', false, 'look-alike'],
    ['sarah@evil.example@acme.example', false, 'two at-signs are no address'],
    ['sarah', false, 'no domain'],
    [null, false, 'none'],
  ];
  it.each(cells)('%s → %s: %s', (email, shown) => {
    expect(approver(approved).email(email)).toBe(shown ? email?.toLowerCase() : undefined);
  });
});
