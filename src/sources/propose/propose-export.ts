/**
 * What the rows of an export are, and which columns name them: judged by names and values, where no connector knows. Accounts, one's own
 * people, customers' contacts or absences.
 */
import { emailDomain, normalEmail, normalHostName } from '../../base/email.ts';
import { canonicalSalesforceId } from '../kit/salesforce-id.ts';
import { dayReader } from '../kit/day.ts';
import type { WrittenId, WrittenRecord } from '../kit/http/usual.ts';
import { truthValue } from '../kit/typed-value.ts';
import { comparableId } from './fit-person.ts';
import type { Ground, Lines } from './propose-account.ts';
import { accountLines } from './propose-account.ts';
import type { ProposedRecord, WithEvidence } from './proposal.ts';
import { columnsIn } from './proposal.ts';
import type { SeenColumn } from './seen-column.ts';
import { isProse, share } from './seen-column.ts';

export type ExportKind = WrittenRecord['kind'];

/** `source`: whose ids they are, where nothing tells more. */
export type Export = { readonly read: string; readonly source: string; readonly columns: readonly SeenColumn[] };

/** What the rows are most likely; null where nothing speaks for anything. */
export function kindOf(what: Export, ground: Ground): ExportKind | null {
  const points: readonly (readonly [ExportKind, number])[] = [
    ['absence', absencePoints(what)],
    ['person', personPoints(what, ground)],
    ['account', accountPoints(what, ground)],
    ['contact', contactPoints(what, ground)],
  ];
  const [kind, most] = points.reduce((best, next) => (next[1] > best[1] ? next : best));
  return most < 2 ? null : kind;
}

/** Null with a note where what names a row can't be found. */
export function proposedExport(
  what: Export,
  kind: ExportKind,
  ground: Ground,
): { readonly records: readonly ProposedRecord[]; readonly notes: readonly string[] } {
  switch (kind) {
    case 'account':
      return proposedAccounts(what, ground);
    case 'person':
      return proposedPeople(what, ground);
    case 'contact':
      return proposedContacts(what, ground);
    case 'absence':
      return proposedAbsences(what, ground);
  }
}

const has = ({ words }: SeenColumn, ...wanted: readonly string[]): boolean =>
  wanted.some((word) => words.includes(word));
const ACCOUNT = ['account', 'customer', 'company', 'organization', 'organisation', 'client', 'crm'] as const;
const PERSON = ['employee', 'person', 'user', 'staff', 'worker', 'owner'] as const;

function isUnique({ cells, counts, rows }: SeenColumn): boolean {
  return cells.length >= rows * 0.9 && counts.size >= cells.length * 0.98;
}

function isOurs(cell: string, { people: { domains, emails } }: Ground): boolean {
  const address = normalEmail(cell);
  return address !== null && (emails.has(address) || domains.has(emailDomain(address)));
}

const isAddress = (cell: string): boolean => normalEmail(cell) !== null;
const isDay = (cell: string): boolean => dayFormat([cell]) !== undefined;
const ours = (ground: Ground) => (seen: SeenColumn) => share(seen, (cell) => isOurs(cell, ground)) >= 0.6;
const theirs = (ground: Ground) => (seen: SeenColumn) =>
  share(seen, isAddress) >= 0.8 && share(seen, (cell) => isOurs(cell, ground)) < 0.2;

function accountId({ columns }: Export): SeenColumn | undefined {
  const ids = columns.filter((seen) => has(seen, 'id', 'number', 'key', 'no') && !has(seen, 'parent'));
  return ids.find((seen) => has(seen, ...ACCOUNT)) ?? ids.find((seen) => seen.words.length === 1 && isUnique(seen));
}

function accountName({ columns }: Export): SeenColumn | undefined {
  const named = columns.filter(
    (seen) => has(seen, 'name', ...ACCOUNT) && !has(seen, 'id', 'parent', 'owner', 'contact'),
  );
  return (
    named.find((seen) => has(seen, 'name') && has(seen, ...ACCOUNT)) ?? named.find(({ words }) => words.length === 1)
  );
}

