/** What may leave: approved e-mail domains and beginnings of links. */
import type { Approved } from '../../card/contract.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { approvedSchema } from '../schema/workspace-schema.ts';

/** `null` where it doesn't fit, which was reported. */
export function readApproved(document: ConfigDocument): Approved | null {
  const written = document.read(['approved'], approvedSchema);
  if (written === undefined) return null;
  const links = written.links ?? [];
  const wrong = links.map((link, index) => {
    const complaint = complaintAbout(link);
    if (complaint !== null) document.error(['approved', 'links', index], ...complaint);
    return complaint;
  });
  return wrong.some((complaint) => complaint !== null) ? null : { emailDomains: written.email_domains, links };
}

function complaintAbout(link: string): readonly [message: string, mend: string] | null {
  const example = 'Write how approved links begin, like `https://calendly.com/acme-`.';
  const url = URL.parse(link);
  if (url === null) return [`\`${link}\` is not a link.`, example];
  if (url.protocol !== 'https:') return [`\`${link}\` is not https.`, 'Begin it with `https://`.'];
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return [`\`${link}\` has more than a host and a path.`, example];
  }
  if (url.pathname === '/')
    return [
      `\`${link}\` approves every page of ${url.host}.`,
      'Add the beginning of your own path, like `https://calendly.com/acme-`.',
    ];
  return null;
}
