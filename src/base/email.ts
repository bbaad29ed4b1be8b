/**
 * One written form for an e-mail address, so that equal addresses are equal text: trimmed, lower-case, the domain in
 * its ASCII form. Plus-addresses stay what they are: whether they reach the same person is the mail server's secret.
 * Not for proving that an address exists.
 */
import { domainToASCII } from 'node:url';

const MAX_ADDRESS = 254;
const BLANK = /\s/;
const LOCAL_PART = /^[^@<>"(),:;\\[\]\p{C}]{1,64}$/u;
const HOST_NAME = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/** In ASCII already: nearly every host. */
const PLAIN_HOST = /^[a-z0-9.-]+$/;

/**
 * `domainToASCII` reads a URL's host: it decodes percents, ends at a slash and drops what can't be seen. Text that only
 * becomes a host so is another text. The two joiners stay: some scripts need them, and IDNA says where.
 */
const NO_HOST = /[[\p{C}\p{Default_Ignorable_Code_Point}%\/\\?#]--[\u200C\u200D]]/v;

/** `null` for text that isn't one plain address (a display name, two addresses, no domain). */
export function normalEmail(text: string): string | null {
  const address = text.trim().toLowerCase();
  if (address.length > MAX_ADDRESS || BLANK.test(address)) return null;
  const at = address.lastIndexOf('@');
  const host = normalHostName(address.slice(at + 1));
  const local = address.slice(0, Math.max(at, 0)).normalize('NFC');
  return host !== null && LOCAL_PART.test(local) ? `${local}@${host}` : null;
}

/** The part after the `@` of a normal address. */
export function emailDomain(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1);
}

/** Lower-case, ASCII form, with at least one dot; `null` for anything else, an IP address too. */
export function normalHostName(text: string): string | null {
  if (text.length > MAX_ADDRESS) return null;
  const written = text.trim().replace(/\.$/, '').toLowerCase();
  const host = PLAIN_HOST.test(written) ? written : asciiForm(written);
  return HOST_NAME.test(host) ? host : null;
}

/** Empty where there is none. */
function asciiForm(host: string): string {
  return NO_HOST.test(host) ? '' : domainToASCII(host);
}
