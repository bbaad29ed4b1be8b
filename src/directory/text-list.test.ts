import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { TextList } from './text-list.ts';

it('gives every text back by its position, and none elsewhere', () => {
  const texts = fc.array(fc.string({ unit: 'binary', maxLength: 6 }), { maxLength: 5 });
  fc.assert(
    fc.property(texts, fc.constantFrom(0, 4_090, 4_096, 9_000), (some, before) => {
      const list = new TextList();
      for (let index = 0; index < before; index++) list.push(`crm:${index}`);
      const positions = some.map((text) => list.push(text));
      expect(positions).toEqual(some.map((_, index) => before + index));
      expect(positions.map((position) => list.at(position))).toEqual(some);
      expect(before === 0 ? '' : list.at(before - 1)).toBe(before === 0 ? '' : `crm:${before - 1}`);
      for (const nowhere of [-1, list.length, list.length + 9_000]) expect(() => list.at(nowhere)).toThrow('no text');
      expect(list).toHaveLength(before + some.length);
    }),
  );
});
