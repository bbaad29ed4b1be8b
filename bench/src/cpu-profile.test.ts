import { expect, it } from 'vitest';
import { byFunction, byPart } from './cpu-profile.ts';

const REPOSITORY = new URL('../../', import.meta.url).href;
const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: 9 });

/** read → all (native) → a native of its own; and a package, a module of Node, V8's own work, and waiting. */
const PROFILE = {
  nodes: [
    { id: 1, callFrame: frame('(root)'), children: [2, 5, 6, 7, 8] },
    { id: 2, callFrame: frame('read', `${REPOSITORY}src/store/rows.ts`), children: [3] },
    { id: 3, callFrame: frame('all'), children: [4] },
    { id: 4, callFrame: frame('step') },
    { id: 5, callFrame: frame('get', `${REPOSITORY}node_modules/@scope/cache/dist/index.js`) },
    { id: 6, callFrame: frame('emit', 'node:internal/streams/x') },
    { id: 7, callFrame: frame('(garbage collector)') },
    { id: 8, callFrame: frame('(idle)') },
  ],
  samples: [2, 3, 4, 5, 6, 7, 8],
  timeDeltas: [999, 10, 20, 30, 15, 5, 20, 500],
};

it('tells functions by their own time, natives by who called them, and leaves waiting out', () => {
  expect(byFunction({ ...PROFILE, timeDeltas: PROFILE.timeDeltas })).toEqual([
    ['step < read src/store/rows.ts:10', 0.3],
    ['all < read src/store/rows.ts:10', 0.2],
    ['(garbage collector)', 0.2],
    ['get @scope/cache/dist/index.js:10', 0.15],
    ['read src/store/rows.ts:10', 0.1],
    ['emit node:internal/streams/x:10', 0.05],
  ]);
});

it('adds up folders of the product, packages and modules of Node', () => {
  const parts = Object.fromEntries(byPart(PROFILE));
  expect(parts['src/store']).toBeCloseTo(0.6);
  expect(parts['@scope/cache']).toBeCloseTo(0.15);
  expect(parts['node:internal']).toBeCloseTo(0.05);
  expect(parts['(garbage collector)']).toBeCloseTo(0.2);
});
