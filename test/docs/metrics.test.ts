/** The table of metrics in `docs/access.md`: every metric of the program with its labels, and no other. */
import { expect, it } from 'vitest';
import { createMetrics } from '../../src/cli/metrics.ts';
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

/** `name label label`, as they leave; what a histogram adds to its own name and labels is left out. */
async function served(): Promise<readonly string[]> {
  const metrics = createMetrics();
  metrics.onAnswer(EVERYTHING);
  metrics.onRefused('no_token', 401);
  metrics.onInvalidAssertion('website-chat', 'carrier');
  metrics.onChanged('orders', 'find-orders');
  metrics.onDropped('orders', 1);
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
