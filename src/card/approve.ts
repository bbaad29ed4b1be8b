/**
 * Which links and e-mail addresses may leave: `https` only, host equal, path under the prefix; e-mail domain equal.
 * Not for fetching: nothing is looked up.
 */
import { emailDomain, normalEmail } from '../base/email.ts';
import { linkIn } from '../base/link.ts';
import type { Approved } from './contract.ts';

export type Approver = {
  /** The link as it may be shown (normalized), or undefined. */
  readonly link: (text: string | null) => string | undefined;
  /** The address in its normal form, or undefined. */
  readonly email: (text: string | null) => string | undefined;
};

export function approver(approved: Approved): Approver {
  const prefixes = approved.links.map((prefix) => new URL(prefix));
  const domains = new Set(approved.emailDomains.map((domain) => domain.toLowerCase()));
  return {
    link: (text) => {
      const url = text === null ? null : linkIn(text);
      return url !== null && prefixes.some((prefix) => isUnder(url, prefix)) ? url.href : undefined;
    },
    email: remembered((text) => {
      const email = normalEmail(text);
      return email !== null && domains.has(emailDomain(email)) ? email : undefined;
    }),
  };
}

/** Also for a server that decodes before it takes steps upwards; `URL` has taken those that are written plainly. */
function staysBelow({ pathname }: URL): boolean {
  return !/(?:^|[/\\]|%2f|%5c)(?:\.|%2e){2}(?:$|[/\\;]|%2f|%5c)/i.test(pathname);
}

/** Ports, user names and fragments are part of nobody's approved link. */
function isUnder(url: URL, prefix: URL): boolean {
  const plain = url.username === '' && url.password === '' && url.hash === '';
  const isThere = url.protocol === 'https:' && url.host === prefix.host && url.pathname.startsWith(prefix.pathname);
  return plain && isThere && staysBelow(url);
}

const MAX_REMEMBERED = 10_000;

/** Every answer asks for its candidates' addresses: they are an employer's few thousand. */
function remembered(approve: (text: string) => string | undefined): Approver['email'] {
  const known = new Map<string, string | undefined>();
  return (text) => {
    if (text === null) return undefined;
    if (known.has(text)) return known.get(text);
    if (known.size >= MAX_REMEMBERED) known.clear();
    const approved = approve(text);
    known.set(text, approved);
    return approved;
  };
}
