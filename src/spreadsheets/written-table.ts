/** A guardrail file as it is: its text in pieces, and what each of its rows says in words. */
import type { TableName } from './row-keys.ts';
import type { RowWords } from './row-words.ts';
import type { YamlTable } from './yaml-table.ts';

export type WrittenTable = {
  readonly file: string;
  readonly table: TableName;
  readonly yaml: YamlTable;
  /** Of each row of `yaml`. */
  readonly words: readonly RowWords[];
};
