import { expect, it } from 'vitest';
import { NO_CHANGES } from '../../directory/changes.ts';
import { EMPTY_REPORT } from '../../directory/import-report.ts';
import { importLines } from './import-text.ts';

it.each([
  [0, 0, 'no row has changed that an account depends on'],
  [0, 1, 'what was told of some is gone, the rest depends on nothing that has changed'],
  [3, 1, '1 account was merged anew from 3 rows, the rest depends on nothing that has changed'],
])('%i rows of a part, %i accounts dropped: %s', (rows, dropped, said) => {
  const directory = { ...EMPTY_REPORT.directory, accounts: 40, people: 2 };
  const report = { ...EMPTY_REPORT, part: { rows, accounts: rows === 0 ? 0 : 1 }, directory };
  const changes = { ...NO_CHANGES, accounts: { ...NO_CHANGES.accounts, before: 41, dropped } };
  const [first] = importLines({ kind: 'imported', report, changes, excesses: [], synced: [] });
  expect(first).toBe(`40 accounts and 2 people; ${said}.`);
});
