/** Lines of an export: what was written is read again, byte for byte, and nothing else passes for one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textHash } from '../base/hash.ts';
import type { RecordLink } from './chain.ts';
import { exportLineIn, linkLine, releaseLine, snapshotLine } from './export.ts';

const ANY_HASH = fc.string().map(textHash);
/** As the program writes it, and in any other form that is JSON. */
const jsonText = fc.oneof(
  fc.json(),
  fc.json().map((text) => JSON.stringify({ record: JSON.parse(text) as unknown })),
);

const link: fc.Arbitrary<RecordLink> = fc.record({
  writer: fc.string({ minLength: 1 }),
  sequence: fc.integer({ min: 1 }),
  id: fc.uuid({ version: 7 }),
  previous: fc.option(ANY_HASH),
  bodyHash: ANY_HASH,
  hash: ANY_HASH,
  body: fc.option(fc.record({ salt: ANY_HASH, text: jsonText.filter((text) => text !== 'null') })),
});

describe('a line of an export', () => {
  it('of a link is that link, its text byte for byte', () => {
    fc.assert(
      fc.property(link, (one) => {
        fc.pre(!/[{}]/.test(one.writer));
        expect(exportLineIn(linkLine(one))).toEqual({ kind: 'link', link: one });
      }),
    );
  });

  it('of a snapshot or a release is what it names', () => {
    fc.assert(
      fc.property(jsonText, (json) => {
        const hash = textHash(json);
        expect(exportLineIn(snapshotLine(hash, json))).toEqual({ kind: 'snapshot', hash, json });
        expect(exportLineIn(releaseLine(hash, 'then', json))).toEqual({ kind: 'release', id: hash, at: 'then', json });
      }),
    );
  });

  it.each([
    ['', 'nothing'],
    ['null', 'no object'],
    ['{"version":2,"kind":"end","links":0,"snapshots":0,"releases":0}', 'another version'],
    ['{"version":1,"kind":"note"}', 'another kind'],
    ['{"version":1,"kind":"end","links":-1,"snapshots":0,"releases":0}', 'a count below zero'],
    [snapshotLine('00', '{}').slice(0, -2), 'cut short'],
    [snapshotLine('00', '{'), 'no JSON'],
    [snapshotLine('xyz', '{}'), 'no hash'],
    [snapshotLine('00', '{}').replace('facts', 'record'), 'another member'],
    [linkLine({ writer: 'w', sequence: 0, id: 'i', previous: null, bodyHash: '', hash: '', body: null }), 'no place'],
    [
      linkLine({
        writer: 'w',
        sequence: 1,
        id: 'i',
        previous: null,
        bodyHash: '',
        hash: '',
        body: { salt: '00', text: 'null' },
      }),
      'a salt without a body',
    ],
  ])('%s is none: %s', (text, _why) => {
    expect(exportLineIn(text)).toBeUndefined();
  });
});
