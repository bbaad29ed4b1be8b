/**
 * The rows of an erasure: takes out those of the subject, and rewrites those that mention it, in the caller's transaction.
 * What was deleted may still lie in the file; see traces.ts.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Tenant } from '../../caller/caller.ts';
import type { ErasedSubject } from '../../directory/forget.ts';
import type { Mentions } from '../../directory/mentions.ts';
import { dossierWithout, mentionsOf, personWithout } from '../../directory/mentions.ts';
import type { AccountKey, Dossier, Person } from '../../directory/records.ts';
import type { ForgottenCounts } from '../store.ts';
import { AS_NAMED, dossierIn, dossierText } from './dossier-text.ts';
import { nextGeneration, noteErasure } from './generation.ts';
import { personIn, personText } from './person-text.ts';
import { ownJson, textsOf } from './rows.ts';

export type ForgottenRows = ForgottenCounts & {
  /** What would show that they were here: their keys, addresses, names and links. */
  readonly traces: readonly string[];
};

const DOSSIERS_PER_PAGE = 500;
/** Of an account's contacts: each of their rows has the account's key in it as well. */
const MAX_TRACED_CONTACTS = 50;

export function forgetRows(database: DatabaseSync, tenant: Tenant, subject: ErasedSubject): ForgottenRows {
  const rows = tenantRows(database, tenant);
  const people = rows.texts('SELECT json AS text FROM person WHERE tenant = ?').map((text) => personIn(text, AS_NAMED));
  const gone = people.filter((person) => isOf(subject, person));
  const whole = wholeSubject(rows, subject, people, gone);
  const mentions = mentionsOf(whole);
  const traces = new Set(tracesOf(rows, whole, gone));
  const removed = removePeople(rows, gone) + removeContacts(rows, whole) + removeAccounts(rows, whole);
  const note = (text: string): void => {
    for (const found of mentions.foundIn(text)) traces.add(found);
  };
  const staying = people.filter((person) => !gone.includes(person));
  const rewritten = rewritePeople(rows, staying, mentions, note) + rewriteDossiers(rows, whole, mentions, note);
  if (rows.changed() > 0) nextGeneration(database, tenant, { namespaces: namespacesLeft(rows) });
  noteErasure(database, tenant);
  return { removed, rewritten, traces: [...traces] };
}

/** Who is known by an address only has it for a key. */
function isOf({ people, emails }: ErasedSubject, { key, email }: Person): boolean {
  return people.includes(key) || emails.some((each) => each === email || key === `email:${each}`);
}

/** Statements whose first parameter is the tenant. */
type TenantRows = {
  /** The column `text` of all rows. */
  readonly texts: (sql: string, ...values: readonly string[]) => readonly string[];
  /** How many rows it changed. */
  readonly run: (sql: string, ...values: readonly string[]) => number;
  /** How many rows were changed in all. */
  readonly changed: () => number;
};

function tenantRows(database: DatabaseSync, tenant: Tenant): TenantRows {
  let changed = 0;
  return {
    texts: (sql, ...values) => textsOf(database.prepare(sql), 'text', tenant, ...values),
    run: (sql, ...values) => {
      const { changes } = database.prepare(sql).run(tenant, ...values);
      changed += Number(changes);
      return Number(changes);
    },
    changed: () => changed,
  };
}

/**
 * With who they are found to be: the keys of an address, and the addresses of a key, unless somebody who stays has the same
 * one. An account whose key is an address is of that person alone.
 */
function wholeSubject(
  rows: TenantRows,
  subject: ErasedSubject,
  people: readonly Person[],
  gone: readonly Person[],
): ErasedSubject {
  const shared = new Set(people.filter((person) => !gone.includes(person)).map(({ email }) => email));
  const own = gone.flatMap(({ email }) => (email === null || shared.has(email) ? [] : [email]));
  const emails = [...new Set([...subject.emails, ...own])];
  const accounts = emails.flatMap((email) =>
    rows
      .texts('SELECT DISTINCT account AS text FROM account_id WHERE tenant = ? AND id = ?', email)
      .filter((account) => account.endsWith(`:${email}`)),
  );
  return {
    people: [...new Set([...subject.people, ...gone.map(({ key }) => key)])],
    emails,
    accounts: [...new Set([...subject.accounts, ...accounts])],
  };
}

