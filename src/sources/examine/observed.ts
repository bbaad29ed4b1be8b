/**
 * The way out, looked over the shoulder: how long each reply took, what it says of the time, and which scopes a token was given. Of
 * a token's text nothing is kept.
 */
import type { Outbound, OutboundReply, OutboundRequest } from '../../outbound/outbound.ts';
import { isPlainObject, jsonIn } from '../../base/json.ts';

export type Observed = {
  readonly outbound: Pick<Outbound, 'send'>;
  /** Of replies that came, in milliseconds. */
  readonly tookMs: readonly number[];
  /** By how much the system's clock goes ahead of ours, as the last reply says it; null where none did. */
  readonly skewMs: () => number | null;
  /** What a token is for, in the system's words; null where neither the reply nor the token says it. */
  readonly scopes: () => readonly string[] | null;
};

/** `tokenUrl`: where tokens come from; `scopesHeader`: where any other reply tells what was granted. */
export function observed(
  outbound: Pick<Outbound, 'send'>,
  { tokenUrl, scopesHeader }: { readonly tokenUrl: string | null; readonly scopesHeader: string | null },
  now: () => number,
): Observed {
  const tookMs: number[] = [];
  let skewMs: number | null = null;
  let scopes: readonly string[] | null = null;
  const send = async (request: OutboundRequest): Promise<OutboundReply> => {
    const askedAt = now();
    const reply = await outbound.send(request);
    const saidAt = now();
    tookMs.push(saidAt - askedAt);
    skewMs = skewOf(reply, (askedAt + saidAt) / 2) ?? skewMs;
    const told = request.url === tokenUrl ? scopesOfToken(reply) : headerScopes(reply, scopesHeader);
    scopes = told ?? scopes;
    return reply;
  };
  return { outbound: { send }, tookMs, skewMs: () => skewMs, scopes: () => scopes };
}

/** The header has whole seconds. */
function skewOf({ headers }: OutboundReply, atMs: number): number | null {
  const said = Date.parse(headers['date'] ?? '');
  return Number.isNaN(said) ? null : said + 500 - atMs;
}

function headerScopes({ headers }: OutboundReply, name: string | null): readonly string[] | null {
  const text = name === null ? undefined : headers[name];
  return text === undefined ? null : wordsIn(text);
}

function scopesOfToken({ body }: OutboundReply): readonly string[] | null {
  const reply = jsonIn(body.toString('utf8'));
  if (!isPlainObject(reply)) return null;
  const { scope, access_token: token } = reply;
  if (typeof scope === 'string' && scope.trim() !== '') return wordsIn(scope);
  const claims = typeof token === 'string' ? claimsOf(token) : null;
  if (claims === null) return null;
  const told = claims['roles'] ?? claims['scp'] ?? claims['scope'];
  if (Array.isArray(told)) return told.filter((one) => typeof one === 'string');
  return typeof told === 'string' ? wordsIn(told) : null;
}

/** Of a token that is a JWT; it is the system's to verify, and only told here. */
function claimsOf(token: string): Readonly<Record<string, unknown>> | null {
  const parts = token.split('.');
  const claims = parts.length === 3 ? jsonIn(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8')) : null;
  return isPlainObject(claims) ? claims : null;
}

function wordsIn(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}
