/**
 * The merge of accounts, contacts and domains once more, in the plainest way and all in memory: what the real one must come
 * to. Reads rows of `source-fixtures.ts` whose values are what they seem, but for tiers and names that nobody can read.
 */
import { compareText } from '../base/compare-text.ts';
import type { Json } from '../base/json.ts';
import type { AccountDomain, AccountKey, CustomerContact, Dossier, PersonKey } from './records.ts';
import { compareHolders } from './records.ts';
import type { Rows } from './source-fixtures.ts';

export type PlainCompany = {
  /** In the order in which the sources stand. */
  readonly rows: Readonly<Record<string, Rows>>;
  readonly precedence: Readonly<Record<string, readonly string[]>>;
  readonly people: ReadonlyMap<string, PersonKey>;
  /** Whether an account without a tier, or without a CSM, has those of the nearest account above that has. */
  readonly inherits?: boolean;
};

export type PlainDirectory = {
  readonly dossiers: readonly Dossier[];
  readonly ids: readonly string[];
  readonly contacts: readonly CustomerContact[];
  readonly domains: readonly AccountDomain[];
};

type Row = Readonly<Record<string, Json>>;
type Entry = { readonly source: string; readonly place: number; readonly row: Row; readonly ids: readonly string[] };
type Account = { readonly key: AccountKey; readonly entries: readonly Entry[] };

const PUBLIC = ['gmail.com', 'acme.example'];

export function plainMerge({ rows, precedence, people, inherits = false }: PlainCompany): PlainDirectory {
  const sources = Object.keys(rows);
  const order = (name: string): readonly string[] => [
    ...new Set([...(precedence[name] ?? []), ...(precedence['*'] ?? []), ...sources]),
  ];
  const accounts = accountsOf(
    sources.flatMap((source) => entriesOf(source, rows[source] ?? {})),
    order('*'),
  );
  const find = (id: string): Account | undefined =>
    accounts.find(({ entries }) => entries.some(({ ids }) => ids.includes(id)));
  const parents = new Map(accounts.map((account) => [account.key, parentOf(account, order('account.parent'), find)]));
  const contacts = contactsOf(rows, find);
  const own = accounts.map((account) => dossierOf(account, order, people, topless(account.key, parents)));
  return {
    dossiers: inherits ? own.map((dossier) => heirOf(dossier, own)) : own,
    ids: accounts.flatMap(({ key, entries }) =>
      distinct(entries.flatMap(({ ids }) => ids)).map((id) => `${id} ${key}`),
    ),
    contacts,
    domains: domainsOf(accounts, contacts),
  };
}

function entriesOf(source: string, { accounts = [] }: Rows): readonly Entry[] {
  const entries = accounts.map((row, place) => ({ source, place, row, ids: idsIn(source, row) }));
  return entries.filter(({ ids }) => ids.length > 0);
}

function idsIn(source: string, row: Row): readonly string[] {
  return [...said(row, 'own').map((id) => `${source}:${id}`), ...said(row, 'id').map((id) => `shared:${id}`)];
}

/** Two groups that share an id are one, until no two do. */
function accountsOf(entries: readonly Entry[], trusted: readonly string[]): readonly Account[] {
  let groups = entries.map((entry) => [entry]);
  for (const entry of entries) {
    const touching = groups.filter((group) => group.some(({ ids }) => ids.some((id) => entry.ids.includes(id))));
    groups = [...groups.filter((group) => !touching.includes(group)), touching.flat()];
  }
  const keyed = groups.map((group) => ({ key: keyOf(group, trusted), entries: group }));
  return keyed.toSorted((a, b) => compareText(a.key, b.key));
}

function keyOf(group: readonly Entry[], trusted: readonly string[]): AccountKey {
  const ids = group.flatMap((entry) => entry.ids).toSorted(compareText);
  const namespaces = [...new Set(trusted.flatMap((source) => [source, 'shared']))];
  return namespaces.flatMap((namespace) => ids.filter((id) => id.startsWith(`${namespace}:`)))[0] ?? '';
}

function byTrust(entries: readonly Entry[], order: readonly string[]): readonly Entry[] {
  return entries.toSorted((a, b) => order.indexOf(a.source) - order.indexOf(b.source) || a.place - b.place);
}

function parentOf(
  { entries }: Account,
  order: readonly string[],
  find: (id: string) => Account | undefined,
): AccountKey | null {
  const named = byTrust(entries, order).flatMap(({ row }) => said(row, 'parent'));
  return named.flatMap((id) => find(`shared:${id}`)?.key ?? [])[0] ?? null;
}

/** Whoever comes back to where they began is in a circle. */
function topless(key: AccountKey, parents: ReadonlyMap<AccountKey, AccountKey | null>): AccountKey | null {
  let above = parents.get(key) ?? null;
  for (let steps = 0; steps < parents.size && above !== null; steps++) {
    if (above === key) return null;
    above = parents.get(above) ?? null;
  }
  return parents.get(key) ?? null;
}

