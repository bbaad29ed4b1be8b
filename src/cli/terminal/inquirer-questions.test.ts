/** Questions as Inquirer asks them, over streams that nobody sits at. */
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { Failure } from '../../base/failure.ts';
import { inquirerQuestions } from './inquirer-questions.ts';

/** Answers with these keys once the question is on the screen, and again after what it said to them. */
function typing(...keys: readonly string[]) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = '';
  const left = [...keys];
  output.on('data', (chunk: Buffer) => {
    shown += chunk.toString('utf8');
    const next = left.shift();
    if (next !== undefined) setImmediate(() => input.write(next));
  });
  return { questions: inquirerQuestions({ input, output }), shown: () => shown };
}

const none = (): null => null;

it('a text, and the default of who types nothing', async () => {
  const acme = typing(' acme \r');
  expect(await acme.questions.text({ message: 'Subdomain?', check: none })).toBe('acme');
  const nothing = typing('\r');
  expect(await nothing.questions.text({ message: 'Name?', byDefault: 'zendesk', check: none })).toBe('zendesk');
});

it('one of several, some of several, yes or no', async () => {
  const choices = [
    { value: 'a', name: 'First', about: 'The first one.' },
    { value: 'b', name: 'Second' },
  ];
  const one = typing('\r');
  expect(await one.questions.choose({ message: 'Which?', choices, byDefault: 'b' })).toBe('b');
  const some = typing('\r');
  expect(await some.questions.chooseSome({ message: 'Which?', choices, byDefault: ['a'] })).toEqual(['a']);
  expect(some.shown()).toContain('The first one.');
  expect(await typing('n\r').questions.sure('Write it?', true)).toBe(false);
});

it('Ctrl-C is no fault of the program', async () => {
  const stopped = typing('\u0003').questions.text({ message: 'Subdomain?', check: none });
  await expect(stopped).rejects.toBeInstanceOf(Failure);
  await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
});
