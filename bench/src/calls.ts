/**
 * The `tools/call` requests that the load sends, as the official clients of both revisions write them, and what a right
 * reply to each has to say.
 */

/**
 * `modern`: revision 2026-07-28. `legacy`: 2025-11-25. `2025_06_18`: the newest that mcp-lite speaks; `_json` asks for
 * plain JSON alone, which no official client does and which is cheaper for it.
 */
export type Dialect = 'modern' | 'legacy' | '2025_06_18' | '2025_06_18_json';

/** One account of the sample, and whom its customer has to meet. */
export type Expected = { readonly accountId: string; readonly name: string; readonly email: string };

const TOOL = 'get_escalation_contact';
const COMMON = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

export const HEADERS: Record<Dialect, Readonly<Record<string, string>>> = {
  modern: { ...COMMON, 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': TOOL },
  legacy: { ...COMMON, 'mcp-protocol-version': '2025-11-25' },
  '2025_06_18': { ...COMMON, 'mcp-protocol-version': '2025-06-18' },
  '2025_06_18_json': { ...COMMON, accept: 'application/json', 'mcp-protocol-version': '2025-06-18' },
};

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

/**
 * The body without its id and closing brace: the id counts up, so it is added when the request is sent. `null` names no
 * account: who the customer is was stated elsewhere.
 */
export function bodyStart(accountId: string | null, dialect: Dialect): string {
  const args = accountId === null ? {} : { account_id: accountId };
  const params = { name: TOOL, arguments: args, ...(dialect === 'modern' ? { _meta: META } : {}) };
  return `${JSON.stringify({ method: 'tools/call', params, jsonrpc: '2.0' }).slice(0, -1)},"id":`;
}

type Reply = {
  readonly id?: unknown;
  readonly result?: {
    readonly isError?: boolean;
    readonly content?: readonly { readonly text?: string }[];
    readonly structuredContent?: { readonly contact?: { readonly name?: string; readonly email?: string } };
  };
};

/** What stands before the JSON in a stream of one event. */
const SSE_START = /^(?:event: message\n)?data: /;

/** What is wrong with a reply, or `null`: the right person, in both forms, under the right id. */
export function faultOf(status: number, text: string, id: number, { name, email }: Expected): string | null {
  if (status !== 200) return `status ${status}: ${text}`;
  const { id: answeredId, result } = parsed(text.replace(SSE_START, ''));
  if (answeredId !== id) return `id ${String(answeredId)} answers id ${id}: ${text}`;
  const contact = result?.structuredContent?.contact;
  if (result?.isError === true || contact?.name !== name || contact.email !== email)
    return `not ${name} <${email}>: ${text}`;
  return result?.content?.[0]?.text?.includes(`"name":${JSON.stringify(name)}`) === true
    ? null
    : `the text doesn't name ${name}: ${text}`;
}

function parsed(json: string): Reply {
  try {
    return JSON.parse(json) as Reply;
  } catch {
    return {};
  }
}
