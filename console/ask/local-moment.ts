/** Between a moment (ISO 8601) and the wall time of the viewer's zone, as the browser's own field has it. */

/** Empty for now. */
export function toLocal(at: string | null): string {
  const date = new Date(at ?? '');
  if (Number.isNaN(date.getTime())) return '';
  const wallMs = date.getTime() - date.getTimezoneOffset() * 60_000;
  return new Date(wallMs).toISOString().slice(0, 16);
}

/** Null for what is no whole moment (yet). */
export function fromLocal(wall: string): string | null {
  const date = new Date(wall);
  const isMoment = !Number.isNaN(date.getTime()) && FOUR_DIGITS.test(date.toISOString());
  return isMoment ? `${date.toISOString().slice(0, 19)}Z` : null;
}

/** Of a year; further ones are written in another way. */
const FOUR_DIGITS = /^\d{4}-/;

/** A day, a wall time, or either with a zone. A `+` of the zone that wasn't escaped in an address is a blank there. */
const WRITTEN = /^(\d{4}-\d\d-(\d\d))(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[-+ ]\d\d:\d\d)?)?$/i;

/** A moment as a person may write it into an address: without a zone it is the viewer's. Null for what is none. */
export function readMoment(text: string): string | null {
  const [, date, day, time = '00:00', zone = ''] = WRITTEN.exec(text) ?? [];
  // 30 February would become 2 March.
  if (date === undefined || new Date(`${date}T00:00Z`).getUTCDate() !== Number(day)) return null;
  return fromLocal(`${date}T${time}${zone.replace(' ', '+')}`);
}
