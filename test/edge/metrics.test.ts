/** `/metrics` has a listener of its own, and nothing else has it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MetricsServer } from '../../src/edge/http/metrics-server.ts';
import { serveMetrics } from '../../src/edge/http/metrics-server.ts';
import type { Served } from './serve.ts';
import { serve } from './serve.ts';

const METRICS = { contentType: 'text/plain; version=0.0.4', text: () => Promise.resolve('answers 1\n') };

let agents: Served;
let metrics: MetricsServer;

beforeAll(async () => {
  agents = await serve([]);
  metrics = await serveMetrics(METRICS, { host: '127.0.0.1', port: 0 });
});

afterAll(async () => {
  await Promise.all([agents.close(), metrics.close()]);
});

describe('metrics', () => {
  it('are text that nobody keeps', async () => {
    const response = await fetch(`${metrics.origin}/metrics`);
    expect(response.headers.get('content-type')).toBe(METRICS.contentType);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toBe('answers 1\n');
  });

  it.each([
    ['/metrics', 'HEAD', 200],
    ['/metrics', 'POST', 404],
    ['/mcp', 'POST', 404],
    ['/', 'GET', 404],
  ])('%s, %s → %i', async (path, method, status) => {
    expect((await fetch(`${metrics.origin}${path}`, { method })).status).toBe(status);
  });

  it('are not where agents call', async () => {
    expect((await agents.send({ method: 'GET', path: '/metrics' })).status).toBe(404);
  });
});
