import { expect, it } from 'vitest';
import { Failure } from '../../base/failure.ts';
import { keptOpen } from './kept-open.ts';
import type { PageWork } from './page-work.ts';

const WORK = {} as PageWork;

/** What was opened and closed, in order. */
function watched() {
  const seen: string[] = [];
  let opened = 0;
  const ask = keptOpen(() => {
    const number = ++opened;
    seen.push(`open ${number}`);
    const close = (): Promise<void> => {
      seen.push(`close ${number}`);
      return Promise.reject(new Error('it is broken'));
    };
    return Promise.resolve({ work: WORK, close });
  });
  return { seen, ask };
}

const failing = (code: 'store_unavailable' | 'usage') => async (): Promise<never> =>
  await Promise.reject(new Failure(code, 'No.'));

it('a store that failed is closed once, and opened anew', async () => {
  const { seen, ask } = watched();
  const both = await Promise.allSettled([ask(failing('store_unavailable')), ask(failing('store_unavailable'))]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await ask(() => Promise.resolve('answered'))).toBe('answered');
  expect(seen).toEqual(['open 1', 'close 1', 'open 2']);
});

it('a question that can’t be answered closes nothing', async () => {
  const { seen, ask } = watched();
  await expect(ask(failing('usage'))).rejects.toMatchObject({ code: 'usage' });
  await ask(() => Promise.resolve());
  expect(seen).toEqual(['open 1']);
});

it('what couldn’t be opened is tried again', async () => {
  let tries = 0;
  const ask = keptOpen(async () => {
    if (++tries === 1) throw new Failure('store_unavailable', 'No.');
    return await Promise.resolve({ work: WORK, close: () => Promise.resolve() });
  });
  await expect(ask(() => Promise.resolve())).rejects.toMatchObject({ code: 'store_unavailable' });
  expect(await ask(() => Promise.resolve('answered'))).toBe('answered');
});
