import { describe, expect, it } from 'vitest';
import type { Taken, Turn } from './rows.ts';
import { rowOf } from './rows.ts';
import type { Subject } from './subjects.ts';

const turn = (cpuUs: number): Turn => ({ requests: 10, cpuUs, mainThreadUs: 1, requestsPerS: 100, othersCores: 0 });

function taken(
  program: Subject['program'],
  dialect: Subject['dialect'],
  cpuUs: readonly number[],
  way: Subject['way'] = 'open',
): Taken {
  const subject = { program, dialect, way };
  return { subject, turns: cpuUs.map(turn), latencies: [{ p50Ms: 1, p99Ms: 2 }], rssBytes: 1 };
}

const ALL = [
  taken('raw', 'modern', [10, 20, 30]),
  taken('concierge', 'modern', [30, 160, 60], 'bound'),
  taken('concierge', 'modern', [20, 80, 40]),
  taken('raw', 'legacy', [100, 100, 100]),
  taken('concierge', 'legacy', [200, 200, 200]),
  taken('mcp_lite', '2025_06_18', [400, 500, 800]),
];

describe('a row', () => {
  const rows = ALL.map((one) => rowOf(one, ALL));

  it('compares what was measured in the same round and revision', () => {
    expect(rows[2]).toMatchObject({ cpuUs: 40, bestCpuUs: 20, requests: 30, timesConcierge: 1 });
    expect(rows[2]?.ofRaw).toEqual({ median: 0.5, lowest: 0.25, highest: 0.75, atBest: 0.5 });
  });

  it('compares another way in with the open one, under a name of its own', () => {
    expect(rows[1]).toMatchObject({ subject: 'concierge modern bound', timesConcierge: 1.5 });
    expect(rows[1]?.ofRaw).toMatchObject({ median: 1 / 3 });
  });

  it('measures an older revision against the one that is framed alike', () => {
    expect(rows[5]).toMatchObject({ timesConcierge: 2.5, ofRaw: { median: 0.2, atBest: 0.25 } });
  });

  it('says nothing of what had no turn', () => {
    expect(rowOf(taken('raw', 'modern', [10]), [taken('raw', 'modern', [10])]).timesConcierge).toBeNaN();
  });
});
