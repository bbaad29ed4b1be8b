/**
 * The sample company behind the product's own HTTP stack: what the fast lane and the SDK say of every account, to every
 * kind of caller, is the same, and fits the output schema that the tool promised.
 */
import { Ajv } from 'ajv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AssertionOutcome } from '../../src/caller/assertion.ts';
import { anyCaller, callersOf } from '../../src/cli/callers/callers.ts';
import type { Way } from '../../src/edge/mcp/service.ts';
import { CONCIERGE } from '../../src/config/workspace.ts';
import { serviceEndpoint } from '../../src/edge/mcp/service.ts';
import { wayOf } from '../support/way.ts';
import { allOf } from '../../src/store/store-fixtures.ts';
import type { AcmeDesk } from '../support/acme-desk.ts';
import { openAcmeDesk } from '../support/acme-desk.ts';
import { LEGACY_HEADERS, legacyCall, messageOf, modernCall } from './calls.ts';
import type { Sent, Served } from './serve.ts';
import { CALLER } from './fake-offer.ts';
import { serve } from './serve.ts';

let sample: AcmeDesk;
let withLane: Served;
let sdkAlone: Served;

beforeAll(async () => {
  sample = await openAcmeDesk();
  const { fastLane, ...withoutLane } = serviceEndpoint(CONCIERGE, sample.desk, asHeadersSay);
  withLane = await serve([{ ...withoutLane, ...(fastLane && { fastLane }) }]);
  sdkAlone = await serve([withoutLane]);
}, 60_000);

afterAll(async () => {
  await withLane.close();
  await sdkAlone.close();
  await sample.close();
});

const ASSERTIONS: Record<string, AssertionOutcome> = {
  absent: { kind: 'absent' },
  expired: { kind: 'expired' },
  duplicate: { kind: 'duplicate' },
  aoife: {
    kind: 'verified',
    subject: { type: 'email', value: 'aoife.brannigan@quillhaven.example' },
    expiresAtMs: Date.parse('2026-11-23T10:10:00Z'),
  },
};

const asHeadersSay: Way = {
  ...wayOf(CALLER),
  identify: ({ 'x-caller': name, 'x-assertion': header }) => {
    const caller = callersOf(sample.workspace).get(String(name))!;
    return { kind: 'caller', caller, granted: caller.scopes, carried: { header } };
  },
  judge: (_caller, { header }) => ASSERTIONS[String(header)]!,
};

function as(caller: string, assertion: string, sent: Sent): Sent {
  return { ...sent, headers: { ...sent.headers, 'x-caller': caller, 'x-assertion': assertion } };
}

type Result = { readonly isError?: boolean; readonly structuredContent?: unknown; readonly _meta?: object };

async function sameFromBoth(sent: Sent): Promise<Result> {
  const [fast, sdk] = await Promise.all([withLane.send(sent), sdkAlone.send(sent)]);
  expect({ status: fast.status, body: fast.body }).toEqual({ status: sdk.status, body: sdk.body });
  return (messageOf(fast.body) as { result: Result }).result;
}

