import { expect, it } from 'vitest';
import { failureOf } from '../../../test/support/workspace-folder.ts';
import { betweenOf } from './between.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');

it.each([
  [{}, {}, 'everything'],
  [{ since: '2026-11-22T09:00:00Z' }, { fromMs: NOW - 86_400_000 }, 'a moment'],
  [{ since: '2026-11-22T10:00:00+01:00' }, { fromMs: NOW - 86_400_000 }, 'in another zone'],
  [{ since: '2026-11-23' }, { fromMs: NOW - 9 * 3_600_000 }, 'a day, from its first moment in UTC'],
  [{ since: '1d', until: '2h' }, { fromMs: NOW - 86_400_000, untilMs: NOW - 7_200_000 }, 'so long ago'],
  [{ until: '30min' }, { untilMs: NOW - 1_800_000 }, 'in minutes'],
])('%o is %o: %s', (options, between, _why) => {
  expect(betweenOf(options, NOW)).toEqual(between);
});

it.each(['yesterday', '7', '7w', '-7d', '2026-11-23T09:00:00', '2026-02-30T99:00:00Z', '1d2h', ''])(
  'refuses %j',
  (since) => {
    expect(failureOf(() => betweenOf({ since }, NOW))).toMatchObject({
      code: 'usage',
      message: `--since ${since} is not a moment.`,
    });
  },
);

it('refuses an end before its beginning', () => {
  expect(failureOf(() => betweenOf({ since: '1d', until: '1d' }, NOW)).message).toBe(
    '--since 1d is not before --until 1d.',
  );
});
