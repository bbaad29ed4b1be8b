import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Scalar } from './cell.ts';
import { remembered } from './remembered.ts';

it('answers as the check does, and asks it once for each cell', () => {
  const check = (cell: Scalar) => ({ value: `${typeof cell} ${cell}` });
  const cells = fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('0', '1', 'x', ''), fc.boolean()));
  fc.assert(
    fc.property(cells, (asked) => {
      let checks = 0;
      const read = remembered((cell) => ((checks += 1), check(cell)));
      expect(asked.map(read)).toEqual(asked.map(check));
      expect(checks).toBe(new Set(asked).size);
    }),
  );
});

it('keeps a bounded number of answers', () => {
  const checks = new Map<Scalar, number>();
  const read = remembered((cell) => {
    checks.set(cell, (checks.get(cell) ?? 0) + 1);
    return { value: cell };
  });
  for (let cell = 0; cell <= 10_000; cell++) expect(read(cell)).toEqual({ value: cell });
  read(10_000);
  read(0);
  expect([checks.get(10_000), checks.get(0)]).toEqual([1, 2]);
});
