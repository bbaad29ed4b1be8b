/**
 * Identities that look like another: letters of other scripts, other widths, nothing that can be seen, other ways to write a
 * character. An id or address is the bound customer's, or anybody's, when it is the same, and is somebody else's when it merely
 * looks so. What counts as the same is said here.
 */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { GuardedAcme } from '../support/guarded-acme.ts';
import { openGuardedAcme } from '../support/guarded-acme.ts';
import type { Asked } from './asking.ts';
import { callOf, OWN, THEIRS, TOOLS, verdictOf } from './asking.ts';

let acme: GuardedAcme;
let free: Pick<Asked, 'token'>;
let boundKey: string;

beforeAll(async () => {
  acme = await openGuardedAcme();
  boundKey = (await acme.apiKey('bound-desk')).token;
  free = { token: (await acme.apiKey('support-copilot')).token };
}, 60_000);
afterAll(() => acme.close());

function boundTo(sub: string): Pick<Asked, 'token' | 'customer'> {
  const customer = acme.mint('bound-desk', { claims: { sub, sub_type: sub.includes('@') ? 'email' : 'account_id' } });
  return { token: boundKey, customer };
}

async function verdict(args: unknown, by: Partial<Asked>, tool: string = TOOLS[0]): Promise<string> {
  return verdictOf(await acme.send(callOf({ tool, args, ...by })));
}

const ZERO_WIDTH_SPACE = '\u200B';
const SOFT_HYPHEN = '\u00AD';
const RIGHT_TO_LEFT = '\u202E';
const TAG_A = '\u{E0061}';
const COMBINING_ACUTE = '\u0301';
const FULL_WIDTH = 0xfe_e0;

function fullWidth(text: string): string {
  return text.replaceAll(/[!-~]/g, (character) => String.fromCodePoint(character.codePointAt(0)! + FULL_WIDTH));
}

function percentEncoded(text: string): string {
  return Array.from(text, (character) => `%${character.codePointAt(0)!.toString(16).toUpperCase()}`).join('');
}

type LookAlike = readonly [written: string, is: 'own' | 'nobody', why: string];

const HALF = OWN.id.length / 2;
const [START, END] = [OWN.id.slice(0, HALF), OWN.id.slice(HALF)];

const IDS: readonly LookAlike[] = [
  [OWN.id, 'own', 'itself'],
  [OWN.id.slice(0, 15), 'own', 'in Salesforce’s shorter form'],
  [` ${OWN.id}\t`, 'own', 'blanks around it are a slip'],
  [`\u00A0${OWN.id}\uFEFF`, 'own', 'blanks of other kinds too'],
  ['5001', 'own', 'the help desk’s number of it'],
  [OWN.id.toLowerCase(), 'nobody', 'ids have case: another account may differ by it alone'],
  [OWN.id.toUpperCase(), 'nobody', 'the same'],
  [OWN.id.slice(0, 14), 'nobody', 'a piece of it'],
  [`${OWN.id}5`, 'nobody', 'more than it'],
  [`${OWN.id.slice(0, 17)}6`, 'nobody', 'another check letter'],
  [fullWidth(OWN.id), 'nobody', 'wide'],
  [OWN.id.replace('H', '\u041D'), 'nobody', 'a Cyrillic letter'],
  [OWN.id.replace('C', '\u216D'), 'nobody', 'a Roman numeral'],
  [OWN.id.replaceAll('0', 'O'), 'nobody', 'letters for digits'],
  [`${START}${ZERO_WIDTH_SPACE}${END}`, 'nobody', 'something without width in it'],
  [`${OWN.id}${ZERO_WIDTH_SPACE}`, 'nobody', 'and after it'],
  [`${START}${SOFT_HYPHEN}${END}`, 'nobody', 'a soft hyphen'],
  [`${RIGHT_TO_LEFT}${Array.from(OWN.id).toReversed().join('')}`, 'nobody', 'written from right to left'],
  [`${OWN.id}${TAG_A}`, 'nobody', 'a tag that nobody sees'],
  [`${OWN.id}${COMBINING_ACUTE}`, 'nobody', 'an accent upon it'],
  [`${OWN.id}\u0000`, 'nobody', 'an end for whoever reads C'],
  [percentEncoded(OWN.id), 'nobody', 'nothing is decoded'],
  [`${OWN.id}%20`, 'nobody', 'nothing is decoded'],
  [`+${OWN.id}`, 'nobody', 'a plus is no blank'],
  [`"${OWN.id}"`, 'nobody', 'quotes'],
  ['05001', 'nobody', 'a number’s other forms'],
  ['5001.0', 'nobody', 'a number’s other forms'],
  ['+5001', 'nobody', 'a number’s other forms'],
  ['0x1389', 'nobody', 'a number’s other forms'],
  ['\u0665\u0660\u0660\u0661', 'nobody', 'Arabic digits'],
];

