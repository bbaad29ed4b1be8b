/** A workspace's guardrails as words, with the texts of the files that they stand in: what sheets are made of and put back into. */
import { readFileSync } from 'node:fs';
import type { FactFrame } from '../facts/frame.ts';
import { factFrame } from '../facts/frame.ts';
import { findFiles } from '../config/read/workspace-files.ts';
import { findTables } from '../config/read/tables.ts';
import { requireWorkspace } from '../config/load-workspace.ts';
import type { Workspace } from '../config/workspace.ts';
import type { ReasonWords } from './reasons.ts';
import { languagesOf, reasonsInWords } from './reasons.ts';
import type { TableName } from './row-keys.ts';
import { rowsInWords } from './row-words.ts';
import type { WrittenTable } from './written-table.ts';
import { yamlTable } from './yaml-table.ts';

export type WorkspaceTables = {
  readonly workspace: Workspace;
  readonly frame: FactFrame;
  /** Those that there are. */
  readonly tables: readonly WrittenTable[];
  readonly reasons: readonly ReasonWords[];
  readonly languages: readonly string[];
  /** As the files are, by path; the first is where new reasons go. */
  readonly texts: ReadonlyMap<string, string>;
};

/** @throws Failure `missing_file`, or ConfigurationFailure with every error of the workspace */
export function workspaceTables(folder: string): WorkspaceTables {
  const workspace = requireWorkspace(folder);
  const files = findFiles(folder, []);
  const documents = findTables(folder, files.guardrails, []);
  const frame = factFrame(workspace.topics, workspace.facts);
  const written = [
    ['escalation', documents.escalation_contact],
    ['health', documents.account_health],
  ] as const;
  const texts = new Map<string, string>();
  const tables = written.flatMap(([table, document]) => {
    if (document === null) return [];
    texts.set(document.file, readFileSync(document.file, 'utf8'));
    return { document, table };
  });
  const worded = [documents.escalation_contact, files.company].filter((document) => document !== null);
  for (const { file } of worded) if (!texts.has(file)) texts.set(file, readFileSync(file, 'utf8'));
  const reasons = reasonsInWords(worded, workspace.defaultLanguage);
  return {
    workspace,
    frame,
    tables: tables.map(({ document, table }) => tableOf(table, document, texts.get(document.file) ?? '', frame)),
    reasons,
    languages: languagesOf(reasons, workspace.defaultLanguage),
    texts,
  };
}

function tableOf(
  table: TableName,
  document: Parameters<typeof rowsInWords>[1],
  text: string,
  frame: FactFrame,
): WrittenTable {
  const yaml = yamlTable(document.file, text);
  return { file: document.file, table, yaml, words: rowsInWords(table, document, yaml, frame) };
}

/** How many rows have something in each column. */
export function usedColumns(
  rows: readonly { readonly words: ReadonlyMap<string, string> }[],
): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  for (const { words } of rows) for (const column of words.keys()) used.set(column, (used.get(column) ?? 0) + 1);
  return used;
}
