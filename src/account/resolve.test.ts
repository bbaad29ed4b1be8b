import { describe, expect, it } from 'vitest';
import type { AccountHint, AccountReference } from './reference.ts';
import { resolveAccount } from './resolve.ts';

const IDS: readonly (readonly [namespace: string, id: string, account: string])[] = [
  ['crm', '0018d00000QuilLAAS', 'crm:quill'],
  ['crm', '42', 'crm:forty-two'],
  ['helpdesk', '42', 'helpdesk:other'],
  ['crm', 'a:b', 'crm:colon'],
];
const EMAILS: readonly (readonly [string, string])[] = [
  ['ada@quill.example', 'crm:quill'],
  ['ines@two.example', 'crm:forty-two'],
  ['ines@two.example', 'crm:colon'],
];
const DOMAINS: readonly (readonly [string, string])[] = [
  ['quill.example', 'crm:quill'],
  ['shared.example', 'crm:quill'],
  ['shared.example', 'crm:colon'],
];

const lookups = {
  accountsById: async (_tenant: string, id: string, namespace?: string) =>
    IDS.filter((row) => row[1] === id && (namespace === undefined || row[0] === namespace)).map((row) => row[2]),
  accountsByEmail: async (_tenant: string, email: string) =>
    EMAILS.filter((row) => row[0] === email).map((row) => row[1]),
  accountsByDomain: async (_tenant: string, domain: string) =>
    DOMAINS.filter((row) => row[0] === domain).map((row) => row[1]),
  namespaces: async () => new Set(['crm', 'helpdesk']),
};

const known = (account: string, by: 'account_id' | 'email'): AccountReference => ({
  kind: 'known',
  account,
  by,
  verified: false,
});

const cells: readonly (readonly [AccountHint, AccountReference, string])[] = [
  [{ accountId: '0018d00000QuilLAAS' }, known('crm:quill', 'account_id'), 'an id of one source'],
  [{ accountId: ' 0018d00000QuilLAAS ' }, known('crm:quill', 'account_id'), 'blanks around it are no part of an id'],
  [
    { accountId: '42' },
    { kind: 'ambiguous', accounts: ['crm:forty-two', 'helpdesk:other'] },
    'two sources know this bare id',
  ],
  [{ accountId: 'helpdesk:42' }, known('helpdesk:other', 'account_id'), 'source:id says which'],
  [{ accountId: 'a:b' }, known('crm:colon', 'account_id'), 'a colon in an id is no source'],
  [{ accountId: 'nosuch:42' }, { kind: 'unknown' }, 'an unknown source is part of the id, which nobody has'],
  [{ accountId: '0018d00000quillaas' }, { kind: 'unknown' }, 'ids are case-sensitive'],
  [{ email: 'Ada@Quill.example ' }, known('crm:quill', 'email'), 'addresses are not'],
  [
    { email: 'ines@two.example' },
    { kind: 'ambiguous', accounts: ['crm:forty-two', 'crm:colon'] },
    'one address on two accounts',
  ],
  [
    { email: 'new@quill.example' },
    { kind: 'domain', account: 'crm:quill', verified: false },
    'only the domain is known',
  ],
  [
    { email: 'x@shared.example' },
    { kind: 'ambiguous', accounts: ['crm:quill', 'crm:colon'] },
    'two accounts share the domain',
  ],
  [{ email: 'a@nowhere.example' }, { kind: 'unknown' }, 'nobody knows it'],
  [{ email: 'quill.example' }, { kind: 'unknown' }, 'a bare domain is no address'],
  [{ accountId: '0018d00000QuilLAAS', email: 'ada@quill.example' }, known('crm:quill', 'account_id'), 'both agree'],
  [
    { accountId: 'crm:42', email: 'ada@quill.example' },
    { kind: 'ambiguous', accounts: ['crm:forty-two', 'crm:quill'] },
    'they disagree',
  ],
  [
    { accountId: '0018d00000QuilLAAS', email: 'a@nowhere.example' },
    { kind: 'ambiguous', accounts: ['crm:quill'] },
    'one of them is wrong, and nobody can say which',
  ],
  [
    { accountId: '0018d00000QuilLAAS', email: 'new@quill.example' },
    { kind: 'ambiguous', accounts: ['crm:quill'] },
    'a domain match does not confirm an id',
  ],
  [{}, { kind: 'unknown' }, 'no identity at all'],
];

describe('resolveAccount', () => {
  it.each(cells)('%o → %o: %s', async (hint, expected) => {
    expect(await resolveAccount(hint, false, 'default', lookups)).toEqual(expected);
  });

  it('carries that an assertion verified the identity', async () => {
    const reference = await resolveAccount({ email: 'ada@quill.example' }, true, 'default', lookups);
    expect(reference).toEqual({ kind: 'known', account: 'crm:quill', by: 'email', verified: true });
  });
});