function accountPoints(what: Export, ground: Ground): number {
  const id = accountId(what);
  const own = id !== undefined && isUnique(id) ? 1 : 0;
  return own + (accountName(what) ? 1 : 0) + Math.min(3, accountLines(what.columns, ground, new Set()).lines.length);
}

function personEmail({ columns }: Export, ground: Ground): SeenColumn | undefined {
  return columns.find((seen) => isUnique(seen) && ours(ground)(seen) && !has(seen, 'manager', 'deputy'));
}

function personPoints(what: Export, ground: Ground): number {
  const named = what.columns.filter(
    (seen) => isFirstName(seen) || isLastName(seen) || isTitle(seen) || has(seen, 'manager'),
  );
  return (personEmail(what, ground) ? 2 : 0) + Math.min(3, named.length);
}

function contactPoints({ columns }: Export, ground: Ground): number {
  const address = columns.find((seen) => isUnique(seen) && theirs(ground)(seen));
  return address === undefined ? 0 : columns.some((seen) => has(seen, ...ACCOUNT) && has(seen, 'id')) ? 3 : 1;
}

function absencePoints(what: Export): number {
  const { start, end } = daysOf(what);
  const person = what.columns.some((seen) => has(seen, ...PERSON));
  return start && end && person && !accountName(what) ? 5 : 0;
}

function idOfColumn({ column, cells }: SeenColumn, namespace: string): WrittenId {
  const isSalesforce =
    cells.length > 0 &&
    cells.every((cell) => /^[A-Za-z0-9]{15,18}$/.test(cell)) &&
    cells.filter((cell) => canonicalSalesforceId(cell) !== null).length >= cells.length * 0.9;
  return {
    column,
    in: isSalesforce && namespace !== 'crm_user' ? 'crm' : namespace,
    ...(isSalesforce && { format: 'salesforce' as const }),
  };
}

const line = (key: string, value: Extract<WithEvidence, { kind: 'value' }>['value'], evidence = ''): WithEvidence => ({
  kind: 'value',
  key,
  value,
  evidence,
});

function proposedAccounts(what: Export, ground: Ground): ReturnType<typeof proposedExport> {
  const { read: from, source, columns } = what;
  const id = accountId(what);
  if (id === undefined) return { records: [], notes: ['No column looks like the id of an account.'] };
  const name = accountName(what);
  const parent = columns.find((seen) => has(seen, 'parent') && share(seen, (cell) => sharesIds(cell, id)) >= 0.5);
  const domain = columns.find((seen) => has(seen, 'domain', 'website', 'web', 'url') && share(seen, isHost) >= 0.8);
  const written = idOfColumn(id, source);
  const lines = [
    ...(name === undefined ? [] : [line('name', name.column)]),
    ...(parent === undefined
      ? []
      : [line('parent', { ...written, column: parent.column }, 'holds ids of other accounts')]),
    ...(domain === undefined ? [] : [line('domain', { column: domain.column, transform: 'domain' }, 'holds domains')]),
  ];
  const taken = new Set([id.column, ...lines.flatMap((each) => ('value' in each ? columnsIn(each.value) : []))]);
  const found: Lines = accountLines(columns, ground, taken);
  const contact = columns.find((seen) => has(seen, 'email', 'mail', 'contact') && theirs(ground)(seen));
  return {
    records: [
      { kind: 'account', from, id: written, lines: [...lines, ...found.lines] },
      ...(contact === undefined
        ? []
        : [
            {
              kind: 'contact' as const,
              from,
              lines: [line('email', contact.column, 'holds customers’ addresses'), line('account', written)],
            },
          ]),
    ],
    notes: found.notes,
  };
}

function sharesIds(cell: string, { counts }: SeenColumn): boolean {
  return (
    counts.has(cell) ||
    [...counts.keys()].some(
      (id) => id.length >= 15 && comparableId(id, 'salesforce') === comparableId(cell, 'salesforce'),
    )
  );
}

