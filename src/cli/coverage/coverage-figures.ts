/** Numbers of a coverage report as people read them: separators, percent, dollars where the fact's name says so. */
import type { Band } from '../../coverage/bands.ts';
import type { FactName } from '../../facts/types.ts';

/** `12.3 %`; what is little or nearly all is never shown as none or all. */
export function percent(share: number | null): string {
  if (share === null) return '';
  const shown = (share * 100).toFixed(1);
  if (shown === '0.0' && share > 0) return '<0.1 %';
  if (shown === '100.0' && share < 1) return '>99.9 %';
  return `${shown} %`;
}

/** `$1,234,567` of a fact whose name ends in `_usd`, else `1,234,567`; whole. */
export function worth(value: number | null, fact: FactName | null): string {
  if (value === null) return '';
  const whole = Math.round(value);
  const amount = Math.abs(whole).toLocaleString('en-US');
  return `${whole < 0 ? '-' : ''}${isDollars(fact) ? '$' : ''}${amount}`;
}

/** `account.arr_usd` is ARR; `account.open_seats` is open seats. */
export function factLabel(fact: FactName): string {
  const words = fact
    .slice(fact.lastIndexOf('.') + 1)
    .replace(/_usd$/, '')
    .replaceAll('_', ' ');
  return words.length <= 3 ? words.toUpperCase() : words;
}

/** `100K to 1M`, `$10M and more`. */
export function bandText(band: Band | null, fact: FactName | null): string {
  if (band === null) return NONE;
  const short = (value: number): string => `${isDollars(fact) ? '$' : ''}${COMPACT.format(value)}`;
  if (band.from === null) return band.below === null ? '' : `below ${short(band.below)}`;
  return band.below === null ? `${short(band.from)} and more` : `${short(band.from)} to ${short(band.below)}`;
}

/** What a missing value is called. */
export const NONE = '(none)';

const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact' });

function isDollars(fact: FactName | null): boolean {
  return fact?.endsWith('_usd') === true;
}
