/** Queries over tables with any names: what is read is what was meant, and no value becomes part of a query. */
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DIALECTS } from '../../sources/sql/dialect.ts';
import { parseQuery } from '../../sources/sql/parse-query.ts';
import { plainStatement } from '../../sources/sql/statement.ts';
import { queryText } from './table-query.ts';
import { isReadableName } from './wrapped-columns.ts';

const ODD = [
  '"',
  "'",
  '`',
  '[',
  ']',
  '\\',
  ':id',
  ';',
  '--',
  '/*',
  '*/',
  '$1',
  '$$',
  '?',
  ' ',
  '.',
  '%',
  'select',
  'ß',
  '表',
  '𝔵',
];
const name = fc
  .array(fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.join(''))
  .filter((text) => isReadableName(text) && !/^sqlite_/i.test(text));
const value = fc.oneof(fc.constantFrom("' or 1=1 --", '"', ':id', '?', ''), fc.string());

/** SQLite takes the quotes of each dialect. */
it.each(['sqlite', 'mysql', 'postgresql'] as const)('%s: whatever tables and columns are called', (dialect) => {
  fc.assert(
    fc.property(name, name, name, value, value, (table, key, other, wanted, else_) => {
      fc.pre(key.toLowerCase() !== other.toLowerCase());
      const database = new DatabaseSync(':memory:');
      const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      database.exec(`create table ${quoted(table)} (${quoted(key)} text, ${quoted(other)} text)`);
      const insert = database.prepare(`insert into ${quoted(table)} values (?, ?)`);
      insert.run(wanted, 'met');
      insert.run(`${wanted}x`, 'passed over');
      const text = queryText(
        {
          table: { schema: '', name: table },
          columns: [
            { name: key, alias: 'found' },
            { name: other, alias: 'said' },
          ],
          conditions: [
            { column: key, input: 'id', how: 'is' },
            { column: other, input: 'said', how: 'may' },
          ],
          orderBy: [other],
          limit: 5,
        },
        DIALECTS[dialect],
      );
      const parsed = parseQuery(text, dialect, ['id', 'said']);
      if ('message' in parsed) throw new Error(`${parsed.message} ${text}`);
      expect(parsed.parameters).toEqual(['id', 'said', 'said']);
      const ask = (said: string | null): unknown[] => {
        const statement = plainStatement(parsed, { id: wanted, said }, { ...DIALECTS[dialect], place: () => '?' });
        return database
          .prepare(statement.text)
          .all(...statement.values)
          .map((row) => ({ ...row }));
      };
      expect(ask(null)).toEqual([{ found: wanted, said: 'met' }]);
      expect(ask('met')).toEqual([{ found: wanted, said: 'met' }]);
      expect(ask(`not met${else_}`)).toEqual([]);
      database.close();
    }),
    { numRuns: 150 },
  );
});
