/** What a system says of its own limits in the headers of a reply. */

export type LimitHeaders = {
  /** Requests that are left: a number, or found in the text by a pattern with the group `remaining`, or `used` and `of`. */
  readonly remaining: string;
  readonly pattern?: RegExp;
  /** When there are more again. Null: it isn't said. */
  readonly reset: { readonly header: string; readonly is: 'seconds' | 'epoch_seconds' | 'epoch_ms' } | null;
  /** With no more than so many left, nobody asks until then; 0 when left out. */
  readonly keep?: number;
};

export type Quota = { readonly remaining: number; readonly of: number | null; readonly resetMs: number | null };

/** Null where the reply says nothing. `resetMs`: from now. */
export function quotaIn(headers: Readonly<Record<string, string>>, limits: LimitHeaders, nowMs: number): Quota | null {
  const text = headers[limits.remaining];
  if (text === undefined) return null;
  const counted = limits.pattern === undefined ? plain(text) : matched(text, limits.pattern);
  return counted === null ? null : { ...counted, resetMs: resetIn(headers, limits, nowMs) };
}

type Counted = Pick<Quota, 'remaining' | 'of'>;

function plain(text: string): Counted | null {
  return /^\d{1,12}$/.test(text.trim()) ? { remaining: Number(text), of: null } : null;
}

function matched(text: string, pattern: RegExp): Counted | null {
  const { remaining, used, of } = pattern.exec(text)?.groups ?? {};
  if (remaining !== undefined) return { remaining: Number(remaining), of: of === undefined ? null : Number(of) };
  return used === undefined || of === undefined
    ? null
    : { remaining: Math.max(0, Number(of) - Number(used)), of: Number(of) };
}

function resetIn(headers: Readonly<Record<string, string>>, { reset }: LimitHeaders, nowMs: number): number | null {
  const text = reset === null ? undefined : headers[reset.header];
  if (reset === null || text === undefined || !/^\d{1,15}(\.\d+)?$/.test(text.trim())) return null;
  const said = Number(text);
  if (reset.is === 'seconds') return said * 1000;
  return Math.max(0, (reset.is === 'epoch_seconds' ? said * 1000 : said) - nowMs);
}

/** How long nobody should ask; 0 where there is no need. */
export function holdAfter(quota: Quota, { keep = 0 }: LimitHeaders): number {
  return quota.remaining <= keep ? (quota.resetMs ?? 0) : 0;
}
