import { describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../connectors.ts';
import type { SignedRequest, WebhookSigning } from './webhook.ts';
import { signatureOf, verdictOn } from './webhook.ts';

const NOW = Date.parse('2026-11-23T08:00:00Z');
const SECRET = 's3cret';
const REQUEST = { method: 'POST', url: 'https://concierge.acme.example/hooks/crm', body: Buffer.from('{"id":1}') };
const WINDOW_MS = 5 * 60_000;

type Signing = WebhookSigning;
const SIGNING: readonly (readonly [string, Signing])[] = [...CONNECTORS].flatMap(([name, { webhook }]) =>
  webhook === undefined ? [] : [[name, webhook] as const],
);

function momentText({ timestamp }: Signing, ms: number): string {
  if (timestamp === null) return '';
  if (timestamp.as === 'iso') return new Date(ms).toISOString();
  return String(timestamp.as === 'epoch_s' ? Math.floor(ms / 1000) : ms);
}

/** As the system would send it. */
function signed(signing: Signing, { secret = SECRET, atMs = NOW, body = REQUEST.body } = {}): SignedRequest {
  const moment = momentText(signing, atMs);
  const signature = signatureOf({ ...REQUEST, body }, signing, moment, secret);
  const { timestamp, key, header } = signing;
  const inside = timestamp !== null && 'key' in timestamp ? `${timestamp.key}=${moment},` : '';
  const beside = timestamp !== null && 'header' in timestamp ? { [timestamp.header]: moment } : {};
  const headers = { [header]: `${inside}${key === null ? '' : `${key}=`}${signature}`, ...beside };
  return { ...REQUEST, body, headers };
}

it('five systems sign what they send', () => {
  expect(SIGNING.map(([name]) => name)).toEqual(['calendly', 'hubspot', 'intercom', 'pagerduty', 'zendesk']);
});

describe.each(SIGNING)('a webhook of %s', (_name, signing) => {
  const verdict = (request: SignedRequest) => verdictOn(request, signing, SECRET, NOW);

  it('is genuine as it was signed, and nothing else is', () => {
    const request = signed(signing);
    const header = request.headers[signing.header] as string;
    expect(verdict(request)).toBe('genuine');
    expect(verdict(signed(signing, { secret: 'another' }))).toBe('forged');
    expect(verdict({ ...request, body: Buffer.from('{"id":2}') })).toBe('forged');
    expect(verdict({ ...request, headers: { ...request.headers, [signing.header]: `${header}0` } })).toBe('forged');
    expect(verdict({ ...request, headers: {} })).toBe('unsigned');
    expect(verdict({ ...request, headers: { ...request.headers, [signing.header]: [header, header] } })).toBe(
      'unsigned',
    );
  });

  it('is too old after five minutes, and ahead of time, where the system signs the moment', () => {
    const late = signing.timestamp === null ? 'genuine' : 'too_old';
    expect(verdict(signed(signing, { atMs: NOW - WINDOW_MS - 2_000 }))).toBe(late);
    expect(verdict(signed(signing, { atMs: NOW + WINDOW_MS + 2_000 }))).toBe(late);
    expect(verdict(signed(signing, { atMs: NOW - WINDOW_MS + 2_000 }))).toBe('genuine');
  });
});

/** Worked out apart from this program, by the vendors' own descriptions. */
it.each([
  [
    'hubspot',
    {
      'x-hubspot-signature-v3': 'sU3w2Fu2qFOSeMTgfgvf0gqDBK+gnCDo2O/JJkaCKmg=',
      'x-hubspot-request-timestamp': '1795420800000',
    },
  ],
  [
    'zendesk',
    {
      'x-zendesk-webhook-signature': 'Lj8FTIinRMs3JFCg5Bgw9UQqVRc2gd1tykR3q3aUYIo=',
      'x-zendesk-webhook-signature-timestamp': '2026-11-23T08:00:00Z',
    },
  ],
  ['intercom', { 'x-hub-signature': 'sha1=2f0ee5192ed120c9fc4d16555636ddb35811f47e' }],
  [
    'calendly',
    {
      'calendly-webhook-signature': 't=1795420800,v1=aa5b078819b1d8479514264997dad56c93e4d45707287498e9bf2e8fe8222c91',
    },
  ],
  ['pagerduty', { 'x-pagerduty-signature': 'v1=63ddab34da5838e383545e9c90b40f74a4e3daabc5dd9a8d49a51875ad4b2418' }],
])('%s signs in the way that it describes', (name, headers) => {
  const signing = CONNECTORS.get(name)?.webhook;
  if (signing === undefined) throw new Error(`${name} signs`);
  expect(verdictOn({ ...REQUEST, headers }, signing, SECRET, NOW)).toBe('genuine');
});

it('one of several signatures is enough, while a system changes its secret', () => {
  const [, signing] = SIGNING.find(([name]) => name === 'pagerduty') ?? [];
  if (signing === undefined) throw new Error('PagerDuty signs');
  const [old, now] = [signed(signing, { secret: 'old' }), signed(signing)].map(
    ({ headers }) => headers[signing.header],
  );
  const both = { ...REQUEST, headers: { [signing.header]: `${String(old)},${String(now)}` } };
  expect(verdictOn(both, signing, SECRET, NOW)).toBe('genuine');
});

it('a moment moved within the time of the window is no longer what was signed', () => {
  for (const [, signing] of SIGNING) {
    const { timestamp } = signing;
    if (timestamp === null) continue;
    const request = signed(signing);
    const moved = momentText(signing, NOW + 2_000);
    const headers =
      'header' in timestamp
        ? { ...request.headers, [timestamp.header]: moved }
        : { [signing.header]: String(request.headers[signing.header]).replace(/t=\d+/, `t=${moved}`) };
    expect(verdictOn({ ...request, headers }, signing, SECRET, NOW)).toBe('forged');
  }
});
