/** The sample company's stories: whom each customer meets, and why. One line a story. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EscalationCard, TeamCard } from '../../src/card/contract.ts';
import type { AcmeDesk } from '../support/acme-desk.ts';
import { openAcmeDesk } from '../support/acme-desk.ts';

let acme: AcmeDesk;
beforeAll(async () => {
  acme = await openAcmeDesk();
});
afterAll(() => acme.close());

async function contactFor(args: unknown): Promise<EscalationCard> {
  const outcome = await acme.call('get_escalation_contact', args);
  if (outcome.kind !== 'answered') throw new Error(JSON.stringify(outcome));
  return outcome.card as EscalationCard;
}

type Story = readonly [story: string, args: Record<string, string>, email: string, reason: string];

const stories: readonly Story[] = [
  ['VVIP with an active CSM', { customer_email: 'aoife.brannigan@quillhaven.example' }, 'sarah.jenkins@', 'named_csm'],
  [
    'the same contact in other case',
    { customer_email: 'Aoife.Brannigan@Quillhaven.example' },
    'sarah.jenkins@',
    'named_csm',
  ],
  ['the same account by its 15 characters', { account_id: '001Hs00003QQCZH' }, 'sarah.jenkins@', 'named_csm'],
  ['the same account by its source', { account_id: 'crm:001Hs00003QQCZHIA5' }, 'sarah.jenkins@', 'named_csm'],
  [
    'id and address agree',
    { account_id: '001Hs00003QQCZH', customer_email: 'aoife.brannigan@quillhaven.example' },
    'sarah.jenkins@',
    'named_csm',
  ],
  [
    'id and address disagree',
    { account_id: '001Hs00003QQCZH', customer_email: 'clementine@bayoulantern.example' },
    'success@',
    'your_team',
  ],
  ['one address on two accounts', { customer_email: 'ines.carvalho@carvalho-travel.example' }, 'success@', 'your_team'],
  ['only the domain is known, and shared', { customer_email: 'someone@quillhaven.example' }, 'success@', 'your_team'],
  ['only the domain is known', { customer_email: 'someone@bayoulantern.example' }, 'success@', 'your_team'],
  ['nobody knows them', { customer_email: 'someone@unheard-of.example' }, 'success@', 'your_team'],
  ['no identity at all', {}, 'success@', 'your_team'],
  [
    'a public mail provider finds the full address',
    { customer_email: 'mistcombe.tea@freemail.example' },
    'grace.adeyemi@|mateusz.wojcik@|camille.laurent@|smb@|success@',
    'your_team',
  ],
  [
    'a public mail provider alone finds nobody',
    { customer_email: 'stranger@freemail.example' },
    'success@',
    'your_team',
  ],
  [
    'a VIP’s owner left, without a deputy: the manager',
    { account_id: '001Hs00003Q7KT3IAN' },
    'jonas.mueller@',
    'director',
  ],
  [
    'an owner who left, and a chain without manager: another one of the region',
    { account_id: '001Hs00003QtHhNIAV' },
    'sarah.jenkins@|zoe.vandenberghe@',
    'counterpart',
  ],
  [
    'an owner on leave: the deputy whom the leave names',
    { customer_email: 'clementine@bayoulantern.example' },
    'camille.laurent@',
    'covering',
  ],
  [
    'owner and deputy on leave, each for the other: the manager',
    { account_id: '001Hs00003QKF1rIAH' },
    'lucia.fernandez@',
    'director',
  ],
  ['the same, with a chain that names no manager', { account_id: '001Hs00003Qe2ZVIAZ' }, 'success@', 'your_team'],
  ['a leave that is over', { customer_email: 'serena.lim@frangipani.example' }, 'priya.raghunathan@', 'named_csm'],
  ['a queue is nobody: the onboarding lead', { account_id: '001Hs00003QcVZNIA3' }, 'elif.yildirim@', 'onboarding_lead'],
  ['a queue alone: the fallback', { account_id: '001Hs00003QyVGzIAN' }, 'success@', 'your_team'],
  ['a bot is nobody', { account_id: '001Hs00003Qeh0TIAR' }, 'success@', 'your_team'],
  ['an outside contractor is not shown', { account_id: '001Hs00003QL5k8IAD' }, 'success@', 'your_team'],
  [
    'nobody owns it',
    { account_id: '001Hs00003QvE9BIAV' },
    'grace.adeyemi@|mateusz.wojcik@|camille.laurent@|smb@|success@',
    'your_team',
  ],
  ['legal hold', { customer_email: 'imogen.castlereagh@obsidianquay.example' }, 'specialists@', 'specialist'],
  [
    'legal hold goes before everything',
    { account_id: '001Hs00003QZaUsIAL', topic: 'billing' },
    'specialists@',
    'specialist',
  ],
  [
    'a renewal within 90 days, asked commercially',
    { account_id: '001Hs00003QEjh1IAD', topic: 'commercial' },
    'naledi.mokoena@',
    'renewal',
  ],
  ['the same account, asked technically', { account_id: '001Hs00003QEjh1IAD', topic: 'technical' }, '(?!naledi)', '.'],
  ['no tier, but revenue like a VIP’s', { account_id: '001Hs00003Q3mKrIAJ' }, 'sarah.jenkins@', 'named_csm'],
  [
    'CRM and workbook disagree: the workbook is believed',
    { account_id: '001Hs00003QmrbAIAR' },
    'sarah.jenkins@',
    'named_csm',
  ],
  ['the CRM fills what the workbook leaves blank', { account_id: '001Hs00003QtjHdIAJ' }, 'sarah.jenkins@', 'named_csm'],
  [
    'an EMEA customer of people in the US: a counterpart in EMEA',
    { account_id: '001Hs00003QwD7NIAV' },
    'sarah.jenkins@|zoe.vandenberghe@',
    'counterpart',
  ],
  [
    'red health: the Success Manager’s manager first',
    { account_id: '001Hs00003QrzpYIAR' },
    'jonas.mueller@',
    'director',
  ],
  ['a prospect: the account executive', { account_id: '001Hs00003QgK7LIAV' }, '.*', 'account_executive'],
  [
    'a partner: the partner manager',
    { customer_email: 'gesine.hartwich@basaltbirch.example' },
    'ingrid.falkenstrom@',
    'partner_manager',
  ],
  ['an open Sev-1: the incident desk', { account_id: '001Hs00003QGkTsIAL' }, 'incidents@', 'incident'],
  ['an open Sev-1 that only the help desk knows', { account_id: '001Hs00003QkRtAIAV' }, 'incidents@', 'incident'],
  ['ids that differ by case alone', { account_id: '001Hs00003QkRta' }, 'camille.laurent@', 'covering'],
  ['a question of security', { account_id: '001Hs00003QQCZH', topic: 'security' }, 'samuel.osei@', 'security'],
  ['a question of billing', { account_id: '001Hs00003QQCZH', topic: 'billing' }, 'billing@', 'billing'],
];

describe('Monday, 23 November 2026, ten in the morning in Berlin', () => {
  it.each(stories)('%s', async (_story, args, email, reason) => {
    const card = await contactFor(args);
    expect(card.contact.email).toMatch(new RegExp(`^(?:${email}).*@?acme\\.example$`));
    expect(card.reason.code).toMatch(new RegExp(`^(?:${reason})`));
  });

  it('shows an approved link, and drops one that only looks approved', async () => {
    const sarah = await contactFor({ customer_email: 'aoife.brannigan@quillhaven.example' });
    expect(sarah.contact.booking_link).toBe('https://calendly.com/acme-sarah');
    const priya = await contactFor({ customer_email: 'serena.lim@frangipani.example' });
    expect(priya.contact).not.toHaveProperty('booking_link');
  });

  it('says the reason in the customer’s language, and else in the workspace’s', async () => {
    const args = { customer_email: 'aoife.brannigan@quillhaven.example' };
    const messages = await Promise.all(
      ['de', 'de-AT', 'ja', undefined].map(
        async (language) => (await contactFor({ ...args, language })).reason.message,
      ),
    );
    const [german, english] = ['Ihre persönliche Ansprechperson', 'Your dedicated Success Manager'];
    expect(messages).toEqual([german, german, english, english]);
  });

  it('gives the same person for the same call', async () => {
    const args = { account_id: '001Hs00003QXQCfIAP' };
    const emails = await Promise.all(Array.from({ length: 20 }, async () => (await contactFor(args)).contact.email));
    expect(new Set(emails).size).toBe(1);
  });
});

describe('unknown, ambiguous and domain answers', () => {
  it('are the same bytes', async () => {
    const texts = await Promise.all(
      [
        { customer_email: 'someone@unheard-of.example' },
        { customer_email: 'ines.carvalho@carvalho-travel.example' },
        { customer_email: 'someone@bayoulantern.example' },
        { account_id: 'no such id' },
        {},
      ].map(async (args) => {
        const outcome = await acme.call('get_escalation_contact', args);
        return outcome.kind === 'answered' ? outcome.json : '';
      }),
    );
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).not.toBe('');
  });
});

describe('get_account_team', () => {
  const team = async (args: unknown): Promise<TeamCard> => {
    const outcome = await acme.call('get_account_team', args);
    if (outcome.kind !== 'answered') throw new Error(JSON.stringify(outcome));
    return outcome.card as TeamCard;
  };

  it('names the key roles in the leader’s order', async () => {
    const { team: people } = await team({ account_id: '001Hs00003QQCZH' });
    expect(people.map(({ role }) => role)).toEqual(['CSM', 'Onboarding', 'Renewals', 'AE']);
    expect(people[0]?.email).toBe('sarah.jenkins@acme.example');
  });

  it('names the routed contact alone under a legal hold', async () => {
    const { team: people } = await team({ customer_email: 'imogen.castlereagh@obsidianquay.example' });
    expect(people).toEqual([{ kind: 'team', name: 'Specialist desk', email: 'specialists@acme.example' }]);
  });

  it('names the fallback alone to whom nobody knows', async () => {
    const { team: people } = await team({ customer_email: 'someone@unheard-of.example' });
    expect(people.map(({ email }) => email)).toEqual(['success@acme.example']);
  });

  it('asks for an identity where there is none', async () => {
    expect(await acme.call('get_account_team', {})).toMatchObject({
      kind: 'mend',
      message: 'Say which customer you mean: give account_id or customer_email.',
      meanwhile: null,
    });
  });
});

describe('get_account_health', () => {
  it.each([
    ['001Hs00003QQCZH', 'Healthy'],
    ['001Hs00003QrzpYIAR', 'At Risk'],
    ['001Hs00003QN28UIAT', 'Churned'],
    ['001Hs00003QimvJIAR', 'Unknown'],
    ['nobody', 'Unknown'],
  ])('%s is %s', async (account_id, status) => {
    const outcome = await acme.call('get_account_health', { account_id }, 'teams');
    expect(outcome).toMatchObject({
      kind: 'answered',
      card: { status },
      assistantOnly: true,
    });
  });

  it('is no tool at all for an agent that talks to customers', async () => {
    expect(await acme.call('get_account_health', { account_id: '001Hs00003QQCZH' })).toEqual({ kind: 'no_such_tool' });
  });
});

describe('a malformed call', () => {
  it('says how to mend it, and still names somebody to route to', async () => {
    const outcome = await acme.call('get_escalation_contact', { topic: 'weather' });
    expect(outcome).toMatchObject({
      kind: 'mend',
      message: 'Set topic to one of billing, commercial, technical, security, or leave it out.',
      meanwhile: { card: { contact: { email: 'success@acme.example' } } },
    });
  });
});
