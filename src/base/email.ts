/**
 * One written form for an e-mail address, so that equal addresses are equal text: trimmed, lower-case, the domain in
 * its ASCII form. Plus-addresses stay what they are: whether they reach the same person is the mail server's secret.
 * Not for proving that an address exists.
 */
import { domainToASCII } from 'node:url';

const MAX_ADDRESS = 254;
const LOCAL_PART = /^[^\s@<>"(),:;\\[\]\p{C}]{1,64}$/u;
const HOST_NAME = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;

/** In ASCII already: nearly every host. */
const PLAIN_HOST = /^[a-z0-9.-]+$/;

/** `null` for text that isn't one plain address (a display name, two addresses, no domain). */
export function normalEmail(text: string): string | null {
  const address = text.trim().toLowerCase();
  if (address.length > MAX_ADDRESS) return null;
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
  const host = PLAIN_HOST.test(written) ? written : domainToASCII(written);
  return HOST_NAME.test(host) ? host : null;
}
