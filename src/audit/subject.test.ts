/** What tells of somebody: by key, address or link, wherever it stands; never by a name, or by a part of another's. */
import { describe, expect, it } from 'vitest';
import { assignment, person } from '../guardrails/fixtures.ts';
import { decisionRecord, dossier } from '../store/store-fixtures.ts';
import type { DecisionRecord } from './record.ts';
import type { Subject } from './subject.ts';
import { needlesOf, tellsOf } from './subject.ts';

const LINK = 'https://calendly.com/acme-ann';
const ANN: Subject = {
  people: new Set(['hr:E1', 'email:ann@acme.example']),
  emails: new Set(['ann@acme.example']),
  links: new Set([LINK]),
  accounts: new Set(),
};
const ACCOUNT: Subject = { people: new Set(), emails: new Set(), links: new Set(), accounts: new Set(['crm:1']) };

const colleague = (changes: Parameters<typeof person>[1]) => person('hr:E9', { email: 'bob@acme.example', ...changes });
const fact = (value: string) => {
  const { facts } = dossier('crm:2');
  const [tier] = Object.values(facts);
  return dossier('crm:2', { assignments: [], facts: { 'account.owner': { ...tier!, value } } });
};

/** A tier that an account above was said to have. */
const lentBy = (inheritedFrom: string) => {
  const [tier] = Object.values(dossier('crm:2').facts);
  return dossier('crm:2', { assignments: [], facts: { 'account.tier': { ...tier!, inheritedFrom } } });
};

describe('facts tell of a person', () => {
  it.each([
    [person('hr:E1'), true, 'who they are'],
    [colleague({}), false, 'somebody else'],
    [colleague({ manager: 'hr:E1' }), true, 'as somebody’s manager'],
    [colleague({ manager: 'hr:E10' }), false, 'whose key begins like theirs'],
    [colleague({ deputy: 'email:ann@acme.example' }), true, 'as somebody’s deputy, known by address'],
    [colleague({ email: 'ann@acme.example' }), true, 'by address'],
    [colleague({ email: 'joann@acme.example' }), false, 'whose address ends like theirs'],
    [colleague({ email: 'ann@acme.example.org' }), false, 'whose address begins like theirs'],
    [colleague({ bookingLink: LINK }), true, 'by link'],
    [colleague({ bookingLink: `${LINK}a` }), false, 'whose link begins like theirs'],
    [colleague({ name: 'hr:E1' }), false, 'a name is no key'],
    [dossier('crm:2', { assignments: [assignment('CSM', 'hr:E1')] }), true, 'as an account’s owner'],
    [dossier('crm:2', { assignments: [assignment('CSM', 'hr:E10')] }), false, 'another owner'],
    [dossier('hr:E1', { assignments: [] }), false, 'an account of the same id'],
    [lentBy('hr:E1'), false, 'an account above of the same id'],
    [fact('Ask Ann <Ann@ACME.example>, please.'), true, 'by address in a text'],
    [fact('hr:E1'), true, 'by key in a fact'],
    [fact('Ann'), false, 'by name alone'],
  ])('%j: %s, %s', (facts, told, _why) => {
    expect(tellsOf(ANN).json(JSON.stringify(facts))).toBe(told);
  });
});

describe('facts tell of an account', () => {
  it.each([
    [dossier('crm:1'), true, 'itself'],
    [dossier('crm:10'), false, 'one whose key begins like it'],
    [dossier('crm:2', { parent: 'crm:1' }), true, 'its child'],
    [lentBy('crm:1'), true, 'one that inherits from it'],
    [lentBy('crm:3'), false, 'one that inherits from another'],
    [dossier('crm:2', { name: 'crm:1' }), false, 'a name is no key'],
    [person('crm:1'), false, 'a person of the same id'],
    [colleague({ manager: 'crm:1' }), false, 'a person’s manager of the same id'],
  ])('%j: %s, %s', (facts, told, _why) => {
    expect(tellsOf(ACCOUNT).json(JSON.stringify(facts))).toBe(told);
  });
});