function* tracesOf(
  rows: TenantRows,
  { people, emails, accounts }: ErasedSubject,
  gone: readonly Person[],
): Generator<string> {
  yield* [...people, ...emails, ...accounts];
  for (const { email, name, bookingLink, headshotUrl } of gone)
    yield* [email, name, bookingLink, headshotUrl].filter((text) => text !== null);
  for (const account of accounts) {
    yield* dossiersOf(rows, account).map(({ name }) => name);
    yield* rows.texts(
      `SELECT email AS text FROM customer_contact WHERE tenant = ? AND account = ? LIMIT ${MAX_TRACED_CONTACTS}`,
      account,
    );
  }
}

function dossiersOf(rows: TenantRows, account: AccountKey): readonly Dossier[] {
  return rows
    .texts('SELECT text FROM dossier WHERE tenant = ? AND account = ?', account)
    .map((text) => dossierIn(text, AS_NAMED));
}

function removePeople(rows: TenantRows, gone: readonly Person[]): number {
  return total(gone, ({ key }) => rows.run('DELETE FROM person WHERE tenant = ? AND person = ?', key));
}

/** An account that is known by the address as well is known by it no more. */
function removeContacts(rows: TenantRows, { emails }: ErasedSubject): number {
  for (const email of emails) rows.run('DELETE FROM account_id WHERE tenant = ? AND id = ?', email);
  return total(emails, (email) => rows.run('DELETE FROM customer_contact WHERE tenant = ? AND email = ?', email));
}

function removeAccounts(rows: TenantRows, { accounts }: ErasedSubject): number {
  return total(accounts, (account) => {
    for (const table of ['account_id', 'account_domain'])
      rows.run(`DELETE FROM ${table} WHERE tenant = ? AND account = ?`, account);
    const contacts = rows.run('DELETE FROM customer_contact WHERE tenant = ? AND account = ?', account);
    return contacts + rows.run('DELETE FROM dossier WHERE tenant = ? AND account = ?', account);
  });
}

function rewritePeople(
  rows: TenantRows,
  staying: readonly Person[],
  mentions: Mentions,
  note: (text: string) => void,
): number {
  return total(staying, (person) => {
    const [old, text] = [personText(person), personText(personWithout(mentions, person))];
    if (old === text) return 0;
    note(old);
    return rows.run('UPDATE person SET json = ?2 WHERE tenant = ?1 AND person = ?3', text, person.key);
  });
}

function rewriteDossiers(
  rows: TenantRows,
  whole: ErasedSubject,
  mentions: Mentions,
  note: (text: string) => void,
): number {
  const mayMention = textFilter([...whole.people, ...whole.emails, ...whole.accounts]);
  let rewritten = 0;
  for (const text of allDossiers(rows)) {
    if (!mayMention(text)) continue;
    const dossier = dossierIn(text, AS_NAMED);
    const [old, without] = [dossierText(dossier), dossierText(dossierWithout(mentions, dossier))];
    if (old === without) continue;
    note(old);
    rewritten += rows.run('UPDATE dossier SET text = ?2 WHERE tenant = ?1 AND account = ?3', without, dossier.account);
  }
  return rewritten;
}

function* allDossiers(rows: TenantRows): Generator<string> {
  for (let after = ''; ;) {
    const page = rows.texts(
      `SELECT text FROM dossier WHERE tenant = ? AND account > ? ORDER BY account LIMIT ${DOSSIERS_PER_PAGE}`,
      after,
    );
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = dossierIn(last, AS_NAMED).account;
  }
}

/** Most dossiers needn't be read to know that they mention nobody. */
function textFilter(words: readonly string[]): (text: string) => boolean {
  const forms = words.filter((word) => word !== '').map((word) => JSON.stringify(word).slice(1, -1).toLowerCase());
  return (text) => {
    const lower = text.toLowerCase();
    return forms.some((form) => lower.includes(form));
  };
}

function namespacesLeft(rows: TenantRows): readonly string[] {
  const namespaces = rows.texts('SELECT namespaces AS text FROM directory WHERE tenant = ?');
  return namespaces
    .flatMap((json) => ownJson<string[]>(json))
    .filter(
      (namespace) =>
        rows.texts('SELECT namespace AS text FROM account_id WHERE tenant = ? AND namespace = ? LIMIT 1', namespace)
          .length > 0,
    );
}

function total<Item>(items: readonly Item[], count: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + count(item), 0);
}
