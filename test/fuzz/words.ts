/** Words that mean something to a reader of HTTP, JSON, JSON-RPC, MCP or of our own arguments: where slips would matter. */
import { LEGACY, MODERN } from '../edge/calls.ts';
import { OWN, THEIRS, TOOLS } from '../redteam/asking.ts';

const SYNTAX = ['{', '}', '[', ']', '"', ',', ':', '\\', String.raw`\u0000`, String.raw`\ud800`, 'null', '1e999', '-0'];
const INVISIBLE = ['\uFEFF', '\u202E', '\u{E0041}', '😀'];
const MEMBERS =
  '__proto__ constructor toString account_id customer_email customer_assertion _meta arguments name topic'.split(' ');
const OURS = [OWN.id, OWN.email, THEIRS.id, THEIRS.email, 'crm:', 'cx-concierge/customer', 'cx-concierge/assertion'];

const REQUESTS =
  'initialize ping tools/list tools/call server/discover resources/list resources/read prompts/get completion/complete logging/setLevel subscriptions/listen tasks/get tasks/result roots/list sampling/createMessage rpc.x';
const NOTIFICATIONS = 'notifications/initialized notifications/cancelled notifications/progress';

export const METHODS: readonly string[] = `${REQUESTS} ${NOTIFICATIONS}`.split(' ');

export const WORDS: readonly string[] = [SYNTAX, INVISIBLE, MEMBERS, OURS, METHODS, TOOLS, [LEGACY, MODERN]].flat();

export const HEADER_NAMES: readonly string[] =
  'Host Content-Length Content-Type Transfer-Encoding Authorization Concierge-Customer Accept Expect Connection Upgrade Origin MCP-Protocol-Version Mcp-Method Mcp-Name traceparent X-A'.split(
    ' ',
  );

const FRAMING = ['', ' ', '0', '-1', '5', '99999999999', 'chunked', 'chunked, chunked', 'identity', 'close', 'upgrade'];
const NEGOTIATED = [
  '100-continue',
  'application/json',
  'text/plain',
  'application/json; charset=x',
  '*/*',
  LEGACY,
  MODERN,
];
const SAID = ['keep-alive', 'localhost', 'evil.example', 'Bearer x', 'Bearer cxk_', 'null', 'a, b'];
const BROKEN = ['x\x00y', 'é', 'x\ry', 'x\ny', '\t', ',', 'x'.repeat(9000)];

export const HEADER_VALUES: readonly string[] = [FRAMING, NEGOTIATED, SAID, BROKEN].flat();