const [LOCAL = '', DOMAIN = ''] = OWN.email.split('@');

const EMAILS: readonly LookAlike[] = [
  [OWN.email, 'own', 'itself'],
  [OWN.email.toUpperCase(), 'own', 'addresses have no case'],
  [` ${OWN.email}\n`, 'own', 'blanks around it are a slip'],
  [`${OWN.email}.`, 'own', 'the root’s dot: the same host'],
  [
    `${LOCAL}@${fullWidth(DOMAIN)}`,
    'own',
    'a host has one form in ASCII (UTS 46), and this is how it is written in Japan',
  ],
  [`${LOCAL}@${DOMAIN.replace('.', '\u3002')}`, 'own', 'the same, of the dot'],
  ['cormac.tully@quillhaven.example', 'own', 'a colleague whom the help desk knows'],
  [`${fullWidth(LOCAL)}@${DOMAIN}`, 'nobody', 'a mailbox has no such form'],
  [OWN.email.replace('a', '\u0430'), 'nobody', 'a Cyrillic letter in the mailbox'],
  [OWN.email.replace('quillhaven', 'quillh\u0430ven'), 'nobody', 'and in the host'],
  [OWN.email.replace('i', '\u0131'), 'nobody', 'a dotless i'],
  [OWN.email.replace('i', '\u0130'), 'nobody', 'a Turkish capital, which becomes two characters'],
  [OWN.email.replace('fe', '\uFB01e'), 'nobody', 'a ligature'],
  [OWN.email.replace('nn', 'rn'), 'nobody', 'letters that look alike'],
  [OWN.email.replace('ll', '11'), 'nobody', 'digits that do'],
  [`${LOCAL}+a@${DOMAIN}`, 'nobody', 'whether a plus reaches the same person is the mail server’s secret'],
  [`${LOCAL.replace('.', '')}@${DOMAIN}`, 'nobody', 'and so are dots'],
  [`"${LOCAL}"@${DOMAIN}`, 'nobody', 'in quotes'],
  [`${LOCAL}(a)@${DOMAIN}`, 'nobody', 'with a comment'],
  [`<${OWN.email}>`, 'nobody', 'in brackets'],
  [`mailto:${OWN.email}`, 'nobody', 'as a link'],
  [`${LOCAL}%40${DOMAIN}`, 'nobody', 'nothing is decoded'],
  [`${percentEncoded(LOCAL)}@${DOMAIN}`, 'nobody', 'nothing is decoded'],
  [`${LOCAL}@${percentEncoded(DOMAIN)}`, 'nobody', 'nothing is decoded'],
  [`${LOCAL}${ZERO_WIDTH_SPACE}@${DOMAIN}`, 'nobody', 'something without width'],
  [`${LOCAL}@${DOMAIN.replace('h', `${ZERO_WIDTH_SPACE}h`)}`, 'nobody', 'in the host too'],
  [`${LOCAL}@${DOMAIN.replace('h', `${SOFT_HYPHEN}h`)}`, 'nobody', 'a soft hyphen in the host'],
  [`${LOCAL}${TAG_A}@${DOMAIN}`, 'nobody', 'a tag that nobody sees'],
  [`${LOCAL}@${DOMAIN}${TAG_A}`, 'nobody', 'in the host too'],
  [`${LOCAL}${COMBINING_ACUTE}@${DOMAIN}`, 'nobody', 'an accent'],
  [`${LOCAL}@${DOMAIN.replace('e', `e${COMBINING_ACUTE}`)}`, 'nobody', 'an accent in the host'],
  [`${RIGHT_TO_LEFT}${OWN.email}`, 'nobody', 'from right to left'],
  [`${OWN.email}/x`, 'nobody', 'a path behind it'],
  [`${OWN.email}#x`, 'nobody', 'what browsers cut'],
  [`${OWN.email}:25`, 'nobody', 'a port'],
  [`${LOCAL}@ ${DOMAIN}`, 'nobody', 'a blank in it'],
  [`${OWN.email}.evil.example`, 'nobody', 'a longer host'],
  [`${LOCAL}@mail.${DOMAIN}`, 'nobody', 'a host below'],
  [`someone@${DOMAIN}`, 'nobody', 'the same company, another mailbox'],
  [`${LOCAL}\u0000@${DOMAIN}`, 'nobody', 'an end for whoever reads C'],
];

