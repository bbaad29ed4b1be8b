/** Acme's Salesforce: accounts with their people and custom fields, contacts, users. */
import type { Day } from '../base/clock.ts';
import type { Dossier, Person, PersonKey } from '../directory/records.ts';
import type { Sample } from './sample.ts';
import { idOf, ownFact, ownHolder } from './sample.ts';
import type { SalesforceFake, SalesforceRecord } from './systems/salesforce.ts';
import { salesforceFake, salesforceId } from './systems/salesforce.ts';

export type FilledSalesforce = SalesforceFake & {
  /** The id of the user with this address. */
  readonly userOf: (email: string) => string | null;
  readonly accountOf: (name: string) => SalesforceRecord | undefined;
};

const FACTS: Readonly<Record<string, string>> = {
  Type: 'account.type',
  Customer_Tier__c: 'account.tier',
  Region__c: 'account.region',
  Contract_Language__c: 'account.language',
  Data_Residency__c: 'account.data_residency',
  ARR_USD__c: 'account.arr_usd',
  Legal_Hold__c: 'account.legal_hold',
  Renewal_Date__c: 'account.renewal_date',
  Onboarding_Until__c: 'account.onboarding_until',
  Health__c: 'account.health_color',
  Health_Score__c: 'account.health_score',
};

/** The two calendars that aren't those of a place. */
const HOURS: Readonly<Record<string, string>> = {
  'berlin-mornings': 'Mon-Thu 08:00-14:00',
  'austin-saturdays': 'Tue-Sat 09:00-17:00',
};

const PAGE = 50;
/** In `crm:001Hs00003QQCZHIA5`. */
const ID_AT = 'crm:'.length;

export function filledSalesforce({ dossiers, contacts, domains, people }: Sample, today: Day): FilledSalesforce {
  const fake = salesforceFake(Date.now, PAGE);
  const ownerIds = ownerIdsOf(people);
  const ownerId = (key: PersonKey | null) => (key === null ? null : (ownerIds.get(key) ?? null));
  const userId = (key: PersonKey | null) => (isUser(ownerId(key)) ? ownerId(key) : null);
  const accounts = new Map<string, SalesforceRecord>();
  for (const person of people) if (isUser(ownerId(person.key))) fake.put('User', userRecord(person, userId, today));
  for (const dossier of dossiers) {
    const domain = domains.find(({ account }) => account === dossier.account)?.domain ?? null;
    const record = accountRecord(dossier, domain, { ownerId, userId });
    accounts.set(dossier.name, record);
    fake.put('Account', record);
  }
  for (const [nth, { email, account }] of contacts.entries())
    fake.put('Contact', { Id: salesforceId('003', nth), AccountId: account.slice(ID_AT), Email: email });
  return {
    ...fake,
    userOf: (email) => userId(people.find((person) => person.email === email)?.key ?? null),
    accountOf: (name) => accounts.get(name),
  };
}

type IdOf = (key: PersonKey | null) => string | null;

/** A queue owns accounts too, but no look-up field of a user leads to it. */
function isUser(id: string | null): boolean {
  return id?.startsWith('005') ?? false;
}

/** Who is a user or a queue keeps the id; other people get one. */
function ownerIdsOf(people: readonly Person[]): ReadonlyMap<PersonKey, string> {
  const known = people.filter((person) => person.kind === 'human' || idOf(person, 'crm_user') !== null);
  return new Map(known.map((person, nth) => [person.key, idOf(person, 'crm_user') ?? salesforceId('005', nth)]));
}

function userRecord(person: Person, userId: IdOf, today: Day): SalesforceRecord {
  // Who is away has delegated to whoever stands in for the time.
  const leave = person.absences.find(({ from, to }) => from <= today && (to === null || to >= today));
  return {
    Id: userId(person.key) ?? '',
    Name: person.name,
    Email: person.email,
    IsActive: person.active,
    UserType: 'Standard',
    DelegatedApproverId: userId(leave?.deputy ?? person.deputy),
    Languages__c: person.languages.join(', '),
    Working_Hours__c: HOURS[person.calendar ?? ''] ?? null,
  };
}

function accountRecord(
  dossier: Dossier,
  domain: string | null,
  { ownerId, userId }: Readonly<Record<'ownerId' | 'userId', IdOf>>,
): SalesforceRecord {
  return {
    Id: dossier.account.slice(ID_AT),
    Name: dossier.name,
    ParentId: dossier.parent?.slice(ID_AT) ?? null,
    OwnerId: ownerId(ownHolder(dossier, 'AE', 'Partner Manager')),
    CSM__c: userId(ownHolder(dossier, 'CSM')),
    Onboarding_Lead__c: userId(ownHolder(dossier, 'Onboarding')),
    Renewal_Manager__c: userId(ownHolder(dossier, 'Renewals')),
    Email_Domain__c: domain,
    ...Object.fromEntries(Object.entries(FACTS).map(([field, fact]) => [field, ownFact(dossier, fact)])),
    Description: 'Free text, which is never asked for.',
  };
}
