import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import type { AccountChange, Side } from '../../simulation/account-change.ts';
import type { PastChange } from '../../simulation/past-change.ts';
import { changesText, pastText } from './simulate-lines.ts';

const NO_FACTS = { by: null, value: null };

/** As a program reads it that takes any of the three for the end of a line. */
function rowsOf(text: string): readonly (readonly string[])[] {
  return parse(text, { record_delimiter: ['\r\n', '\n', '\r'] });
}

it.each(['Acme\nInc', 'Acme\rInc', 'Acme\r\nInc'])('a name with a line end, %j, stays in its cell', (name) => {
  const contact = { kind: 'person', key: 'hr:E1', name } as const;
  const side: Side = { row: 'otherwise', outcome: 'owner', contact, cause: null, reason: 'your_team' };
  const one: AccountChange = {
    account: 'crm:1',
    name,
    group: null,
    value: null,
    changes: ['card'],
    live: side,
    draft: side,
  };
  const written = rowsOf(changesText([one], 'csv', NO_FACTS));
  expect(written).toHaveLength(1);
  expect([written[0]?.[1], written[0]?.[8], written[0]?.[10]]).toEqual([name, name, name]);

  const answered = { row: 'otherwise', contacts: [name], reason: 'your_team' };
  const past: PastChange = {
    id: '1',
    at: '2026-11-23T09:00:00Z',
    tool: 'get_escalation_contact',
    account: 'crm:1',
    changes: ['contact'],
    live: answered,
    draft: answered,
  };
  expect(rowsOf(pastText([past], 'csv')).map((cells) => cells[7])).toEqual([name]);
});
