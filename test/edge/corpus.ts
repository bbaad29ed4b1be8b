/** A generated corpus: well-formed `tools/call` requests of both revisions, and up to three mutations of each. */
import fc from 'fast-check';
import { CAPABILITIES_KEY, CLIENT_KEY, LEGACY, LEGACY_HEADERS, MODERN, modernHeaders, VERSION_KEY } from './calls.ts';
import type { Sent } from './serve.ts';

type Json = Record<string, unknown>;
type Draft = { headers: Record<string, string | string[]>; body: Json };
type Mutation = (draft: Draft) => void;

const TOOLS = ['get_escalation_contact', 'get_account_team', 'get_account_health'];

const ODD_SCALARS = [
  null,
  0,
  1,
  -1,
  1.5,
  2 ** 53,
  1e300,
  true,
  '',
  'x',
  'get_account_team',
  MODERN,
  LEGACY,
  '\ud800',
  'é"\\\n',
];
const ODD_OBJECTS = [[], {}, [1], { a: 1 }, { name: 'x', version: '1' }, { form: {} }, { x: { y: null } }];
const oddValue = fc.constantFrom<unknown>(...ODD_SCALARS, ...ODD_OBJECTS);

const args = fc.oneof(
  fc.constantFrom<unknown>({}, { account_id: 'x' }, { account_id: 'expired' }, { account_id: 'mend' }, undefined),
  fc.record({ n: oddValue, o: oddValue }),
  fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.jsonValue(), { maxKeys: 4 }),
);

const clientInfo = fc.oneof(
  fc.constantFrom<unknown>({ name: 'n', version: 'v' }, undefined),
  fc.record({ name: fc.constant('n'), version: fc.constant('v'), title: oddValue }),
  oddValue,
);

const capabilities = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<unknown>({}, { elicitation: {} }) },
  fc.record({ sampling: oddValue, roots: oddValue }, { requiredKeys: [] }),
  fc.record({ extensions: oddValue, experimental: oddValue, elicitation: oddValue }, { requiredKeys: [] }),
  oddValue,
);

const drafts: fc.Arbitrary<Draft> = fc
  .record({
    modern: fc.boolean(),
    id: fc.constantFrom<unknown>(1, 'q', 0, -5, 'é"\n'),
    name: fc.constantFrom(...TOOLS),
    args,
    clientInfo,
    capabilities,
  })
  .map(({ modern, id, name, args: given, ...client }) => {
    const meta = { [VERSION_KEY]: MODERN, [CLIENT_KEY]: client.clientInfo, [CAPABILITIES_KEY]: client.capabilities };
    const params = { name, arguments: given, ...(modern ? { _meta: meta } : {}) };
    const headers = modern ? modernHeaders('tools/call', name) : { ...LEGACY_HEADERS };
    return { headers, body: { jsonrpc: '2.0', id, method: 'tools/call', params } };
  });

const HEADERS = ['content-type', 'accept', 'mcp-protocol-version', 'mcp-method', 'mcp-name'];
const TYPES = [
  'application/json; charset=utf-8',
  'application/json;charset=UTF-8',
  'APPLICATION/JSON',
  'application/json',
];
const ACCEPTED = ['text/event-stream, application/json;q=0.5', 'application/json', '*/*', ''];
const VERSIONS = ['2025-06-18', '2024-10-07', 'zzz', MODERN, LEGACY];
const NAMES = [
  '=?base64?YQ==?=',
  '=?base64?Z2V0X2FjY291bnRfdGVhbQ==?=',
  'tools/call',
  'TOOLS/CALL',
  'get_account_team',
  'x',
];
const HEADER_VALUES = [...TYPES, ...ACCEPTED, ...VERSIONS, ...NAMES];
const MEMBERS = ['jsonrpc', 'id', 'method', 'params', 'extra', '__proto__'];
const PARAMS = ['name', 'arguments', '_meta', 'task', 'inputResponses', 'requestState', 'zz', '__proto__'];
const META_KEYS = [VERSION_KEY, CLIENT_KEY, CAPABILITIES_KEY, 'progressToken', 'x/y', '__proto__'].concat(
  ['logLevel', 'related-task'].map((key) => `io.modelcontextprotocol/${key}`),
);

const headerMutation = fc.tuple(fc.constantFrom(...HEADERS), fc.constantFrom(...HEADER_VALUES)).chain(([name, value]) =>
  fc.constantFrom<Mutation>(
    ({ headers }) => void (headers[name] = value),
    ({ headers }) => void delete headers[name],
    ({ headers }) => void (headers[name] = ` ${String(headers[name])} `),
    ({ headers }) => void (headers[name] = [headers[name] ?? 'x', value].flat()),
  ),
);

const mutation = fc.oneof(
  { weight: 2, arbitrary: headerMutation },
  memberMutation([], MEMBERS),
  memberMutation(['params'], PARAMS),
  { weight: 2, arbitrary: memberMutation(['params', '_meta'], META_KEYS) },
  memberMutation(['params', 'arguments'], ['__proto__', 'constructor', 'toString']),
);

export const requests: fc.Arbitrary<Sent> = fc
  .tuple(drafts, fc.oneof(fc.constant([]), fc.array(mutation, { maxLength: 3 })))
  .map(([draft, mutations]) => {
    const copy = structuredClone(draft);
    for (const mutate of mutations) mutate(copy);
    return { headers: copy.headers, body: JSON.stringify(copy.body) };
  });

/** Sets or deletes an own member of the object at `path`, `__proto__` too. */
function memberMutation(path: readonly string[], keys: readonly string[]): fc.Arbitrary<Mutation> {
  return fc
    .tuple(fc.constantFrom(...keys), fc.option(oddValue, { nil: undefined }))
    .map(([key, value]) => ({ body }) => {
      let target: unknown = body;
      for (const step of path) target = (target as Json | undefined | null)?.[step];
      if (typeof target !== 'object' || target === null || Array.isArray(target)) return;
      Object.defineProperty(target, key, {
        value: structuredClone(value),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    });
}
