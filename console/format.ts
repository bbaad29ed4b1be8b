/** Numbers, times and names of fields as this page shows them. Times are the viewer's; the exact one is a hover away. */
const COUNT = new Intl.NumberFormat('en-US');
const SHORT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const AGO = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const MOMENT = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

export const VIEWER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function count(number: number): string {
  return COUNT.format(number);
}

export function accounts(number: number): string {
  return `${count(number)} account${number === 1 ? '' : 's'}`;
}

/** `$1.2M`; `full`: every digit. */
export function worth(value: number | null, isMoney: boolean, full = false): string {
  if (value === null) return '';
  return `${isMoney ? '$' : ''}${full ? COUNT.format(Math.round(value)) : SHORT.format(value)}`;
}

/** What is little or nearly all is never shown as none or all. */
export function percent(share: number | null): string {
  if (share === null) return '';
  const shown = Math.round(share * 100);
  if (shown === 0 && share > 0) return '<1 %';
  if (shown === 100 && share < 1) return '>99 %';
  return `${shown} %`;
}

export function moment(iso: string): string {
  return MOMENT.format(new Date(iso));
}

/** `Mon, 30 Nov, 09:00` in a zone that isn't the viewer's. */
export function momentIn(iso: string, timeZone: string): string {
  const options = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(new Date(iso));
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** In the largest unit that fits: `3 hr. ago`. */
export function age(iso: string, nowMs: number): string {
  const seconds = Math.max(0, (nowMs - Date.parse(iso)) / 1000);
  const unit = UNITS.find(([, size]) => seconds >= size);
  return unit === undefined ? 'just now' : AGO.format(-Math.floor(seconds / unit[1]), unit[0]);
}

export function day(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${iso}T00:00:00Z`),
  );
}

/** `account.arr_usd` is ARR, `account.days_to_renewal` is days to renewal; what isn't the account's keeps its whole name. */
export function factLabel(name: string): string {
  const words = name
    .replace(/^account\./, '')
    .replace(/_usd$/, '')
    .replaceAll(/[._]/g, ' ');
  return words.length <= 3 ? words.toUpperCase() : words;
}

/** `role:CSM` is CSM; `team:vip-desk` is team vip-desk. */
export function linkLabel(link: string): string {
  return link.startsWith('role:') ? link.slice('role:'.length) : link.replace(':', ' ');
}

export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return [words.at(0), words.length > 1 ? words.at(-1) : undefined].map((word) => word?.charAt(0) ?? '').join('');
}
