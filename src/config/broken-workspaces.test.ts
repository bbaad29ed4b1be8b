/** What is said of each fault that a workspace can have: the file, the fault, and the exact text. */
import { describe, expect, test } from 'vitest';
import { problemsOf, workspaceFolder } from '../../test/support/workspace-folder.ts';

type Cell = {
  readonly why: string;
  readonly file: string;
  readonly old: string;
  readonly now: string;
  readonly says: readonly string[];
};

const COMPANY = 'concierge.yaml';
const ESCALATION = 'guardrails/escalation.yaml';
const HEALTH = 'guardrails/health.yaml';
const ACCOUNTS = 'sources/accounts.yaml';
const PEOPLE = 'sources/people.yaml';
const SERVICE = 'services/cx_concierge.yaml';

const ED25519 = 'MCowBQYDK2VwAyEAxFtl1BhBiVGTuoSAe96nQN+iAcQtxsJCp+PBJ9f4YuQ=';
const P256 =
  'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEnN/X4Dw21LXclGYHAsyIDIjtiS+5C+z+m9YXxO123x/3lkf2Jrg+DNLfA94wqYRuFH5Zu4V1FU/ZSF+z3OenBA==';

function asserted(keys: string): string {
  return `assertions: { issuer: https://chat.example, keys: [${keys}] }`;
}

