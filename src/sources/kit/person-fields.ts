/** What each field of a person accepts. All text must look like a name, a title or a role; links must be `https`. */
import { cleanText, suspicionInPersonText } from '../../base/clean-text.ts';
import { linkIn } from '../../base/link.ts';
import { isTimeZone } from '../../base/local-day.ts';
import type { PersonKind } from '../../directory/records.ts';
import { PERSON_KINDS } from '../../directory/records.ts';
import type { Scalar } from './cell.ts';
import { scalarText } from './cell.ts';
import { emailValue } from './mapping.ts';
import type { Typed } from './typed-value.ts';
import { numberValue, truthValue } from './typed-value.ts';

const MAX_NAME = 200;
const MAX_WEIGHT = 1000;

export function personText(cell: Scalar): Typed<string | null> {
  const text = cleanText(scalarText(cell), MAX_NAME);
  const looksLike = suspicionInPersonText(text);
  return looksLike === null ? { value: text || null } : { reason: `this looks like ${looksLike}` };
}

function personKind(cell: Scalar): Typed<PersonKind> {
  const word = scalarText(cell).toLowerCase();
  const value = PERSON_KINDS.find((kind) => kind === word);
  return value === undefined ? { reason: `this is none of ${PERSON_KINDS.join(', ')}` } : { value };
}

/** Whether it may be shown is decided when a card is made: this is about being a link at all. */
function httpsLink(cell: Scalar): Typed<string> {
  const url = linkIn(scalarText(cell));
  const isPlain =
    url?.protocol === 'https:' && url.username === '' && url.password === '' && url.hostname.includes('.');
  return isPlain ? { value: url.href } : { reason: 'this is not an https link' };
}

function language(cell: Scalar): Typed<string> {
  try {
    const [tag] = Intl.getCanonicalLocales(scalarText(cell));
    if (tag !== undefined) return { value: tag };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return { reason: 'this is not a language like en or pt-BR' };
}

function timezone(cell: Scalar): Typed<string> {
  const value = scalarText(cell);
  return isTimeZone(value) ? { value } : { reason: 'this is not a time zone like Europe/Berlin' };
}

function atLeastZero(cell: Scalar, most: number): Typed<number> {
  const number = numberValue(cell);
  if ('reason' in number) return number;
  const fits = number.value >= 0 && number.value <= most;
  return fits ? number : { reason: `this is not between 0 and ${most}` };
}

export const PERSON_CHECKS = {
  name: personText,
  title: personText,
  email: emailValue,
  active: truthValue,
  kind: personKind,
  timezone,
  booking_link: httpsLink,
  headshot_url: httpsLink,
  region: personText,
  weight: (cell: Scalar) => atLeastZero(cell, MAX_WEIGHT),
  open_load: (cell: Scalar) => atLeastZero(cell, Number.MAX_SAFE_INTEGER),
} as const;

/** Fields that hold several values. */
export const PERSON_LIST_CHECKS = { languages: language, products: personText, roles: personText } as const;

/** The calendars of the workspace; the name of another is held back. */
export function calendarCheck(calendars: ReadonlySet<string>): (cell: Scalar) => Typed<string> {
  return (cell) => {
    const value = scalarText(cell);
    return calendars.has(value) ? { value } : { reason: 'this is not a calendar of the workspace' };
  };
}
