/**
 * Whether a request comes from the system that it says: its signature, as a connector describes it as data. Compared in constant
 * time; what is older than a few minutes is refused where the system signs the moment. Not for what the request says: nobody reads it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What is signed, in this order; anything else is a text as it stands. */
type SignedPart = 'method' | 'url' | 'timestamp' | 'body' | '.';

export type WebhookSigning = {
  /** Lower-case, as all headers here. */
  readonly header: string;
  readonly algorithm: 'sha256' | 'sha1';
  readonly encoding: 'base64' | 'hex';
  readonly signs: readonly SignedPart[];
  /** The header holds `key=value`, several by commas, as many under this key as the system has secrets. Null: the signature alone. */
  readonly key: string | null;
  /** When it was sent: in a header, or under a key of the signature's own. Null: it isn't signed, and may be replayed. */
  readonly timestamp:
    | ({ readonly as: 'iso' | 'epoch_s' | 'epoch_ms' } & ({ readonly header: string } | { readonly key: string }))
    | null;
};

export type SignedRequest = {
  readonly method: string;
  /** As the system called it. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
};

export type Verdict = 'genuine' | 'unsigned' | 'forged' | 'too_old';

/** Either way: clocks differ. */
const WINDOW_MS = 5 * 60_000;
const LONGEST_HEADER = 2_000;

export function verdictOn(request: SignedRequest, signing: WebhookSigning, secret: string, nowMs: number): Verdict {
  const header = single(request.headers[signing.header]);
  if (header === null) return 'unsigned';
  const pairs = pairsIn(header);
  const signatures = signing.key === null ? [header.trim()] : valuesOf(pairs, signing.key);
  const timestamp = timestampIn(request, signing, pairs);
  if (signatures.length === 0 || timestamp === null) return 'unsigned';
  const wanted = signatureOf(request, signing, timestamp, secret);
  // Each is compared, whichever fits: how long it takes tells nothing.
  const fits = signatures.map((each) => isSame(each, wanted)).includes(true);
  if (!fits) return 'forged';
  return signing.timestamp === null || isRecent(timestamp, signing.timestamp.as, nowMs) ? 'genuine' : 'too_old';
}

/** As the system would sign it; also for whoever plays the system in a test. */
export function signatureOf(
  { method, url, body }: Omit<SignedRequest, 'headers'>,
  { algorithm, encoding, signs }: Pick<WebhookSigning, 'algorithm' | 'encoding' | 'signs'>,
  timestamp: string,
  secret: string,
): string {
  const parts: Readonly<Record<SignedPart, string | Uint8Array>> = { method, url, timestamp, body, '.': '.' };
  const hmac = createHmac(algorithm, secret);
  for (const part of signs) hmac.update(parts[part]);
  return hmac.digest(encoding);
}

function single(value: string | readonly string[] | undefined): string | null {
  return typeof value === 'string' && value.length <= LONGEST_HEADER ? value : null;
}

type Pairs = readonly (readonly [key: string, value: string])[];

function pairsIn(header: string): Pairs {
  return header.split(',').map((part) => {
    const at = part.indexOf('=');
    return [part.slice(0, Math.max(at, 0)).trim(), part.slice(at + 1).trim()];
  });
}

function valuesOf(pairs: Pairs, key: string): readonly string[] {
  return pairs.flatMap(([name, value]) => (name === key && value !== '' ? [value] : []));
}

/** Empty where none is signed; null where one is missing. */
function timestampIn({ headers }: SignedRequest, { timestamp }: WebhookSigning, pairs: Pairs): string | null {
  if (timestamp === null) return '';
  return 'header' in timestamp ? single(headers[timestamp.header]) : (valuesOf(pairs, timestamp.key)[0] ?? null);
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function isRecent(timestamp: string, as: 'iso' | 'epoch_s' | 'epoch_ms', nowMs: number): boolean {
  const ms = as === 'iso' ? Date.parse(timestamp) : Number(timestamp) * (as === 'epoch_s' ? 1000 : 1);
  return Number.isFinite(ms) && Math.abs(nowMs - ms) <= WINDOW_MS;
}
