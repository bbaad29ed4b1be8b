/**
 * A folder of sources for tests: each one JSON file with four lists, and one mapping of each kind over them. A source names
 * accounts and people by ids of its own (`crm:1`) and by ones that all share (`shared:S1`, `hr:E1`).
 */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../base/json.ts';
import { NOTHING_INHERITED } from '../facts/inheritance.ts';
import type { IdMapping, RecordMapping, SourceDeclaration, ValueMapping } from '../sources/declaration.ts';
import type { ImportedWorkspace } from './import-directory.ts';
import type { WholeImport } from './import-fixtures.ts';
import { importWhole } from './import-fixtures.ts';

export const NOW = Date.parse('2026-11-23T09:00:00Z');

function column(name: string): ValueMapping {
  return { column: name, constant: null, transforms: [], format: null, values: null };
}
function id(namespace: string, name: string): IdMapping {
  return { namespace, value: column(name), format: namespace === 'email' ? 'email' : 'plain' };
}

/** One mapping of each kind, over four lists of a source; a source may name accounts by its own ids too. */
function mappings(own: string): readonly RecordMapping[] {
  return [
    {
      kind: 'account',
      from: 'accounts',
      where: [],
      ids: [id(own, 'own'), id('shared', 'id')],
      name: column('name'),
      parent: id('shared', 'parent'),
      domain: column('domain'),
      facts: { 'account.tier': column('tier'), 'account.renewal_date': column('renewal') },
      assignments: [{ role: 'CSM', person: id('email', 'csm'), since: column('since'), primary: column('primary') }],
    },
    {
      kind: 'person',
      from: 'people',
      where: [],
      ids: [id(own, 'own'), id('hr', 'hr')],
      fields: {
        name: column('name'),
        email: column('email'),
        active: column('active'),
        kind: column('kind'),
        title: column('title'),
      },
      nameParts: [],
      manager: id('hr', 'boss'),
      deputy: id('email', 'deputy'),
      personKind: null,
    },
    { kind: 'contact', from: 'contacts', where: [], email: column('email'), account: id('shared', 'account') },
    {
      kind: 'absence',
      from: 'absences',
      where: [],
      person: id('hr', 'hr'),
      start: column('from'),
      end: column('to'),
      absence: 'on_leave',
      deputy: id('email', 'deputy'),
    },
  ];
}

export const LISTS = ['accounts', 'people', 'contacts', 'absences'] as const;
export type Rows = Partial<Record<(typeof LISTS)[number], readonly Record<string, Json>[]>>;

/** Every column in every row, so that none of them is one that no record has. */
export const BLANK = Object.fromEntries(
  [
    'own',
    'id',
    'name',
    'parent',
    'domain',
    'tier',
    'renewal',
    'csm',
    'since',
    'primary',
    'hr',
    'email',
    'active',
    'kind',
    'title',
    'boss',
    'deputy',
    'account',
    'from',
    'to',
  ].map((name) => [name, null]),
);

export type SourceFolder = {
  readonly folder: string;
  /** Writes the source's file; how old it is depends on the length of its name. */
  readonly source: (name: string, rows: Rows) => SourceDeclaration;
  readonly workspace: (sources: readonly SourceDeclaration[], more?: Partial<ImportedWorkspace>) => ImportedWorkspace;
  readonly imported: (rows: Record<string, Rows>, more?: Partial<ImportedWorkspace>) => Promise<WholeImport>;
  readonly remove: () => void;
};

export function sourceFolder(): SourceFolder {
  const folder = mkdtempSync(join(tmpdir(), 'concierge-import-'));
  const source = (name: string, rows: Rows): SourceDeclaration => {
    const content = LISTS.map((list) => [list, (rows[list] ?? []).map((row) => ({ ...BLANK, ...row }))]);
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(Object.fromEntries(content)));
    utimesSync(join(folder, `${name}.json`), new Date(), new Date(`2026-11-2${name.length % 3}T06:00:00Z`));
    return declaration(name);
  };
  const workspace = (sources: readonly SourceDeclaration[], more: Partial<ImportedWorkspace> = {}) => ({
    ...WORKSPACE,
    folder,
    sources,
    ...more,
  });
  return {
    folder,
    source,
    workspace,
    imported: async (rows, more = {}) => {
      const sources = Object.entries(rows).map(([name, content]) => source(name, content));
      return await importWhole(workspace(sources, more), NOW);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function declaration(name: string): SourceDeclaration {
  const reads = LISTS.map(
    (list) => ({ name: list, path: `${name}.json`, format: 'json', sheet: null, headerRow: 1, list: [list] }) as const,
  );
  return { name, connector: 'file', reads, mappings: mappings(name) };
}

const WORKSPACE: Omit<ImportedWorkspace, 'folder' | 'sources'> = {
  timezone: 'Europe/Berlin',
  facts: [
    { name: 'account.tier', type: { type: 'enum', values: ['VIP', 'SMB'] }, origin: 'directory' },
    { name: 'account.renewal_date', type: { type: 'date' }, origin: 'directory' },
  ],
  precedence: {},
  inheritance: NOTHING_INHERITED,
  calendars: new Map(),
  approved: { emailDomains: ['acme.example'], links: [] },
  sampleDay: null,
};
