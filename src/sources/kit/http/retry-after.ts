/** `Retry-After` (RFC 9110): so many seconds, or a moment. */

/** Milliseconds, 0 at least; null where the header is missing or says nothing that can be read. */
export function retryAfterMs(headers: Readonly<Record<string, string>>, nowMs: number): number | null {
  const text = headers['retry-after']?.trim();
  if (text === undefined || text === '') return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? null : Math.max(0, moment - nowMs);
}