async function outputChecks(): Promise<Map<string, (content: unknown) => boolean>> {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const listed = { headers: LEGACY_HEADERS, body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' };
  const { body } = await sdkAlone.send(as('support-copilot', 'absent', listed));
  const { result } = messageOf(body) as { result: { tools: { name: string; outputSchema: object }[] } };
  return new Map(result.tools.map(({ name, outputSchema }) => [name, ajv.compile(outputSchema)]));
}

test('of every account, by every tool, in both revisions', { timeout: 120_000 }, async () => {
  const checks = await outputChecks();
  const odd: unknown[] = [
    undefined,
    {},
    { account_id: 'no-such' },
    { customer_email: 'x@gmail.com' },
    { topic: 'nonsense' },
    null,
    [],
    'x',
    7,
  ];
  const asked = [...odd];
  for await (const account of sample.store.directory.accounts('default')) asked.push({ account_id: account });
  expect(asked.length).toBeGreaterThan(60);

  for (const args of asked) {
    const calls = [...checks].flatMap(([tool, fits]) =>
      [legacyCall(tool, args), modernCall(tool, args)].map(async (call) => {
        const { structuredContent, isError } = await sameFromBoth(as('support-copilot', 'absent', call));
        const isRefusal = isError === true && structuredContent === undefined;
        return { tool, fits: isRefusal || fits(structuredContent), isRefusal };
      }),
    );
    const results = await Promise.all(calls);
    expect(results.filter(({ fits }) => !fits)).toEqual([]);
    expect(results.filter(({ tool, isRefusal }) => isRefusal && tool === 'get_escalation_contact')).toEqual([]);
  }
});

test.each([
  { caller: 'website-chat', assertion: 'aoife', args: {}, meta: undefined, name: 'Sarah Jenkins' },
  { caller: 'website-chat', assertion: 'absent', args: {}, meta: 'missing', name: 'Customer Success' },
  { caller: 'website-chat', assertion: 'expired', args: {}, meta: 'expired', name: 'Customer Success' },
  { caller: 'help-center', assertion: 'duplicate', args: {}, meta: 'invalid', name: 'Customer Success' },
  {
    caller: 'help-center',
    assertion: 'aoife',
    args: { customer_email: 'clementine@bayoulantern.example' },
    meta: undefined,
    name: 'Customer Success',
  },
])('$caller with assertion $assertion asks $args: $name, $meta', async ({ caller, assertion, args, meta, name }) => {
  for (const call of [legacyCall('get_escalation_contact', args), modernCall('get_escalation_contact', args)]) {
    const { structuredContent, _meta: seen = {} } = await sameFromBoth(as(caller, assertion, call));
    expect(structuredContent).toMatchObject({ contact: { name } });
    expect((seen as Record<string, unknown>)['cx-concierge/assertion']).toBe(meta);
  }
});

test.each([
  { args: null, isError: undefined, says: '"Customer Success"', kind: 'unresolved' },
  { args: [], isError: true, says: 'Send arguments as object.', kind: 'malformed' },
  { args: 'x', isError: true, says: 'Send arguments as object.', kind: 'malformed' },
  { args: 7, isError: true, says: 'Send arguments as object.', kind: 'malformed' },
])('arguments as $args: somebody is named, and it is on record', async ({ args, isError, says, kind }) => {
  for (const call of [legacyCall('get_escalation_contact', args), modernCall('get_escalation_contact', args)]) {
    const [before] = await allOf(sample.store.records.latest('default'));
    const result = await sameFromBoth(as('support-copilot', 'absent', call));
    expect(result).toMatchObject({ structuredContent: { contact: { name: 'Customer Success' } } });
    expect(result.isError).toBe(isError);
    expect(JSON.stringify(result).replaceAll('\\', '')).toContain(says);
    const records = await allOf(sample.store.records.latest('default'));
    expect(records.map(({ record }) => record.kind).slice(0, 2)).toEqual([kind, kind]);
    expect(records[2]?.record.id).toBe(before?.record.id);
  }
});

test('a tool that an audience doesn’t have is unknown to it', async () => {
  const { body } = await withLane.send(as('website-chat', 'aoife', modernCall('get_account_health', {})));
  expect(messageOf(body)).toMatchObject({ error: { code: -32_602, message: 'Unknown tool: get_account_health' } });
});

test.each([
  { what: 'another tenant', change: { tenant: 'other' } },
  { what: 'other services', change: { services: ['crm'] } },
])('a caller of $what is not admitted', async ({ change }) => {
  const caller = { ...anyCaller(sample.workspace), ...change };
  const served = await serve([serviceEndpoint(CONCIERGE, sample.desk, wayOf(caller))]);
  for (const sent of [legacyCall('get_escalation_contact', {}), modernCall('get_escalation_contact', {})]) {
    const { status, body } = await served.send(sent);
    expect({ status, body }).toEqual({
      status: 403,
      body: expect.stringContaining('may not use cx_concierge') as string,
    });
  }
  await served.close();
});