describe('a record tells of them', () => {
  const card = { kind: 'person', name: 'Ann' } as const;
  const answered = (contact: object) =>
    ({ answer: { contact, availability: {}, reason: {}, as_of: '' } }) as unknown as Partial<DecisionRecord>;
  const candidate = { link: 0, team: null, verdict: 'left' } as const;

  it.each<[Partial<DecisionRecord>, Subject, boolean, string]>([
    [{ candidates: [{ ...candidate, person: 'hr:E1' }] }, ANN, true, 'as a candidate who was passed over'],
    [{ candidates: [{ ...candidate, person: 'hr:E2' }] }, ANN, false, 'another candidate'],
    [{ facts: { dossier: 'gone', people: [], asked: {} } }, ANN, true, 'by an account whose facts tell of them'],
    [{ facts: { dossier: null, people: ['gone'], asked: {} } }, ANN, true, 'by whom was consulted'],
    [{ facts: { dossier: 'kept', people: ['kept'], asked: {} } }, ANN, false, 'facts that don’t'],
    [answered({ ...card, email: 'ann@acme.example' }), ANN, true, 'on its card'],
    [answered({ ...card, booking_link: LINK }), ANN, true, 'on its card, by link'],
    [answered({ ...card, email: 'bob@acme.example' }), ANN, false, 'a card of the same name'],
    [
      answered({ kind: 'team', name: 'Ann’s desk', email: 'ann@acme.example' }),
      ANN,
      false,
      'a team’s card is the company’s',
    ],
    [{ account: { kind: 'known', account: 'crm:1', by: 'email', verified: false } }, ACCOUNT, true, 'whose it is'],
    [{ account: { kind: 'domain', account: 'crm:1', verified: false } }, ACCOUNT, true, 'whose domain it was'],
    [{ account: { kind: 'ambiguous', accounts: ['crm:1', 'crm:2'] } }, ACCOUNT, true, 'who might have been meant'],
    [{ account: { kind: 'unknown' } }, ACCOUNT, false, 'nobody’s'],
  ])('%j of %o: %s, %s', (changes, subject, told, _why) => {
    const record = decisionRecord({ account: { kind: 'unknown' }, candidates: [], ...changes });
    expect(tellsOf(subject).record(record, (hash) => hash === 'gone')).toBe(told);
  });
});

describe('what a system said tells of them', () => {
  const called = { source: 'desk', operation: 'list', from: 'system', failure: null } as const;
  const whole: Subject = { ...ANN, accounts: new Set(['crm:001Hs00003QQ']), ids: new Set(['5001']) };

  it.each([
    [{ customer: '001Hs00003QQ' }, true, 'the id in an account’s key'],
    [{ customer: 5001 }, true, 'another id of it, as a number'],
    [{ within: [{ customer: '5001' }] }, true, 'within a list'],
    [{ subject: 'Customer 001Hs00003QQ: broken' }, true, 'a long id in a text'],
    [{ subject: 'Room 5001 is cold' }, false, 'a short one in a text may be any number'],
    [{ customer: '001Hs00003QQX' }, false, 'another’s id that begins so'],
    [{ kind: 'team', name: 'Ann', mail: 'ann@acme.example' }, true, 'in what looks like a team’s card'],
    [{ name: 'hr:E1' }, true, 'by key, whatever the member is called'],
    [{ subject: 'Ann called' }, false, 'by name alone'],
  ])('%j: %s, %s', (row, told, _why) => {
    const answer = { records: [row], more: false, as_of: '2026-11-23T09:00:00Z' };
    const record = decisionRecord({ account: { kind: 'unknown' }, candidates: [], called, answer } as object);
    expect(tellsOf(whole).record(record, () => false)).toBe(told);
  });
});

it('is written in JSON with its quotes', () => {
  expect(needlesOf(ANN)).toEqual(['"hr:E1"', '"email:ann@acme.example"', '"ann@acme.example"', `"${LINK}"`]);
});

it('takes along what was spoilt and may tell of them', () => {
  const spoilt = JSON.stringify(person('hr:E1')).slice(1);
  expect([tellsOf(ANN).json(spoilt), tellsOf(ANN).json('{"name"')]).toEqual([true, false]);
});

it('of nobody tells nothing', () => {
  const nobody: Subject = { people: new Set(), emails: new Set(), links: new Set(), accounts: new Set() };
  expect(tellsOf(nobody).json(JSON.stringify(person('hr:E1')))).toBe(false);
});