function isHost(cell: string): boolean {
  const host = URL.parse(/^[a-z]+:\/\//i.test(cell) ? cell : `https://${cell}`)?.hostname ?? '';
  return host.includes('.') && normalHostName(host) !== null && !cell.includes('@');
}

function isFirstName(seen: SeenColumn): boolean {
  return has(seen, 'first', 'given') && has(seen, 'name');
}
function isLastName(seen: SeenColumn): boolean {
  return has(seen, 'last', 'family', 'sur') && has(seen, 'name');
}
function isTitle(seen: SeenColumn): boolean {
  return has(seen, 'title', 'position') && !isProse(seen);
}

const ZONE = /^[A-Z][A-Za-z_]+\/[A-Z][A-Za-z_/+-]+$/;
const LANGUAGES = /^[a-z]{2,3}(-[A-Za-z]{2,4})?([,;| ]+[a-z]{2,3}(-[A-Za-z]{2,4})?)*$/;

function proposedPeople(what: Export, ground: Ground): ReturnType<typeof proposedExport> {
  const { read: from, source, columns } = what;
  const email = personEmail(what, ground);
  const id = columns.find(
    (seen) => seen !== email && isUnique(seen) && has(seen, 'id', 'number', 'no') && !seen.cells.every(isAddress),
  );
  const ids = [
    ...(id === undefined ? [] : [idOfColumn(id, source)]),
    ...(email === undefined ? [] : [{ column: email.column, in: 'email' }]),
  ];
  if (ids.length === 0)
    return { records: [], notes: ['No column looks like the id or the address of one of your people.'] };
  const one = (is: (seen: SeenColumn) => boolean): SeenColumn | undefined =>
    columns.find((seen) => seen !== id && seen !== email && is(seen));
  const [first, last] = [one(isFirstName), one(isLastName)];
  const whole = one(
    (seen) =>
      has(seen, 'name') &&
      !has(seen, 'first', 'last', 'given', 'user', 'preferred', 'manager', 'company', 'team', 'department'),
  );
  const title = one(isTitle);
  const manager = one(
    (seen) => has(seen, 'manager', 'supervisor', 'reports') && (refersTo(seen, id) || refersTo(seen, email)),
  );
  const deputy = one(
    (seen) => has(seen, 'deputy', 'backup', 'substitute') && (refersTo(seen, id) || refersTo(seen, email)),
  );
  const zone = one((seen) => share(seen, (cell) => ZONE.test(cell)) >= 0.9);
  const languages = one(
    (seen) => has(seen, 'language', 'languages') && share(seen, (cell) => LANGUAGES.test(cell)) >= 0.9,
  );
  const active = one(
    (seen) => has(seen, 'active', 'enabled') && share(seen, (cell) => 'value' in truthValue(cell)) >= 0.95,
  );
  const referred = (seen: SeenColumn): WrittenId =>
    id !== undefined && refersTo(seen, id)
      ? { ...idOfColumn(id, source), column: seen.column }
      : { column: seen.column, in: 'email' };
  const lines = [
    ...(first !== undefined && last !== undefined
      ? [line('name', [first.column, last.column])]
      : whole === undefined
        ? []
        : [line('name', whole.column)]),
    ...(title === undefined ? [] : [line('title', title.column)]),
    ...(email === undefined ? [] : [line('email', email.column, 'holds addresses of your own people, each once')]),
    ...(active === undefined ? statusLine(one((seen) => has(seen, 'status'))) : [line('active', active.column)]),
    ...(zone === undefined ? [] : [line('timezone', zone.column, 'holds time zones')]),
    ...(languages === undefined
      ? []
      : [line('languages', { column: languages.column, transform: 'split_words' as const })]),
    ...(manager === undefined ? [] : [line('manager', referred(manager), 'holds ids of others of them')]),
    ...(deputy === undefined ? [] : [line('deputy', referred(deputy), 'holds ids of others of them')]),
  ];
  return {
    records: [{ kind: 'person', from, id: ids.length === 1 && ids[0] !== undefined ? ids[0] : ids, lines }],
    notes: [],
  };
}

/** Words that say for certain whether somebody is still there. Where one isn't known, nobody would be named by it. */
const STAYED = ['active', 'on leave', 'leave', 'employed', 'parental leave', 'probation', 'aktiv'];
const LEFT = [
  'inactive',
  'terminated',
  'left',
  'former',
  'deactivated',
  'resigned',
  'retired',
  'inaktiv',
  'ausgeschieden',
];

function statusLine(seen: SeenColumn | undefined): readonly WithEvidence[] {
  if (seen === undefined) return [];
  const words = [...seen.counts.keys()].map((word) => [word, word.toLowerCase()] as const);
  const known = words.filter(([, word]) => STAYED.includes(word) || LEFT.includes(word));
  if (known.length === 0 || known.length < words.length) return [];
  const values = Object.fromEntries(known.map(([word, small]) => [word, STAYED.includes(small)]));
  return [line('active', { column: seen.column, values }, `holds ${words.map(([word]) => word).join(', ')}`)];
}

function refersTo(seen: SeenColumn, ids: SeenColumn | undefined): boolean {
  return ids !== undefined && share(seen, (cell) => ids.counts.has(cell)) >= 0.8;
}

function proposedContacts({ read: from, source, columns }: Export, ground: Ground): ReturnType<typeof proposedExport> {
  const email = columns.find((seen) => theirs(ground)(seen));
  const account =
    columns.find((seen) => has(seen, ...ACCOUNT) && has(seen, 'id')) ?? columns.find((seen) => has(seen, ...ACCOUNT));
  if (email === undefined || account === undefined)
    return { records: [], notes: ['No columns look like a customer’s address and its account.'] };
  const lines = [
    line('email', email.column, 'holds customers’ addresses'),
    line('account', idOfColumn(account, source)),
  ];
  return { records: [{ kind: 'contact', from, lines }], notes: [] };
}

function daysOf({ columns }: Pick<Export, 'columns'>): {
  readonly start: SeenColumn | undefined;
  readonly end: SeenColumn | undefined;
} {
  const days = columns.filter((seen) => seen.cells.length > 0 && share(seen, isDay) >= 0.9);
  return {
    start: days.find((seen) => has(seen, 'from', 'start', 'begin', 'first')),
    end: days.find((seen) => has(seen, 'to', 'end', 'until', 'last')),
  };
}

function proposedAbsences(what: Export, ground: Ground): ReturnType<typeof proposedExport> {
  const { read: from, source, columns } = what;
  const { start, end } = daysOf(what);
  const person = columns.find(ours(ground)) ?? columns.find((seen) => has(seen, ...PERSON) && has(seen, 'id'));
  if (start === undefined || person === undefined)
    return { records: [], notes: ['No columns look like a person and a first day.'] };
  const dayValue = (seen: SeenColumn) => {
    const format = dayFormat(seen.cells);
    return format === undefined || format === null ? seen.column : { column: seen.column, format };
  };
  const who: WrittenId = ours(ground)(person) ? { column: person.column, in: 'email' } : idOfColumn(person, source);
  const lines = [
    line('person', who),
    line('start', dayValue(start)),
    ...(end === undefined ? [] : [line('end', dayValue(end))]),
    line('kind', { constant: 'on_leave' }),
  ];
  return { records: [{ kind: 'absence', from, lines }], notes: [] };
}

const FORMATS = [null, 'dd.MM.yyyy', 'MM/dd/yyyy', 'dd/MM/yyyy', 'yyyy/MM/dd'] as const;

function dayFormat(cells: readonly string[]): string | null | undefined {
  return FORMATS.find((format) => cells.every((cell) => (dayReader(format)?.(cell) ?? null) !== null));
}