const CELLS: readonly Cell[] = [
  {
    why: 'a misspelt key',
    file: COMPANY,
    old: 'fallback: {',
    now: 'fallbak: {',
    says: ['concierge.yaml:11:1: error: `fallbak` is not known here. Did you mean `fallback`?'],
  },
  {
    why: 'a missing value',
    file: COMPANY,
    old: 'company: Your Company',
    now: 'company:',
    says: ['concierge.yaml:7:9: error: `company` has no value. Write text behind it, or delete the line.'],
  },
  {
    why: 'a number where text belongs',
    file: COMPANY,
    old: 'company: Your Company',
    now: 'company: 42',
    says: ['concierge.yaml:7:10: error: `company` must be text, not `42`. Put it in quotes.'],
  },
  {
    why: 'a map where text belongs',
    file: COMPANY,
    old: 'company: Your Company',
    now: 'company: { name: Acme }',
    says: ['concierge.yaml:7:10: error: `company` must be text, not a map. Write text.'],
  },
  {
    why: 'no such time zone',
    file: COMPANY,
    old: 'timezone: Europe/Berlin #',
    now: 'timezone: Europe/Berln #',
    says: ['concierge.yaml:8:11: error: There is no time zone `Europe/Berln`. Did you mean `Europe/Berlin`?'],
  },
  {
    why: 'the fallback names no team',
    file: COMPANY,
    old: 'fallback: { team: customer-success }',
    now: 'fallback: { team: customer-succes }',
    says: ['concierge.yaml:11:19: error: There is no team `customer-succes`. Did you mean `customer-success`?'],
  },
  {
    why: 'the fallback names no reason',
    file: COMPANY,
    old: 'fallback: { team: customer-success }',
    now: 'fallback: { team: customer-success, reason: hello }',
    says: ['concierge.yaml:11:45: error: There is no reason `hello`. Word it under `reasons`: `hello: …`.'],
  },
  {
    why: 'no such fact type',
    file: COMPANY,
    old: 'account.renewal_date: { type: date }',
    now: 'account.renewal_date: { type: dat }',
    says: [
      'concierge.yaml:16:33: error: `dat` is not allowed here. Did you mean `date`? One of: enum, string, number, integer, boolean, date, datetime.',
    ],
  },
  {
    why: 'an enum without values',
    file: COMPANY,
    old: 'values: [VIP, Standard]',
    now: '',
    says: ['concierge.yaml:15:17: error: An enum needs its values. Add `values: [first, second]`.'],
  },
  {
    why: 'a fact without a dot',
    file: COMPANY,
    old: 'account.renewal_date: { type: date }',
    now: 'account.renewal_date: { type: date }\n  tier: { type: string }',
    says: [
      'concierge.yaml:17:3: error: `tier` is not allowed as a name here. Use lower-case words with a dot, like `account.tier`.',
    ],
  },
  {
    why: 'a fact in the name space of the program',
    file: COMPANY,
    old: 'account.renewal_date: { type: date }',
    now: 'account.renewal_date: { type: date }\n  match.by: { type: string }',
    says: [
      'concierge.yaml:17:3: error: Names that begin with `match.` belong to the program. Choose another first word, like `account`.',
    ],
  },
  {
    why: 'derived from an unknown fact',
    file: COMPANY,
    old: 'days_until: account.renewal_date',
    now: 'days_until: account.renewal_dat',
    says: [
      'concierge.yaml:17:57: error: The fact `account.renewal_dat` is not declared. Did you mean `account.renewal_date`?',
    ],
  },
  {
    why: 'derived from what is no date',
    file: COMPANY,
    old: 'days_until: account.renewal_date',
    now: 'days_until: account.tier',
    says: [
      'concierge.yaml:17:57: error: `account.tier` is not a date that a source fills. Name a fact with `type: date`.',
    ],
  },
  {
    why: 'days that are a date',
    file: COMPANY,
    old: '{ type: integer, days_until',
    now: '{ type: date, days_until',
    says: ["concierge.yaml:17:36: error: Days are counted: this fact can't be date. Write `type: integer`."],
  },
  {
    why: 'precedence names no source',
    file: COMPANY,
    old: 'topics:',
    now: 'precedence: { account.tier: [crm] }\ntopics:',
    says: ['concierge.yaml:20:30: error: There is no source `crm`. Declared: accounts, people.'],
  },
  {
    why: 'precedence names no fact',
    file: COMPANY,
    old: 'topics:',
    now: 'precedence: { account.tir: [accounts], assignment.CMS: [accounts], person.titel: [people] }\ntopics:',
    says: [
      "concierge.yaml:20:15: error: `account.tir` is neither a fact, nor a role or a person's field that a source fills. Did you mean `account.tier`?",
      "concierge.yaml:20:40: error: `assignment.CMS` is neither a fact, nor a role or a person's field that a source fills. Did you mean `assignment.CSM`?",
      "concierge.yaml:20:68: error: `person.titel` is neither a fact, nor a role or a person's field that a source fills. Did you mean `person.title`?",
    ],
  },
  {
    why: 'a topic twice',
    file: COMPANY,
    old: '[billing, commercial, technical]',
    now: '[billing, commercial, billing]',
    says: ['concierge.yaml:20:31: error: `billing` is listed twice. Delete one.'],
  },
  {
    why: 'a team outside the approved domains',
    file: COMPANY,
    old: 'sales@yourcompany.example',
    now: 'sales@elsewhere.example',
    says: [
      'concierge.yaml:27:32: error: `sales@elsewhere.example` is not in an approved domain. Use an address in yourcompany.example, or add its domain to `approved.email_domains`.',
    ],
  },
  {
    why: 'a team without an e-mail',
    file: COMPANY,
    old: '    email: success@yourcompany.example\n',
    now: '',
    says: ['concierge.yaml:24:5: error: `email` is missing. Add `email: …`: the address that is always answered.'],
  },
  {
    why: 'a team with an unknown calendar',
    file: COMPANY,
    old: 'hours: always',
    now: 'hours: ofice',
    says: ['concierge.yaml:28:85: error: There is no calendar `ofice`. Did you mean `office`?'],
  },
  {
    why: 'a team with a link that is not approved',
    file: COMPANY,
    old: 'hours: always',
    now: 'booking_link: https://calendly.com/other',
    says: [
      'concierge.yaml:28:92: error: `https://calendly.com/other` is not an approved link. Add how it begins to `approved.links`.',
    ],
  },
  {
    why: 'a pool without members',
    file: COMPANY,
    old: 'hours: always',
    now: 'strategy: sticky',
    says: [
      'concierge.yaml:28:88: error: `sticky` chooses among members, and there are none. Add `members`, or write `strategy: card`.',
    ],
  },
  {
    why: 'a load that no source knows',
    file: COMPANY,
    old: '{ role: CSM } #',
    now: '{ role: CSM }\n    strategy: least_loaded #',
    says: [
      'concierge.yaml:27:15: error: No source says how much open work people have. Map `open_load` of a person, or write `strategy: sticky`.',
    ],
  },
  {
    why: 'a calendar that is never open',
    file: COMPANY,
    old: '{ mon-fri: "09:00-17:30" }',
    now: '{ sat: [] }',
    says: [
      'concierge.yaml:31:45: error: This calendar is never open. Give one day its hours, like `mon-fri: "09:00-17:30"`.',
    ],
  },
  {
    why: 'hours that run backwards',
    file: COMPANY,
    old: '"09:00-17:30"',
    now: '"17:30-09:00"',
    says: [
      'concierge.yaml:31:56: error: `17:30-09:00` ends before it begins. Hours past midnight are two: `"20:00-24:00"`, and `"00:00-02:00"` on the next day.',
    ],
  },
  {
    why: 'hours that overlap',
    file: COMPANY,
    old: '"09:00-17:30"',
    now: '["09:00-13:00", "12:30-17:00"]',
    says: [
      'concierge.yaml:31:56: error: The opening at 12:30 begins before the one before it ends. Write them without overlap.',
    ],
  },
  {
    why: 'a day with hours twice',
    file: COMPANY,
    old: '{ mon-fri: "09:00-17:30" }',
    now: '{ mon-fri: "09:00-17:30", fri: "09:00-12:00" }',
    says: ['concierge.yaml:31:71: error: `fri` has hours already. Say the hours of each day once.'],
  },
  {
    why: 'hours that are no times',
    file: COMPANY,
    old: '"09:00-17:30"',
    now: '9 to 5',
    says: [
      'concierge.yaml:31:56: error: `9 to 5` is not allowed here. Write opening and closing time, like `"09:00-17:30"`.',
    ],
  },
  {
    why: 'days that are no days',
    file: COMPANY,
    old: 'mon-fri:',
    now: 'weekdays:',
    says: [
      'concierge.yaml:31:47: error: `weekdays` is not allowed as a name here. Write a day or days, like `mon` or `mon-fri`.',
    ],
  },
  {
    why: 'special hours on days that there aren’t, and on a closed one',
    file: COMPANY,
    old: 'holidays: { country: DE',
    now: 'closed: [12-31, 2026-02-30], special: { 12-31: "09:00-12:00", 02-30: "09:00-12:00", 02-29: "13:00-12:00" }, holidays: { country: DE',
    says: [
      'concierge.yaml:31:89: error: There is no day `2026-02-30`. Write a day that there is, like `2026-12-24`.',
      'concierge.yaml:31:113: error: `12-31` is closed already. Delete it here, or in `closed`.',
      'concierge.yaml:31:135: error: There is no day `02-30`. Write a day that there is, like `2026-12-24`.',
      'concierge.yaml:31:164: error: `13:00-12:00` ends before it begins. Hours past midnight are two: `"20:00-24:00"`, and `"00:00-02:00"` on the next day.',
    ],
  },
  {
    why: 'a special day without hours',
    file: COMPANY,
    old: 'holidays: { country: DE',
    now: 'special: { 12-24: [], noon: "09:00-12:00" }, holidays: { country: DE',
    says: [
      'concierge.yaml:31:91: error: `12-24` is empty. Write at least one, or delete the line.',
      'concierge.yaml:31:95: error: `noon` is not allowed as a name here. Write a day like `2026-12-24`, or like `12-24` for every year.',
    ],
  },
  {
    why: 'what can’t be inherited',
    file: COMPANY,
    old: 'topics:',
    now: 'inherit: { roles: [CSM, Boss, CSM], facts: { account.teer: own_first, account.days_to_renewal: own_first, account.tier: any, account.renewal_date: first } }\ntopics:',
    says: [
      'concierge.yaml:20:31: error: `CSM` is listed twice. Delete one.',
      'concierge.yaml:20:46: error: There is no fact `account.teer`. Did you mean `account.tier`?',
      'concierge.yaml:20:71: error: The fact `account.days_to_renewal` is computed. Inherit the date that it is computed from.',
      'concierge.yaml:20:121: error: `any` is for yes or no, and `account.tier` is neither. Write `own_first`.',
      'concierge.yaml:20:148: error: `first` is not allowed here. One of: own_first, any.',
    ],
  },
  {
    why: 'what nobody can inherit',
    file: COMPANY,
    old: 'topics:',
    now: 'inherit: { roles: [CSM] }\ntopics:',
    says: [
      'concierge.yaml:20:1: warning: No source says which account stands above another, so nothing is inherited. Map `parent` of an account, or delete it.',
    ],
  },
  {
    why: 'another end of absences',
    file: COMPANY,
    old: 'calendars:',
    now: 'hand_back: tuesday\ncalendars:',
    says: ['concierge.yaml:30:12: error: `tuesday` is not allowed here. One of: first_working_day, day_after.'],
  },
  {
    why: 'no such country',
    file: COMPANY,
    old: 'country: DE',
    now: 'country: XX',
    says: [
      'concierge.yaml:31:94: error: No public holidays are known for the country `XX`. Known: AD, AE, AG, AI, AL, AM, AO, AR, AS, AT, AU, AW and 195 more.',
    ],
  },
  {
    why: 'a state in lower case',
    file: COMPANY,
    old: 'state: BE',
    now: 'state: be',
    says: ['concierge.yaml:31:105: error: No public holidays are known for the state `be`. Did you mean `BE`?'],
  },
  {
    why: 'no default calendar',
    file: COMPANY,
    old: 'calendars:',
    now: 'calendars:\n  other: { timezone: Asia/Tokyo, hours: { mon: "10:00-12:00" } }',
    says: [
      "concierge.yaml:7:1: error: `default_calendar` is missing. Say which of the calendars is everybody's: other, office.",
    ],
  },
  {
    why: 'a default calendar that is not there',
    file: COMPANY,
    old: 'calendars:',
    now: 'default_calendar: home\ncalendars:',
    says: ['concierge.yaml:30:19: error: There is no calendar `home`. Declared: office.'],
  },
  {
    why: 'a link that is not https',
    file: COMPANY,
    old: 'https://calendly.com/yourcompany-',
    now: 'http://calendly.com/yourcompany-',
    says: ['concierge.yaml:36:11: error: `http://calendly.com/yourcompany-` is not https. Begin it with `https://`.'],
  },
  {
    why: 'a link without a path',
    file: COMPANY,
    old: 'https://calendly.com/yourcompany-',
    now: 'https://calendly.com',
    says: [
      'concierge.yaml:36:11: error: `https://calendly.com` approves every page of calendly.com. Add the beginning of your own path, like `https://calendly.com/acme-`.',
    ],
  },
  {
    why: 'a link that is none',
    file: COMPANY,
    old: 'https://calendly.com/yourcompany-',
    now: 'calendly',
    says: [
      'concierge.yaml:36:11: error: `calendly` is not a link. Write how approved links begin, like `https://calendly.com/acme-`.',
    ],
  },
  {
    why: 'a domain with an at',
    file: COMPANY,
    old: 'email_domains: [yourcompany.example]',
    now: 'email_domains: ["@yourcompany.example"]',
    says: [
      'concierge.yaml:35:19: error: `@yourcompany.example` is not allowed here. Write a domain in lower case, like `acme.example`.',
    ],
  },
  {
    why: 'a caller of an unknown service',
    file: COMPANY,
    old: 'binding: "off" #',
    now: 'services: [crm] #',
    says: ['concierge.yaml:42:16: error: There is no service `crm`. Declared: cx_concierge.'],
  },
  {
    why: 'a caller without an audience',
    file: COMPANY,
    old: '    audience: teams\n',
    now: '',
    says: ['concierge.yaml:41:5: error: `audience` is missing. Add `audience: …`: for whom the agent speaks.'],
  },
  {
    why: 'an unknown audience',
    file: COMPANY,
    old: 'audience: teams',
    now: 'audience: team',
    says: [
      'concierge.yaml:41:15: error: `team` is not allowed here. Did you mean `teams`? One of: customers, teams, partners.',
    ],
  },
  {
    why: 'a scope of another service',
    file: COMPANY,
    old: 'binding: "off" #',
    now: 'scopes: [concierge:rout] #',
    says: [
      'concierge.yaml:42:14: error: None of its services has the scope `concierge:rout`. Did you mean `concierge:route`?',
    ],
  },
  {
    why: 'a caller that must be bound, and nobody can',
    file: COMPANY,
    old: 'binding: "off" #',
    now: 'binding: required #',
    says: [
      'concierge.yaml:42:14: warning: Nobody is registered to state who the customer of `support-copilot` is, so it is always answered with the fallback. Add `assertions`, or write `binding: "off"`.',
    ],
  },
  {
    why: 'a caller that must be bound because nothing else is said, and nobody can',
    file: COMPANY,
    old: '    binding: "off" #',
    now: '#',
    says: [
      'concierge.yaml:40:3: warning: Nobody is registered to state who the customer of `support-copilot` is, so it is always answered with the fallback. Add `assertions`, or write `binding: "off"`.',
    ],
  },
  {
    why: 'a caller that may not ask for a contact',
    file: COMPANY,
    old: 'binding: "off" #',
    now: 'scopes: ["concierge:team"]\n    binding: "off" #',
    says: [
      'concierge.yaml:40:3: warning: `support-copilot` has no get_escalation_contact, so its customers can end at nobody. Give it the scope `concierge:route`, and its audience the tool.',
    ],
  },
  {
    why: 'a caller whose model decides whether it is bound',
    file: COMPANY,
    old: 'binding: "off" #',
    now: 'binding: optional\n    carrier: argument\n    assertions: { issuer: x, keys: [{ id: k, algorithm: EdDSA, public_key: MCowBQYDK2VwAyEAxFtl1BhBiVGTuoSAe96nQN+iAcQtxsJCp+PBJ9f4YuQ= }] } #',
    says: [
      'concierge.yaml:43:14: warning: The model itself decides whether `support-copilot` is bound: it may leave the argument out. Write `binding: required`, or another `carrier`.',
    ],
  },
  {
    why: 'a caller that may be bound, and nobody can',
    file: COMPANY,
    old: 'binding: "off" #',
    now: 'binding: optional #',
    says: [
      'concierge.yaml:42:14: warning: Nobody is registered to state who the customer of `support-copilot` is, so it is never bound and may name any. Add `assertions`, or write `binding: "off"`.',
    ],
  },
  {
    why: 'a platform that states customers for a caller that is bound to none',
    file: COMPANY,
    old: 'binding: "off" #',
    now: `binding: "off"\n    ${asserted(`{ id: a, algorithm: EdDSA, public_key: ${ED25519} }`)} #`,
    says: [
      'concierge.yaml:43:5: warning: `support-copilot` is bound to no customer, so nobody looks at its assertions. Write `binding: required`, or delete `assertions`.',
    ],
  },
  {
    why: 'a private key where its public half belongs',
    file: COMPANY,
    old: 'binding: "off" #',
    now: `${asserted('{ id: a, algorithm: EdDSA, public_key: "-----BEGIN PRIVATE KEY-----" }')} #`,
    says: [
      'concierge.yaml:42:95: error: This is a private key. Take it out of here, replace it, and write its public key.',
    ],
  },
  {
    why: 'what is no key',
    file: COMPANY,
    old: 'binding: "off" #',
    now: `${asserted('{ id: a, algorithm: EdDSA, public_key: aGVsbG8= }')} #`,
    says: [
      'concierge.yaml:42:95: error: This is no public key. Write SubjectPublicKeyInfo: PEM (`-----BEGIN PUBLIC KEY-----`) or base64.',
    ],
  },
  {
    why: 'a key of another algorithm than is said',
    file: COMPANY,
    old: 'binding: "off" #',
    now: `${asserted(`{ id: a, algorithm: ES256, public_key: ${ED25519} }`)} #`,
    says: [
      'concierge.yaml:42:95: error: `ES256` needs an EC key on P-256. Name the algorithm of this key, or write another key.',
    ],
  },
  {
    why: 'two keys of one name',
    file: COMPANY,
    old: 'binding: "off" #',
    now: `${asserted(`{ id: a, algorithm: EdDSA, public_key: ${ED25519} }, { id: a, algorithm: ES256, public_key: ${P256} }`)} #`,
    says: ['concierge.yaml:42:165: error: There is another key `a`. Give each key an id of its own.'],
  },
  {
    why: 'a sample day that does not exist',
    file: COMPANY,
    old: 'company:',
    now: 'sample_day: 2026-02-30\ncompany:',
    says: ['concierge.yaml:7:13: error: There is no day `2026-02-30`. Write a day that there is, like `2026-12-24`.'],
  },
  {
    why: 'a share that is none',
    file: COMPANY,
    old: 'company:',
    now: 'import: { hold_above: { dropped: 0.2 } }\ncompany:',
    says: ['concierge.yaml:7:34: error: `dropped` must be text, not `0.2`. Put it in quotes.'],
  },
  {
    why: 'an unknown fact in a row',
    file: ESCALATION,
    old: '{ account.tier: VIP }',
    now: '{ account.tir: VIP }',
    says: ['guardrails/escalation.yaml:10:13: error: There is no fact `account.tir`. Did you mean `account.tier`?'],
  },
  {
    why: 'a value that the enum has not',
    file: ESCALATION,
    old: '{ account.tier: VIP }',
    now: '{ account.tier: VPI }',
    says: [
      'guardrails/escalation.yaml:10:27: error: `VPI` is not allowed here. Did you mean `VIP`? Allowed: VIP, Standard.',
    ],
  },
  {
    why: 'a cell of the wrong type',
    file: ESCALATION,
    old: 'account.days_to_renewal: 0..90',
    now: 'account.days_to_renewal: soon',
    says: [
      'guardrails/escalation.yaml:15:38: error: `soon` is not a whole number. Write digits, without quotes and separators, like `90`.',
    ],
  },
  {
    why: 'an unknown comparison',
    file: ESCALATION,
    old: 'account.days_to_renewal: 0..90',
    now: 'account.days_to_renewal: { at_leest: 3 }',
    says: ['guardrails/escalation.yaml:15:50: error: `at_leest` is not known here. Did you mean `at_least`?'],
  },
  {
    why: 'an unknown topic',
    file: ESCALATION,
    old: 'topic: commercial',
    now: 'topic: comercial',
    says: [
      'guardrails/escalation.yaml:15:52: error: `comercial` is not allowed here. Did you mean `commercial`? Allowed: billing, commercial, technical.',
    ],
  },
  {
    why: 'a row without a route',
    file: ESCALATION,
    old: '    route: [role:AE, backup, team:sales]\n',
    now: '',
    says: [
      'guardrails/escalation.yaml:14:5: error: `route` is missing. Add `route: …`: whom to try, from left to right: `role:CSM`, `backup`, `manager`, `manager of role:CSM`, `team:vip-desk`, `person:jo@acme.example`.',
    ],
  },
  {
    why: 'a chain that begins with backup',
    file: ESCALATION,
    old: '[role:AE, backup, team:sales]',
    now: '[backup, role:AE]',
    says: [
      'guardrails/escalation.yaml:16:13: error: `backup` stands first: whose backup? Put it after a `role:` or `person:` link.',
    ],
  },
  {
    why: 'an unknown team in a route',
    file: ESCALATION,
    old: 'team:sales',
    now: 'team:sale',
    says: ['guardrails/escalation.yaml:16:30: error: There is no team `sale`. Did you mean `sales`?'],
  },
  {
    why: 'a role that nobody has',
    file: ESCALATION,
    old: 'role:AE',
    now: 'role:EA',
    says: [
      'guardrails/escalation.yaml:16:13: warning: No source assigns the role `EA`, so this link finds nobody. Did you mean `AE`?',
    ],
  },
  {
    why: 'a person outside the approved domains',
    file: ESCALATION,
    old: 'role:AE',
    now: 'person:jo@elsewhere.example',
    says: [
      'guardrails/escalation.yaml:16:13: error: `jo@elsewhere.example` is not in an approved domain: nobody is routed there. Add its domain to `approved.email_domains`, or name somebody else.',
    ],
  },
  {
    why: 'an unknown reason',
    file: ESCALATION,
    old: 'reason: renewal',
    now: 'reason: renewl',
    says: ['guardrails/escalation.yaml:17:13: error: There is no reason `renewl`. Did you mean `renewal`?'],
  },
  {
    why: 'an unknown kind of link in a reason',
    file: ESCALATION,
    old: 'default: priority_desk, role: named_csm',
    now: 'default: priority_desk, roles: named_csm',
    says: ['guardrails/escalation.yaml:12:39: error: `roles` is not known here. Did you mean `role`?'],
  },
  {
    why: 'a reason without the default language',
    file: ESCALATION,
    old: '{ en: Our priority desk, de: Unser',
    now: '{ fr: Notre équipe, de: Unser',
    says: [
      'guardrails/escalation.yaml:27:3: error: The reason `priority_desk` has no wording in the default language. Add `en: …`.',
    ],
  },
  {
    why: 'a reason worded twice',
    file: COMPANY,
    old: 'topics:',
    now: 'reasons: { renewal: { en: Renewal } }\ntopics:',
    says: [
      'guardrails/escalation.yaml:28:3: error: The reason `renewal` is worded in another file already. Delete one of the two.',
    ],
  },
  {
    why: 'a field that can not be hidden',
    file: ESCALATION,
    old: 'reason: renewal',
    now: 'hide: [name]\n    reason: renewal',
    says: [
      'guardrails/escalation.yaml:17:12: error: `name` is not allowed here. One of: title, email, booking_link, headshot_url, role, health.',
    ],
  },
  {
    why: 'two rows of one name',
    file: ESCALATION,
    old: 'id: renewal',
    now: 'id: vip',
    says: ['guardrails/escalation.yaml:14:9: error: Row 1 is called `vip` too. Give each row its own id.'],
  },
  {
    why: 'rows below one that always fires',
    file: ESCALATION,
    old: '    when: { account.tier: VIP }\n',
    now: '',
    says: [
      'guardrails/escalation.yaml:13:5: error: Row `renewal` can never fire: `vip` above it has no conditions and always does. Move it above `vip`, or give `vip` a condition.',
      'guardrails/escalation.yaml:18:5: error: Row `otherwise` can never fire: `vip` above it has no conditions and always does. Move it above `vip`, or give `vip` a condition.',
    ],
  },
  {
    why: 'an unknown decision',
    file: ESCALATION,
    old: 'decision: escalation_contact',
    now: 'decision: escalation',
    says: [
      'guardrails/escalation.yaml:6:11: error: `escalation` is not allowed here. One of: escalation_contact, account_health.',
    ],
  },
  {
    why: 'an unknown health',
    file: HEALTH,
    old: 'status: At Risk',
    now: 'status: at risk',
    says: [
      'guardrails/health.yaml:10:13: error: `at risk` is not allowed here. Did you mean `At Risk`? One of: Healthy, At Risk, Churned, Unknown.',
    ],
  },
  {
    why: 'a second escalation table',
    file: HEALTH,
    old: 'decision: account_health',
    now: 'decision: escalation_contact',
    says: [
      'guardrails/health.yaml:5:11: error: The table escalation_contact stands in escalation.yaml already. Keep one of the two files.',
    ],
  },
  {
    why: 'an unknown tool',
    file: SERVICE,
    old: 'get_escalation_contact, get',
    now: 'get_contact, get',
    says: [
      'services/cx_concierge.yaml:9:13: error: `get_contact` is not allowed here. One of: get_escalation_contact, get_account_team, get_account_health.',
    ],
  },
  {
    why: 'a reason that there is not, for an audience',
    file: SERVICE,
    old: 'customers:\n',
    now: 'customers:\n    reasons: [your_taem]\n',
    says: ['services/cx_concierge.yaml:9:15: error: There is no reason `your_taem`. Did you mean `your_team`?'],
  },
  {
    why: 'a role that nobody has, in the team',
    file: SERVICE,
    old: '[CSM, AE]',
    now: '[CSM, EA]',
    says: ['services/cx_concierge.yaml:12:19: warning: No source assigns the role `EA`. Did you mean `AE`?'],
  },
  {
    why: 'a source named otherwise than its file',
    file: ACCOUNTS,
    old: 'source: accounts',
    now: 'source: crm',
    says: [
      'sources/accounts.yaml:5:9: error: The source `crm` stands in a file named `accounts`. Give both the same name.',
    ],
  },
  {
    why: 'a read that is not declared',
    file: ACCOUNTS,
    old: '      from: accounts\n      id:',
    now: '      from: account\n      id:',
    says: ['sources/accounts.yaml:13:13: error: There is no read `account`. Did you mean `accounts`?'],
  },
  {
    why: 'a fact that is not declared',
    file: ACCOUNTS,
    old: 'account.tier: Tier',
    now: 'account.teir: Tier',
    says: ['sources/accounts.yaml:18:9: error: The fact `account.teir` is not declared. Did you mean `account.tier`?'],
  },
  {
    why: 'a fact that is computed',
    file: ACCOUNTS,
    old: 'account.tier: Tier',
    now: 'account.tier: Tier\n        account.days_to_renewal: Days',
    says: [
      'sources/accounts.yaml:19:9: error: The fact `account.days_to_renewal` is computed, so no source can fill it. Delete this line.',
    ],
  },
  {
    why: 'a word for a value that the fact has not',
    file: ACCOUNTS,
    old: 'account.tier: Tier',
    now: 'account.tier: { column: Tier, values: { gold: VPI } }',
    says: [
      'sources/accounts.yaml:18:55: error: `VPI` is not allowed here. Did you mean `VIP`? Allowed: VIP, Standard.',
    ],
  },
  {
    why: 'a value from two places',
    file: ACCOUNTS,
    old: 'account.tier: Tier',
    now: 'account.tier: { column: Tier, constant: VIP }',
    says: ['sources/accounts.yaml:18:23: error: A value comes from one place. Write either `column:` or `constant:`.'],
  },
  {
    why: 'a date format that is none',
    file: ACCOUNTS,
    old: 'format: yyyy-MM-dd',
    now: 'format: DD.MM.YYYY',
    says: [
      'sources/accounts.yaml:19:58: error: `DD.MM.YYYY` is not a date format. Write year, month and day as `yyyy`, `MM` and `dd`, like `dd.MM.yyyy`.',
    ],
  },
  {
    why: 'a format for what is no date',
    file: ACCOUNTS,
    old: 'account.tier: Tier',
    now: 'account.tier: { column: Tier, format: yyyy-MM-dd }',
    says: ['sources/accounts.yaml:18:47: error: Only days have a format. Delete `format`.'],
  },
  {
    why: 'a misspelt key of an id',
    file: ACCOUNTS,
    old: 'id: { column: Account ID, in: crm }',
    now: 'id: { colum: Account ID, in: crm }',
    says: ['sources/accounts.yaml:14:13: error: `colum` is not known here. Did you mean `column`?'],
  },
  {
    why: 'a misspelt key of a record, beside one that is missing',
    file: PEOPLE,
    old: '      from: people\n',
    now: '      frm: people\n      emial: Email\n',
    says: [
      'sources/people.yaml:13:7: error: `frm` is not known here. Did you mean `from`?',
      'sources/people.yaml:14:7: error: `emial` is not known here. Did you mean `email`?',
    ],
  },
  {
    why: 'a record of two kinds',
    file: ACCOUNTS,
    old: '  - contact:',
    now: '    contact:',
    says: [
      "sources/accounts.yaml:23:5: error: `contact` can't stand beside its neighbours. Write one of the kinds that there are, not two.",
    ],
  },
  {
    why: 'an unknown id format',
    file: ACCOUNTS,
    old: 'id: { column: Account ID, in: crm }',
    now: 'id: { column: Account ID, in: crm, format: salseforce }',
    says: [
      'sources/accounts.yaml:14:50: error: `salseforce` is not allowed here. Did you mean `salesforce`? One of: plain, salesforce, email.',
    ],
  },
  {
    why: 'an unknown kind of record',
    file: ACCOUNTS,
    old: '  - contact:',
    now: '  - contcat:',
    says: ['sources/accounts.yaml:23:5: error: `contcat` is not known here. Did you mean `contact`?'],
  },
  {
    why: 'an e-mail id in another namespace',
    file: PEOPLE,
    old: 'id: { column: Email, in: email }',
    now: 'id: { column: Email, in: hr, format: email }',
    says: [
      'sources/people.yaml:14:32: error: E-mail addresses, and nothing else, are ids in `email`. Write `in: email`, and no other format.',
    ],
  },
  {
    why: 'a file outside the workspace',
    file: ACCOUNTS,
    old: '../data/accounts.csv',
    now: '../../accounts.csv',
    says: [
      'sources/accounts.yaml:9:21: error: `../../accounts.csv` lies outside the workspace folder. Copy the file into the workspace; a source reads nothing else.',
    ],
  },
  {
    why: 'an ending that tells no format',
    file: ACCOUNTS,
    old: '../data/accounts.csv',
    now: '../data/accounts.txt',
    says: [
      'sources/accounts.yaml:9:21: error: The ending of this file tells no format. Add `format:` csv, xlsx, json or ndjson.',
    ],
  },
  {
    why: 'a sheet of a CSV file',
    file: ACCOUNTS,
    old: '../data/accounts.csv',
    now: '../data/accounts.csv, sheet: One',
    says: ['sources/accounts.yaml:9:43: error: A csv file has no `sheet`. Delete it.'],
  },
  {
    why: 'a read that nothing uses',
    file: ACCOUNTS,
    old: 'reads:',
    now: 'reads:\n  old: { path: ../data/old.csv }',
    says: [
      'sources/accounts.yaml:9:3: warning: No record comes from the read `old`. Delete it, or add a record with it.',
    ],
  },
  {
    why: 'a truth that is none',
    file: PEOPLE,
    old: '{ Active: true, Left: false }',
    now: '{ Active: yes, Left: false }',
    says: ['sources/people.yaml:18:51: error: `yes` is not true or false. Write `true` or `false`.'],
  },
  {
    why: 'an unknown kind of person',
    file: PEOPLE,
    old: 'email: Email',
    now: 'kind: { constant: robot }\n      email: Email',
    says: [
      'sources/people.yaml:17:25: error: `robot` is not allowed here. Did you mean `bot`? Allowed: human, queue, bot, integration.',
    ],
  },
  {
    why: 'four faults in one row are said at once, each at its own place',
    file: ESCALATION,
    old: `    when: { account.tier: VIP }
    route: [role:CSM, backup, manager, team:priority-desk]
    reason: { default: priority_desk,`,
    now: `    when: { account.tier: VIPP }
    route: [rolle:CSM, team:prio-desk]
    reason: { default: prioritydesk,`,
    says: [
      'guardrails/escalation.yaml:10:27: error: `VIPP` is not allowed here. Did you mean `VIP`? Allowed: VIP, Standard.',
      'guardrails/escalation.yaml:11:13: error: `rolle:CSM` is not a link of a chain. Did you mean `role:CSM`?',
      'guardrails/escalation.yaml:11:24: error: There is no team `prio-desk`. Add it under `teams:`. There are: customer-success, sales, priority-desk.',
      'guardrails/escalation.yaml:12:24: error: There is no reason `prioritydesk`. Did you mean `priority_desk`?',
    ],
  },
];

describe('everything that is wrong is said with its place and how to mend it', () => {
  test.each(CELLS)('$why', ({ file, old, now, says }) => {
    expect(problemsOf(workspaceFolder([{ file, old, now }]))).toEqual(says);
  });

  test('an inherited role that no source assigns', () => {
    const inherit = { file: COMPANY, old: 'topics:', now: 'inherit: { roles: [CSM, CMS] }\ntopics:' };
    const parent = {
      file: 'sources/accounts.yaml',
      old: 'facts:',
      now: 'parent: { column: Parent, in: crm }\n      facts:',
    };
    expect(problemsOf(workspaceFolder([inherit, parent]))).toEqual([
      'concierge.yaml:20:25: warning: No source assigns the role `CMS`, so nobody inherits it. Did you mean `CSM`?',
    ]);
  });
});
