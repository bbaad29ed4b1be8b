/** Asks a served concierge over HTTP, as plainly as can be: one POST, one answer. */
export type Contact = { readonly kind: string; readonly name: string; readonly email?: string };

const HEADERS = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

type Headers = Readonly<Record<string, string>>;

/** The raw reply to one call of a tool. */
export async function replyOver(url: string, tool: string, args: unknown, also: Headers = {}): Promise<string> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: args } });
  return await (await fetch(url, { method: 'POST', headers: { ...HEADERS, ...also }, body })).text();
}

/** Whom `get_escalation_contact` names. */
export async function contactOver(url: string, args: unknown, also: Headers = {}): Promise<Contact> {
  const reply = await replyOver(url, 'get_escalation_contact', args, also);
  const { result } = JSON.parse(reply.slice(reply.indexOf('{'))) as {
    result: { structuredContent: { contact: Contact } };
  };
  return result.structuredContent.contact;
}

/** The status of `/readyz`, and what isn't ready. */
export async function readiness(origin: string): Promise<readonly [status: number, notReady: readonly string[]]> {
  const response = await fetch(`${origin}/readyz`);
  const { not_ready: notReady = [] } = (await response.json()) as { not_ready?: string[] };
  return [response.status, notReady];
}
