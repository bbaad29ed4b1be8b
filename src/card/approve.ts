/**
 * Which links and e-mail addresses may leave: `https` only, host equal, path under the prefix; e-mail domain equal.
 * Not for fetching: nothing is looked up.
 */
import type { Approved } from './contract.ts';

export type Approver = {
  /** The link as it may be shown (normalized), or undefined. */
  readonly link: (text: string | null) => string | undefined;
  readonly email: (text: string | null) => string | undefined;
};

export function approver(approved: Approved): Approver {
  const prefixes = approved.links.map((prefix) => new URL(prefix));
  const domains = new Set(approved.emailDomains.map((domain) => domain.toLowerCase()));
  return {
    link: (text) => {
      const url = text === null ? null : URL.parse(text);
      return url !== null && prefixes.some((prefix) => isUnder(url, prefix)) ? url.href : undefined;
    },
    email: (text) => (text !== null && domains.has(domainOf(text)) ? text : undefined),
  };
}

/** Ports, user names and fragments are part of nobody's approved link. */
function isUnder(url: URL, prefix: URL): boolean {
  const plain = url.username === '' && url.password === '' && url.hash === '';
  return plain && url.protocol === 'https:' && url.host === prefix.host && url.pathname.startsWith(prefix.pathname);
}

function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase();
}