function heirOf(dossier: Dossier, all: readonly Dossier[]): Dossier {
  const above = (one: Dossier): readonly Dossier[] => {
    const parent = all.find(({ account }) => account === one.parent);
    return parent === undefined ? [] : [parent, ...above(parent)];
  };
  const donor = (has: (one: Dossier) => boolean): Dossier | undefined => [dossier, ...above(dossier)].find(has);
  const tiered = donor(({ facts }) => facts['account.tier'] !== undefined);
  const tier = tiered?.facts['account.tier'];
  const owned = donor(({ assignments }) => assignments.length > 0);
  const taken = <Told extends object>(from: Dossier, what: Told): Told =>
    from === dossier ? what : { ...what, inheritedFrom: from.account };
  const facts =
    tiered === undefined || tier === undefined
      ? {}
      : { 'account.tier': { ...taken(tiered, tier), ...conflictsOf(tier, (other) => taken(tiered, other)) } };
  const assignments = (owned?.assignments ?? []).map((each) => ({
    ...each,
    source: taken(owned ?? dossier, each.source),
    ...conflictsOf(each, (other) => taken(owned ?? dossier, other)),
  }));
  const ages = [
    dossier.asOf,
    ...(tier === undefined ? [] : [tier.asOf]),
    ...assignments.map((each) => each.source.asOf),
  ];
  return { ...dossier, facts, assignments, asOf: ages.toSorted(compareText)[0] ?? '' };
}

function conflictsOf<Other>(
  { conflicts }: { readonly conflicts?: readonly Other[] },
  of: (other: Other) => Other,
): { readonly conflicts?: readonly Other[] } {
  return conflicts === undefined ? {} : { conflicts: conflicts.map(of) };
}

function dossierOf(
  { key, entries }: Account,
  order: (name: string) => readonly string[],
  people: PlainCompany['people'],
  parent: AccountKey | null,
): Dossier {
  const tiers = byTrust(entries, order('account.tier')).filter(({ row }) => ['VIP', 'SMB'].includes(text(row['tier'])));
  const [believed, ...others] = tiers.map((entry) => ({ value: text(entry.row['tier']), ...told(entry) }));
  const conflicts = others.filter(
    ({ value, source }, at) =>
      value !== believed?.value && others.findIndex((each) => each.value === value && each.source === source) === at,
  );
  const tier =
    believed === undefined ? {} : { 'account.tier': { ...believed, ...(conflicts.length > 0 ? { conflicts } : {}) } };
  const assignments = holdersOf(entries, order('assignment.CSM'), people);
  const named = byTrust(entries, order('account.name')).find(({ row }) => ['One', 'Two'].includes(text(row['name'])));
  const used = [believed, ...assignments.map(({ source }) => source), named && told(named)].flatMap(
    (each) => each?.asOf ?? [],
  );
  const ages = used.length > 0 ? used : entries.map((entry) => told(entry).asOf);
  const name = named === undefined ? key : text(named.row['name']);
  return { account: key, name, parent, facts: tier, assignments, asOf: ages.toSorted(compareText)[0] ?? '' };
}

function holdersOf(entries: readonly Entry[], order: readonly string[], people: PlainCompany['people']) {
  const all = byTrust(entries, order).flatMap((entry) => {
    const { csm, since = null, primary } = entry.row;
    const person = people.get(text(csm).toLowerCase());
    const day = since === null ? null : text(since);
    return person === undefined
      ? []
      : [{ role: 'CSM', person, primary: primary === true, since: day, source: told(entry) }];
  });
  const believed = all.filter(({ source }) => source.source === all[0]?.source.source).toSorted(compareHolders);
  const holders = believed.filter(({ person }, at) => believed.findIndex((each) => each.person === person) === at);
  const passed = all.filter(
    ({ person }, at) =>
      !holders.some((each) => each.person === person) && all.findIndex((each) => each.person === person) === at,
  );
  const conflicts = passed.map(({ person, source }) => ({ person, ...source }));
  return holders.map((holder) => ({ ...holder, ...(conflicts.length > 0 ? { conflicts } : {}) }));
}

function contactsOf(rows: PlainCompany['rows'], find: (id: string) => Account | undefined): readonly CustomerContact[] {
  const all = Object.values(rows).flatMap(({ contacts = [] }) => contacts);
  const known = all.flatMap((row) =>
    said(row, 'account').flatMap((account) => {
      const key = find(`shared:${account}`)?.key;
      return key === undefined ? [] : said(row, 'email').map((email) => `${email.toLowerCase()} ${key}`);
    }),
  );
  return distinct(known).map((pair) => ({ email: pair.split(' ')[0] ?? '', account: pair.split(' ')[1] ?? '' }));
}

function domainsOf(accounts: readonly Account[], contacts: readonly CustomerContact[]): readonly AccountDomain[] {
  const given = accounts.flatMap(({ key, entries }) =>
    entries.flatMap(({ row }) => said(row, 'domain').map((domain) => `${domain} ${key}`)),
  );
  const lacking = accounts.filter(({ key }) => !given.some((pair) => pair.endsWith(` ${key}`)));
  const spoken = contacts.flatMap(({ email, account }) => {
    const domain = email.split('@')[1] ?? '';
    const alone = contacts.every((each) => each.account === account || !each.email.endsWith(`@${domain}`));
    return alone && lacking.some(({ key }) => key === account) ? [`${domain} ${account}`] : [];
  });
  const pairs = distinct([...given, ...spoken]).map((pair) => pair.split(' '));
  return pairs.flatMap(([domain = '', account = '']) => (PUBLIC.includes(domain) ? [] : [{ domain, account }]));
}

function told({ source, place }: Entry) {
  return { source, record: `${source}.json:accounts[${place}]`, asOf: `2026-11-2${source.length % 3}T06:00:00Z` };
}

/** Nothing where the cell is blank. */
function said(row: Row, column: string): readonly string[] {
  return text(row[column]) === '' ? [] : [text(row[column])];
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted(compareText);
}
