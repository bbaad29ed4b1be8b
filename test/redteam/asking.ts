/** One call of a tool as an attacker or a platform may send it, and what came of it in a few words. */
import type { Received, Sent } from '../edge/serve.ts';
import { LEGACY_HEADERS, messageOf, MODERN_META, modernHeaders } from '../edge/calls.ts';

export type Asked = {
  readonly tool: string;
  /** Any JSON value; left out when `undefined`. */
  readonly args?: unknown;
  /** What follows `Bearer `. */
  readonly token?: string | undefined;
  /** The header `Concierge-Customer`, once or more often. */
  readonly customer?: string | string[] | undefined;
  readonly meta?: Readonly<Record<string, unknown>> | undefined;
  readonly era?: 'legacy' | 'modern' | undefined;
  readonly headers?: Readonly<Record<string, string | string[]>>;
};

export function callOf(asked: Asked): Sent {
  const { tool, args, token, customer, meta, era = 'legacy', headers = {} } = asked;
  const allMeta = era === 'modern' ? { ...MODERN_META, ...meta } : meta;
  const params = { name: tool, arguments: args, _meta: allMeta };
  return {
    headers: {
      ...(era === 'modern' ? modernHeaders('tools/call', tool) : LEGACY_HEADERS),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(customer === undefined ? {} : { 'concierge-customer': customer }),
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
  };
}

/** The customer of the conversation, and one whose agents, data and health are all others. */
export const OWN = {
  id: '001Hs00003QQCZHIA5',
  email: 'aoife.brannigan@quillhaven.example',
  people: ['sarah.jenkins@', 'elif.yildirim@', 'oliver.grant@', 'henrik.solberg@'],
  health: 'Healthy',
} as const;
export const THEIRS = {
  id: '001Hs00003QKF1rIAH',
  email: 'delphine.ransom@copperline.example',
  people: ['lucia.fernandez@', 'hannah.kowalski@', 'naledi.mokoena@', 'rachel.whitfield@'],
  health: 'At Risk',
} as const;
export const FALLBACK = 'success@acme.example';

export const TOOLS = ['get_escalation_contact', 'get_account_team', 'get_account_health'] as const;
export type Tool = (typeof TOOLS)[number];

export type Result = {
  readonly content: readonly { readonly text: string }[];
  readonly structuredContent?: Readonly<Record<string, unknown>>;
  readonly isError?: boolean;
  readonly ['_meta']?: Readonly<Record<string, string | number>>;
};

type Message = { readonly result?: Result; readonly error?: { readonly code: number; readonly message: string } };

export function resultOf({ body }: Received): Result | undefined {
  return (messageOf(body) as Message).result;
}

/**
 * `own`, `theirs`, `nobody` (the fallback) or `a team` (another one), with what else there is: `isError`, the trouble that
 * `_meta` tells. What is no answer is its status with the challenge's error, or the JSON-RPC code.
 */
export function verdictOf(received: Received): string {
  const { status, headers, body } = received;
  if (status !== 200) return [status, /error="(\w+)"/.exec(headers['www-authenticate'] ?? '')?.[1]].join(' ').trim();
  const { result, error } = messageOf(body) as Message;
  if (result === undefined) return `rpc ${error?.code}`;
  const trouble = result['_meta']?.['cx-concierge/assertion'] ?? '';
  const said = [result.isError === true ? 'isError' : '', whoseIn(result), `${trouble}`];
  return said.filter((word) => word !== '').join(' ');
}

/** Whose data a result holds: both customers' own people are known by their addresses. */
export function whoseIn({ structuredContent }: Pick<Result, 'structuredContent'>): string {
  if (structuredContent === undefined) return '';
  if ('status' in structuredContent) return healthOf(structuredContent['status']);
  const text = JSON.stringify(structuredContent);
  const isOwn = OWN.people.some((person) => text.includes(person));
  const isTheirs = THEIRS.people.some((person) => text.includes(person));
  if (isOwn && isTheirs) return 'both';
  if (isOwn || isTheirs) return isOwn ? 'own' : 'theirs';
  if (text.includes(FALLBACK)) return 'nobody';
  return text.includes('"kind":"team"') ? 'a team' : 'somebody else';
}

function healthOf(status: unknown): string {
  if (status === OWN.health) return 'own';
  return status === THEIRS.health ? 'theirs' : 'nobody';
}
