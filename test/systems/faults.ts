/** For tests: what goes wrong with a system, put around any fake's replies. Token requests go well all the same. */
import { patienceOf } from '../../src/sources/kit/http/patience.ts';
import type { Said } from './fake-system.ts';
import type { Reply, VendorFake } from './vendor.ts';
import { isTokenRequest } from './vendor.ts';

export const FAULTS = [
  'ok',
  '429_then_ok',
  '429_forever',
  '401_expired_once',
  '401_revoked',
  '403_scope',
  '500_once',
  '503_forever',
  'slow',
  'silence',
  'truncated',
  'wrong_content_type',
  'html_login_page',
  'schema_drift_field_gone',
  'schema_drift_type_changed',
  'repeated_page',
  'page_loop',
  'huge_reply',
  'connection_reset',
] as const;
export type Fault = (typeof FAULTS)[number];

/** Of the tests: what is asked must come within so many milliseconds, and hold no more than so many bytes. */
export const FAULT_BOUNDS = { deadlineMs: 1_200, maxBytes: 256 * 1024, patience: patienceOf(0) };

/** Longer than the deadline, and short enough that no test waits for it. */
const SILENT_MS = 3_000;
const SLOW_MS = 60;

/** The replies of a fake with the fault in them. A system of its own for each: it counts. */
export function withFault({ reply, refusals }: VendorFake, fault: Fault): Reply {
  const first: Said[] = [];
  let data = -1;
  return (asked, nth) => {
    if (isTokenRequest(asked)) return reply(asked, nth);
    data += 1;
    const said = (): Said => reply(asked, nth);
    const isFirst = data === 0;
    switch (fault) {
      case 'ok':
        return said();
      case '429_then_ok':
        return isFirst ? refusals.limited(0) : said();
      case '429_forever':
        return refusals.limited(60);
      case '401_expired_once':
        return isFirst ? refusals.expired : said();
      case '401_revoked':
        return refusals.expired;
      case '403_scope':
        return refusals.forbidden;
      case '500_once':
        return isFirst ? { status: 500, body: refusals.broken.body } : said();
      case '503_forever':
        return { ...refusals.broken, status: 503 };
      case 'slow':
        return { ...said(), afterMs: SLOW_MS };
      case 'silence':
        return { ...said(), afterMs: SILENT_MS };
      case 'truncated':
        return { ...said(), body: textOf(said()).slice(0, -2) };
      case 'wrong_content_type':
        return { ...said(), headers: { ...said().headers, 'content-type': 'text/plain' } };
      case 'html_login_page':
        return { body: '<!doctype html><title>Log in</title>', headers: { 'content-type': 'text/html' } };
      case 'schema_drift_field_gone':
        return { ...said(), body: withoutLists(said().body, () => undefined) };
      case 'schema_drift_type_changed':
        return { ...said(), body: withoutLists(said().body, (list) => ({ items: list.length })) };
      case 'repeated_page':
        return (first[0] ??= said());
      case 'page_loop':
        return (first[data % 2] ??= said());
      case 'huge_reply':
        return { ...said(), body: `${textOf(said())}${' '.repeat(FAULT_BOUNDS.maxBytes)}` };
      case 'connection_reset':
        return { ...said(), cutAt: 10 };
    }
  };
}

function textOf({ body }: Said): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** The document with something else in the place of each outermost list; a document that is a list becomes an object. */
function withoutLists(value: unknown, other: (list: readonly unknown[]) => unknown): unknown {
  if (Array.isArray(value)) return other(value) ?? {};
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      Array.isArray(member) ? other(member) : withoutLists(member, other),
    ]),
  );
}
