/** The sample company: its exports import without a row held back, its stories come out right, its secrets don't. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { requireWorkspace } from '../config/load-workspace.ts';
import type { WholeImport } from './import-fixtures.ts';
import { importWhole } from './import-fixtures.ts';
import type { Dossier, Person } from './records.ts';

const ACME = join(import.meta.dirname, '../../examples/acme');
const BASE_DAY = Date.parse('2026-11-23T09:00:00Z');

let acme: WholeImport;
let people: Map<string, Person>;
beforeAll(async () => {
  acme = await importWhole(requireWorkspace(ACME), BASE_DAY);
  people = new Map(acme.data.people.map((each) => [each.key, each]));
});

function dossier(name: string): Dossier {
  return acme.data.dossiers.find((each) => each.name === name)!;
}
function holder(name: string, role: string): string | null | undefined {
  const assignment = dossier(name).assignments.find((each) => each.role === role);
  return assignment === undefined ? undefined : people.get(assignment.person)!.email;
}
function fact(name: string, fact_: string) {
  return dossier(name).facts[`account.${fact_}`]?.value ?? null;
}
function person(email: string): Person {
  return acme.data.people.find((each) => each.email === `${email}@acme.example`)!;
}

it('imports every row', () => {
  expect(acme.report).toMatchObject({
    directory: { accounts: 62, people: 32 },
    quarantined: { total: 0, first: [] },
    flagged: { total: 0, first: [] },
    unknownPeople: {
      total: 1,
      first: [
        { place: 'cs_workbook.xlsx:Accounts:48', reason: 'No source describes this address in `email`, the CSM.' },
      ],
    },
    conflicts: { 'assignment.CSM': 1, 'person.name': 1 },
  });
});

describe('stories', () => {
  it.each<[string, string, string | undefined, string]>([
    ['Quillhaven Robotics', 'CSM', 'sarah.jenkins@acme.example', 'a VVIP'],
    ['Fennimore Glassworks', 'CSM', 'tobias.lindqvist@acme.example', 'who left'],
    ['Fennimore Glassworks', 'AE', 'patrick.doyle@acme.example', 'who left too'],
    ['Saltmarsh Biotech', 'CSM', 'emea-onboarding@acme.example', 'a queue'],
    ['Saltmarsh Biotech', 'Onboarding', 'elif.yildirim@acme.example', 'a person'],
    ['Pixelbrook Games', 'CSM', 'ace-bot@acme.example', 'a bot'],
    ['Tamarind Retail Group', 'AE', 'crm-sync@acme.example', 'an integration'],
    ['Tamarind Retail Group', 'CSM', undefined, 'in no file'],
    ['Lumbrera Azul Films', 'CSM', undefined, 'a contractor whom HR does not know'],
    ['Driftmoor Analytics', 'AE', undefined, 'in no file'],
    ['Larkmoor Insurance Group', 'Renewals', 'oliver.grant@acme.example', 'from the workbook'],
    ['Duskwater Logistics', 'CSM', 'sarah.jenkins@acme.example', 'the workbook is believed'],
    ['Karthaus Textil', 'CSM', 'sarah.jenkins@acme.example', 'in the CRM only'],
    ['Basalt & Birch Consulting', 'Partner Manager', 'ingrid.falkenstrom@acme.example', 'the owner of a partner'],
    ['Basalt & Birch Consulting', 'AE', undefined, 'is no account executive'],
    ['Sablewood Furniture', 'CSM', 'marcus.bell@acme.example', 'an id that differs by case'],
    ['Pepperwhit Pay', 'CSM', 'sarah.jenkins@acme.example', 'from the other'],
    ['雪待商事株式会社', 'CSM', 'keiko.yamada@acme.example', 'Japanese'],
  ])('%s: the %s is %s, %s', (name, role, email) => {
    expect(holder(name, role)).toBe(email);
  });

  it.each<[string, string, string | number | boolean | null]>([
    ['Quillhaven Robotics', 'tier', 'VVIP'],
    ['Quillhaven Robotics', 'arr_usd', 1_240_000],
    ['Obsidian Quay Capital', 'legal_hold', true],
    ['Obsidian Quay Capital', 'tier', 'VIP'],
    ['Harrowfield Energy', 'type', 'Former Customer'],
    ['Harrowfield Energy', 'legal_hold', true],
    ['Larkmoor Insurance Group', 'renewal_date', '2027-01-08'],
    ['Thistledown Aerospace', 'tier', null],
    ['Thistledown Aerospace', 'arr_usd', 910_000],
    ['Selatan Agritech', 'tier', 'Growth'],
    ['Cobalt Fern Pharma', 'health_color', 'Red'],
    ['Cobalt Fern Pharma', 'health_score', 22],
    ['Saltmarsh Biotech', 'health_color', null],
    ['Saltmarsh Biotech', 'onboarding_until', '2027-01-31'],
    ['Gullwick Mobility', 'open_sev1', true],
    ['Pepperwhit Pay', 'open_sev1', true],
    ['Atelier Rivemont', 'open_sev1', false],
    ['Vellum & Quoin Publishing', 'type', 'Prospect'],
    ['Basalt & Birch Consulting', 'type', 'Partner'],
    ['Silberfluss Maschinenbau GmbH', 'language', 'de'],
    ['Fjordlight Shipping', 'region', 'EMEA'],
  ])('%s: %s is %j', (name, fact_, value) => {
    expect(fact(name, fact_)).toBe(value);
  });

  it('keep what the CRM says beside what the workbook says', () => {
    expect(dossier('Duskwater Logistics').assignments.find(({ role }) => role === 'CSM')).toMatchObject({
      source: { source: 'cs_workbook' },
      conflicts: [{ person: 'hr:E1010', source: 'crm' }],
    });
  });

  it.each([
    ['tobias.lindqvist', { active: false, deputy: null, manager: 'hr:E1002' }],
    ['patrick.doyle', { active: false, deputy: 'hr:E1018' }],
    ['marcus.bell', { deputy: 'hr:E1012', absences: [{ from: '2026-11-16', to: '2026-11-30', deputy: 'hr:E1015' }] }],
    ['hannah.kowalski', { active: true, deputy: 'hr:E1012', absences: [{ to: '2027-03-12', deputy: 'hr:E1012' }] }],
    ['diego.salazar', { deputy: 'hr:E1011', absences: [{ to: '2026-11-27', deputy: null }] }],
    ['keiko.yamada', { name: '山田 恵子', timezone: 'Asia/Tokyo', calendar: 'tokyo', languages: ['ja', 'en'] }],
    ['mateusz.wojcik', { calendar: 'berlin-mornings', roles: ['Scaled CSM'] }],
    ['noah.castellanos', { calendar: 'austin-saturdays', roles: ['Onboarding'] }],
    ['beatrix.thornbury', { name: 'Bea Thornbury', roles: [] }],
    ['rachel.whitfield', { key: 'hr:E1019', active: true }],
    ['arjun.nair', { active: true }],
    ['emea-onboarding', { kind: 'queue' }],
    ['ace-bot', { kind: 'bot' }],
    ['crm-sync', { kind: 'integration' }],
    ['priya.raghunathan', { bookingLink: 'https://calendly.com.bookings.example/acme-priya' }],
    ['samuel.osei', { bookingLink: null, headshotUrl: null }],
  ])('%s', (email, expected) => {
    expect(person(email)).toMatchObject(expected);
  });

  it.each([
    ['aoife.brannigan@quillhaven.example', ['Quillhaven Robotics']],
    ['aoife.brannigan+acme@quillhaven.example', ['Quillhaven Robotics']],
    ['declan.fogarty@quillhaven.example', ['Quillhaven Labs']],
    ['ines.carvalho@carvalho-travel.example', ['Brambleholt Hotels', 'Ottermere Resorts']],
    ['nightdesk@fjordlight.example', ['Fjordlight Shipping']],
    ['mistcombe.tea@freemail.example', ['Mistcombe Tea Cooperative']],
    ['someone@unheard-of.example', []],
  ])('%s is a contact of %j', (email, names) => {
    const accounts = acme.data.contacts.filter((contact) => contact.email === email).map(({ account }) => account);
    expect(
      acme.data.dossiers
        .filter(({ account }) => accounts.includes(account))
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(names);
  });

  it.each([
    ['quillhaven.example', ['Quillhaven Labs', 'Quillhaven Robotics']],
    ['fjordlight.example', ['Fjordlight Shipping']],
    ['freemail.example', []],
    ['carvalho-travel.example', []],
    ['acme.example', []],
  ])('the domain %s is of %j', (domain, names) => {
    const accounts = acme.data.domains.filter((each) => each.domain === domain).map(({ account }) => account);
    expect(
      acme.data.dossiers
        .filter(({ account }) => accounts.includes(account))
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(names);
  });

  it('finds an account by both forms of its id', () => {
    const forms = acme.data.accountIds
      .filter(({ account }) => account === dossier('Pepperwhit Pay').account)
      .map(({ namespace, id }) => `${namespace}:${id}`);
    expect(forms).toEqual(['crm:001Hs00003QkRtA', 'crm:001Hs00003QkRtAIAV', 'helpdesk:5013']);
  });

  it('keep the parents of subsidiaries', () => {
    const parent = (name: string) => acme.data.dossiers.find(({ account }) => account === dossier(name).parent)?.name;
    expect(parent('Silberfluss Graz Service')).toBe('Silberfluss Österreich GmbH');
    expect(parent('Silberfluss Österreich GmbH')).toBe('Silberfluss Maschinenbau GmbH');
    expect(parent('Quillhaven Labs')).toBe('Quillhaven Robotics');
  });
});

it('is the same ten days later, but for its dates', async () => {
  const later = await importWhole(requireWorkspace(ACME), BASE_DAY + 10 * 86_400_000);
  const renewal = later.data.dossiers.find(({ name }) => name === 'Larkmoor Insurance Group')?.facts[
    'account.renewal_date'
  ];
  expect(renewal?.value).toBe('2027-01-18');
  expect(later.data.people.find(({ key }) => key === 'hr:E1007')?.absences).toMatchObject([
    { from: '2026-11-26', to: '2026-12-10' },
  ]);
  expect(later.report).toEqual(acme.report);
});

type Listing = { readonly tokens: readonly string[]; readonly otherForms?: readonly string[] };

it('lets nothing of the columns that must never leave into the directory or the report', () => {
  const listed = JSON.parse(readFileSync(join(ACME, 'data/canaries.json'), 'utf8')) as Record<
    string,
    readonly Listing[]
  >;
  const canaries = Object.values(listed)
    .flat()
    .flatMap(({ tokens, otherForms }) => [...tokens, ...(otherForms ?? [])]);
  expect(canaries.length).toBeGreaterThan(200);
  const everything = JSON.stringify(acme);
  expect(everything).toContain('sarah.jenkins@acme.example');
  expect(canaries.filter((canary) => everything.includes(JSON.stringify(canary).slice(1, -1)))).toEqual([]);
});