describe.each([
  ['account_id', IDS],
  ['customer_email', EMAILS],
] as const)('%s', (argument, cells) => {
  it.each(cells)('%j is %s: %s', async (written, is) => {
    const args = { [argument]: written };
    expect(await verdict(args, boundTo(OWN.id))).toBe(is);
    expect(await verdict(args, boundTo(OWN.email))).toBe(is);
    expect(await verdict(args, free)).toBe(is);
  });
});

/** An address with a K, for which Unicode has two characters that are the same by its own word (NFC). */
test('a Kelvin sign is a K', async () => {
  const args = { customer_email: '\u212Aaarel.tammsalu@pepperwhit.example' };
  const plain = { customer_email: 'kaarel.tammsalu@pepperwhit.example' };
  const [signed, written] = [args, plain].map((one) => acme.send(callOf({ tool: TOOLS[1], args: one, ...free })));
  expect((await signed)?.body).toBe((await written)?.body);
});

describe('two accounts whose ids differ by case alone', () => {
  const [PEPPERWHIT, SABLEWOOD] = ['001Hs00003QkRtAIAV', '001Hs00003QkRtaIAF'];

  it('are two customers', async () => {
    const reply = async (args: object, by: Partial<Asked>): Promise<string> =>
      (await acme.send(callOf({ tool: TOOLS[1], args, ...by }))).body;
    const own = await reply({}, boundTo(PEPPERWHIT));
    expect(own).toContain('sarah.jenkins@');
    expect(await reply({}, boundTo(SABLEWOOD))).not.toBe(own);
    for (const id of [PEPPERWHIT, PEPPERWHIT.slice(0, 15)])
      expect(await reply({ account_id: id }, boundTo(PEPPERWHIT))).toBe(own);
    const foreign = await reply({ account_id: 'no such id' }, boundTo(PEPPERWHIT));
    for (const id of [SABLEWOOD, SABLEWOOD.slice(0, 15)])
      expect(await reply({ account_id: id }, boundTo(PEPPERWHIT))).toBe(foreign);
  });
});

describe('accounts that belong together', () => {
  const [LABS, LABS_EMAIL] = ['001Hs00003QxabUIAR', 'declan.fogarty@quillhaven.example'];

  it.each<readonly [args: object, why: string]>([
    [{ account_id: LABS }, 'a subsidiary is another customer'],
    [{ customer_email: LABS_EMAIL }, 'also by an address of the same domain'],
    [{ account_id: '5002' }, 'also by its number'],
  ])('%j is foreign to the parent: %s', async (args) => {
    for (const tool of TOOLS) expect(await verdict(args, boundTo(OWN.id), tool)).toBe('nobody');
  });

  it('and the parent is to the subsidiary', async () => {
    for (const tool of TOOLS) expect(await verdict({ account_id: OWN.id }, boundTo(LABS), tool)).toBe('nobody');
  });
});

describe('another tenant’s customers', () => {
  const NORTH = { account: 'crm:N-1', id: 'N-1', email: 'nora@north.example' };

  beforeAll(async () => {
    const dossier = {
      account: NORTH.account,
      name: 'North',
      parent: null,
      facts: {},
      assignments: [],
      asOf: '2026-11-23T08:00:00Z',
    };
    await acme.store.directory.replace('north', {
      dossiers: [dossier],
      accountIds: [
        { namespace: 'crm', id: NORTH.id, account: NORTH.account },
        { namespace: 'crm', id: THEIRS.id, account: NORTH.account },
      ],
      contacts: [{ email: NORTH.email, account: NORTH.account }],
      domains: [],
      people: [],
    });
  });

  it.each<readonly [args: object, is: string, why: string]>([
    [{ account_id: NORTH.id }, 'nobody', 'an id that only they know'],
    [{ account_id: `crm:${NORTH.id}` }, 'nobody', 'by its source'],
    [{ account_id: `north:${NORTH.id}` }, 'nobody', 'by its tenant'],
    [{ customer_email: NORTH.email }, 'nobody', 'an address that only they know'],
    [{ account_id: THEIRS.id }, 'theirs', 'an id that both know is ours here'],
  ])('%j → %s: %s', async (args, is) => {
    expect(await verdict(args, free)).toBe(is);
    expect(await verdict(args, boundTo(OWN.id))).toBe('nobody');
  });

  it('can’t be bound here: to us they are nobody', async () => {
    expect(await verdict({}, boundTo(NORTH.id))).toBe('nobody');
    expect(await verdict({}, boundTo(NORTH.email))).toBe('nobody');
    expect(acme.reads.filter((read) => !read.includes('("default"'))).toEqual([]);
  });
});
