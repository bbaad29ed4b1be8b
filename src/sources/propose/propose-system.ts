/** The mapping of a system's reads: what is usual of it, and what the company has added to its accounts, found by its values. */
import type { Row } from '../kit/http/page.ts';
import type { Connector } from '../kit/http/connector.ts';
import { valueAt } from '../kit/http/dotted-path.ts';
import type { Usual, WrittenId } from '../kit/http/usual.ts';
import { normalEmail } from '../../base/email.ts';
import { flatRow } from '../examine/flat-row.ts';
import { idOf } from '../sync/project.ts';
import type { KnownIds, KnownPeople } from './fit-person.ts';
import { comparableId } from './fit-person.ts';
import type { Ground } from './propose-account.ts';
import { accountLines } from './propose-account.ts';
import type { Proposal, ProposedRecord, WithEvidence } from './proposal.ts';
import { columnsIn, columnsOfRecord, usualLines } from './proposal.ts';
import type { Labels } from './seen-column.ts';
import { seenColumns } from './seen-column.ts';

/** One read of the system: `rows` null where none could be had. */
export type SampledRead = {
  readonly name: string;
  readonly read: string;
  readonly rows: readonly Row[] | null;
  readonly labels: Labels;
  /** Fields that the system itself says there are; null where it doesn't. */
  readonly fields: ReadonlySet<string> | null;
};

export function proposedSystem(connector: Connector, sampled: readonly SampledRead[], given: Ground): Proposal {
  const ground = { ...given, people: withUsers(given.people, sampled, connector.usual) };
  const parts = sampled.map((read) => proposedRead(connector, read, ground));
  return { records: parts.flatMap(({ records }) => records), notes: parts.flatMap(({ notes }) => notes) };
}

/** The people whom the system itself knows, by the ids that it calls them. */
function withUsers(known: KnownPeople, sampled: readonly SampledRead[], usual: Usual | undefined): KnownPeople {
  const ids = new Map<string, KnownIds>(known.ids);
  const emails = new Set(known.emails);
  for (const { read, rows } of sampled)
    for (const { kind, id, values } of usual?.records[read] ?? []) {
      if (kind !== 'person' || id === undefined || rows === null) continue;
      for (const { column, in: namespace, format = null } of [id].flat() as readonly WrittenId[]) {
        const found = rows.flatMap((row) => idOf(valueAt(row, column)) ?? []);
        if (namespace === 'email' || found.length === 0) continue;
        const before = ids.get(namespace)?.ids ?? [];
        ids.set(namespace, { format, ids: new Set([...before, ...found.map((one) => comparableId(one, format))]) });
      }
      for (const column of columnsIn(values?.['email'] ?? []))
        for (const row of rows) {
          const value = valueAt(row, column);
          const address = typeof value === 'string' ? normalEmail(value) : null;
          if (address !== null) emails.add(address);
        }
    }
  return { ...known, ids, emails };
}

function proposedRead({ usual, reads }: Connector, sampled: SampledRead, ground: Ground): Proposal {
  const { name: from, read, rows, labels, fields } = sampled;
  const never = reads[read]?.never ?? [];
  const parts = (usual?.records[read] ?? []).map((record): { record: ProposedRecord; notes: readonly string[] } => {
    const { kind, where, id } = record;
    const shell = { kind, from, ...(where && { where }), ...(id && { id }) };
    const lines = withRoles(usualLines(record), ground.roles).filter((each) => isThere(each, fields));
    if (kind !== 'account' || rows === null) return { record: { ...shell, lines }, notes: [] };
    const open = rows.map((row) => new Map([...flatRow(row)].filter(([column]) => !isBelow(column, never))));
    const values = lines.filter((each) => each.kind !== 'assignment');
    const taken = new Set(
      columnsOfRecord({ ...record, values: {}, assignments: [] }).concat(values.flatMap(columnsOfLine)),
    );
    const found = accountLines(seenColumns(open, { labels, isOfAccounts: true }), ground, taken);
    return { record: { ...shell, lines: [...values, ...found.lines] }, notes: found.notes };
  });
  return { records: parts.map(({ record }) => record), notes: parts.flatMap(({ notes }) => notes) };
}

function isBelow(column: string, paths: readonly string[]): boolean {
  return paths.some((path) => column === path || column.startsWith(`${path}.`));
}

/** Roles that the workspace doesn't know would be nobody's. */
function withRoles(lines: readonly WithEvidence[], roles: readonly string[]): readonly WithEvidence[] {
  return lines.filter((each) => each.kind !== 'assignment' || roles.includes(each.key));
}

function columnsOfLine(each: WithEvidence): readonly string[] {
  return each.kind === 'assignment' ? [each.person.column] : columnsIn(each.value);
}

/** A usual field that the system doesn't show us would fail every read. */
function isThere(each: WithEvidence, fields: ReadonlySet<string> | null): boolean {
  return fields === null || columnsOfLine(each).every((column) => fields.has(column) || !isOwnField(column, fields));
}

/** Others stand beside the fields: `id` beside `properties`. */
function isOwnField(column: string, fields: ReadonlySet<string>): boolean {
  const [first = ''] = [...fields];
  const path = first.includes('.') ? `${first.split('.')[0]}.` : '';
  return column.startsWith(path) && !column.slice(path.length).includes('.');
}
