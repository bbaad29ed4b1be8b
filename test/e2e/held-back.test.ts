/** What can't be read in the sample company's exports is never taken for the better case, down to the answer. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { stoppedClock } from '../../src/base/clock.ts';
import { runCommand } from '../support/cli.ts';
import { copyOfAcme } from '../support/concierge-process.ts';

/** Monday morning in Berlin, on the day that the sample's dates are true. */
const clock = stoppedClock(Date.parse('2026-11-23T09:00:00Z'));

type Edit = { readonly file: string; readonly old: RegExp; readonly now: string };

/** What the import says is left out, and who is named to a customer; every edit must change something. */
async function afterImport(customer: string, edits: readonly Edit[]) {
  const { folder, dispose } = copyOfAcme();
  onTestFinished(dispose);
  for (const { file, old, now } of edits) {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toMatch(old);
    writeFileSync(join(folder, file), text.replace(old, now));
  }
  const imported = await runCommand(['import', folder], { clock });
  expect(imported.code).toBe(0);
  const explained = await runCommand(['explain', folder, '--json', '--verified', '--email', customer], { clock });
  const { answer } = JSON.parse(explained.out) as { answer: { contact: { name: string } } };
  return {
    leftOut: imported.out.split('\n').filter((line) => line.startsWith('Left out')),
    named: answer.contact.name,
  };
}

const HOLD_UNREADABLE = { file: 'data/crm_accounts.csv', old: /(imogen\.castlereagh.*?)"TRUE"/, now: '$1"maybe"' };
const FAIL_CLOSED = {
  file: 'guardrails/escalation.yaml',
  old: /when: \{ account\.legal_hold: true \}/,
  now: 'when: { account.legal_hold: { not: false, missing: yes } }',
};

it.each<[string, string, readonly Edit[], string, readonly RegExp[]]>([
  ['as exported, a CSM', 'aoife.brannigan@quillhaven.example', [], 'Sarah Jenkins', []],
  [
    'a CSM whose status is a word that nobody knows, though help desk and CRM have her: her deputy',
    'aoife.brannigan@quillhaven.example',
    [{ file: 'data/hr_employees.csv', old: /(E1003;.*?);Active;/, now: '$1;Activ;' }],
    'Zoë Vandenberghe',
    [/hr_employees\.csv:4: Column `Status`: this is not one of the words in `values`\. Nobody is named by this row/],
  ],
  [
    'a CSM on leave until a day that nobody can read: his deputy of that leave',
    'clementine@bayoulantern.example',
    [{ file: 'data/absences.csv', old: /(E1007.*),2026-11-30,/, now: '$1,end of Nov,' }],
    'Camille Laurent',
    [/absences\.csv:7: Column `To`: this is not a day written yyyy-MM-dd\. The absence counts until further notice\.$/],
  ],
  ['a legal hold', 'imogen.castlereagh@obsidianquay.example', [], 'Specialist desk', []],
  [
    'a legal hold that nobody can read, where only a known one counts',
    'imogen.castlereagh@obsidianquay.example',
    [HOLD_UNREADABLE],
    'Zoë Vandenberghe',
    [/Column `Legal Hold`: this is neither true nor false\. Rules take `account\.legal_hold` as missing, unless/],
  ],
  [
    'a legal hold that nobody can read, where only a known "no" does not',
    'imogen.castlereagh@obsidianquay.example',
    [HOLD_UNREADABLE, FAIL_CLOSED],
    'Specialist desk',
    [/Column `Legal Hold`: this is neither true nor false/],
  ],
  [
    'a known "no", where only that does not',
    'aoife.brannigan@quillhaven.example',
    [HOLD_UNREADABLE, FAIL_CLOSED],
    'Sarah Jenkins',
    [/Column `Legal Hold`: this is neither true nor false/],
  ],
])('%s', async (_what, customer, edits, named, leftOut) => {
  const seen = await afterImport(customer, edits);
  expect(seen.named).toBe(named);
  expect(seen.leftOut).toHaveLength(leftOut.length);
  for (const [index, line] of leftOut.entries()) expect(seen.leftOut[index]).toMatch(line);
});
