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

type Headers = Readonly<Record<string, string>>;

const VERSIONS: Record<Dialect, Headers> = {
  modern: { ...COMMON, 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call' },
  legacy: { ...COMMON, 'mcp-protocol-version': '2025-11-25' },
  '2025_06_18': { ...COMMON, 'mcp-protocol-version': '2025-06-18' },
  '2025_06_18_json': { ...COMMON, accept: 'application/json', 'mcp-protocol-version': '2025-06-18' },
};

/** The newest revision names the tool in a header, too. */
export function headersOf(dialect: Dialect, tool: string): Headers {
  return dialect === 'modern' ? { ...VERSIONS.modern, 'mcp-name': tool } : VERSIONS[dialect];
}

export const HEADERS: Record<Dialect, Headers> = {
  modern: headersOf('modern', TOOL),
  legacy: headersOf('legacy', TOOL),
  '2025_06_18': headersOf('2025_06_18', TOOL),
  '2025_06_18_json': headersOf('2025_06_18_json', TOOL),
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
  return bodyOf(TOOL, accountId === null ? {} : { account_id: accountId }, dialect);
}

/** The same for any tool and its arguments. */
export function bodyOf(tool: string, args: object, dialect: Dialect): string {
  const params = { name: tool, arguments: args, ...(dialect === 'modern' ? { _meta: META } : {}) };
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

/** The one event of a stream that holds a message; some servers send an empty one before it. */
const MESSAGE = /^data: (\{.*)$/m;

/** What is wrong with a reply, or `null`: the right person, in both forms, under the right id. */
export function faultOf(status: number, text: string, id: number, { name, email }: Expected): string | null {
  if (status !== 200) return `status ${status}: ${text}`;
  const { id: answeredId, result } = jsonOf(text) as Reply;
  if (answeredId !== id) return `id ${String(answeredId)} answers id ${id}: ${text}`;
  const contact = result?.structuredContent?.contact;
  if (result?.isError === true || contact?.name !== name || contact.email !== email)
    return `not ${name} <${email}>: ${text}`;
  return result?.content?.[0]?.text?.includes(`"name":${JSON.stringify(name)}`) === true
    ? null
    : `the text doesn't name ${name}: ${text}`;
}

/** The message in a reply, in either form; an empty object where there is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(MESSAGE.exec(text)?.[1] ?? text);
  } catch {
    return {};
  }
}
