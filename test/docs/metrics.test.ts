/** The table of metrics in `docs/access.md`: every metric of the program with its labels, and no other. */
import { expect, it } from 'vitest';
import { createMetrics } from '../../src/cli/serving/metrics.ts';
import type { SourceStanding } from '../../src/sources/sync/standing.ts';
import { tableRows } from './blocks.ts';

/** An answer after which every counter has counted. */
const EVERYTHING = {
  id: '01a207a2-3280-7000-8000-000000000000',
  traceId: null,
  release: 'release',
  service: 'cx_concierge',
  tool: 'get_escalation_contact',
  caller: 'website-chat',
  account: 'crm:1',
  kind: 'over_budget',
  reachedBy: null,
  durable: false,
  violation: true,
  suspicious: true,
  over: 'calls_per_second',
  ms: 1,
} as const;

/** A source of which there is everything to tell. */
const STANDING: SourceStanding = {
  source: 'crm',
  connector: 'hubspot',
  state: 'failing',
  as_of: '2026-11-23T08:00:00Z',
  age_seconds: 60,
  due_at: '2026-11-23T08:15:00Z',
  stale_after_seconds: 2_700,
  stale: false,
  rows: 5,
  failing_since: '2026-11-23T08:00:30Z',
  failures: 1,
  failure: { read: 'accounts', kind: 'auth', message: 'No.' },
  quota: { remaining: 5, of: 10, resetsAt: null, at: '2026-11-23T08:00:00Z' },
  is_down: true,
  drift: [],
  syncs: { synced: 1, failed: { auth: 1 } },
};

/** `name label label`, as they leave; what a histogram adds to its own name and labels is left out. */
async function served(): Promise<readonly string[]> {
  const metrics = createMetrics(async () => ({ sources: [STANDING], lastImport: null }));
  metrics.onAnswer(EVERYTHING);
  metrics.onRefused('no_token', 401);
  metrics.onInvalidAssertion('website-chat', 'carrier');
  metrics.onLookedUp('crm', 'fetched');
  metrics.onHook('crm', 'taken');
  metrics.onChanged('orders', 'find-orders');
  metrics.onDropped('orders', 1);
  metrics.onSystemFailure('orders', 'tool_error', 'find-orders');
  const lines = (await metrics.text()).matchAll(/^(concierge_\w+?)(?:_bucket|_sum|_count)?(?:\{(.*)\})? /gm);
  const found = Array.from(lines, ([, name, labels = '']) => {
    const names = Array.from(labels.matchAll(/(\w+)=/g), ([, label = '']) => label);
    return [name, ...names.filter((label) => label !== 'le').toSorted()].join(' ');
  });
  return [...new Set(found)].toSorted();
}

it('has the metrics and labels that are served', async () => {
  const rows = tableRows('docs/access.md', 'metric', 'labels', 'counts');
  const codes = (cell: string): readonly string[] => Array.from(cell.matchAll(/`(\w+)`/g), ([, code = '']) => code);
  const told = rows.map(([metric = '', labels = '']) => [...codes(metric), ...codes(labels).toSorted()].join(' '));
  expect(told.toSorted()).toEqual(await served());
});
