/** What whoever sets a system up is shown of it. */
import { expect, it } from 'vitest';
import type { AskSystem, SystemQuestion } from '../../services/ask-system.ts';
import type { Overheard } from './overheard.ts';
import { overhearingQuestions, overheardLines, seen } from './overheard.ts';

it.each([
  ['hi\u001B]0;owned\u0007\u001B[2J', 'hi\\u001b]0;owned\\u0007\\u001b[2J'],
  ['a\u009B31mb\u202Ec', 'a\\u009b31mb\\u202ec'],
  ['tag\u{E0041}', 'tag\\udb40\\udc41'],
  ['Zoë\n山田 👩', 'Zoë\n山田 👩'],
])('nothing of a reply is obeyed by a terminal: %j', (text, expected) => {
  expect(seen(text)).toBe(expected);
});

it('stays JSON', () => {
  const value = { a: 'x\u009B\u202E\u{E0041}\u001B' };
  expect(JSON.parse(seen(JSON.stringify(value, null, 2)))).toEqual(value);
});

const QUESTION = { source: { name: 'orders' }, name: 'find', input: { id: '7' } } as unknown as SystemQuestion;

it.each<[Awaited<ReturnType<AskSystem>>, string]>([
  [{ kind: 'replied', rows: [{ id: 1 }], more: false, atMs: 0, isCached: false }, '"id": 1'],
  [{ kind: 'failed', why: 'changed' }, 'failed: changed'],
])('a question that no request tells of is shown with what came: %o', async (reply, shown) => {
  const overheard: Overheard[] = [];
  expect(await overhearingQuestions(async () => reply, overheard)(QUESTION)).toBe(reply);
  const [one] = overheard;
  const text = one === undefined ? '' : overheardLines(one).join('\n');
  expect(text).toContain('orders: find\n{\n  "id": "7"\n}');
  expect(text).toContain(shown);
});
