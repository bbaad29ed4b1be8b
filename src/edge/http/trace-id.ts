/** The trace id of a request's `traceparent` header, as W3C Trace Context writes it. Nothing else of the header is kept. */
import type { TraceId } from '../../answer/ask.ts';

/** Version, trace id, parent id, flags; a later version may say more behind them. All zeros is no trace. */
const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}(?:-|$)/;

export function traceIdOf(header: string | readonly string[] | undefined): TraceId | undefined {
  return typeof header === 'string' ? TRACEPARENT.exec(header)?.[1] : undefined;
}
