/** Calendly for tests: an organization with a few members. */
import type { Calendly } from '../../src/demo/systems/calendly.ts';
import { failed, fakeCalendly, ORGANIZATION, userUri } from '../../src/demo/systems/calendly.ts';
import { calendly } from '../../src/sources/connectors/calendly.ts';
import { leadingTo } from './opened.ts';
import type { VendorFake } from './vendor.ts';

export { failed, ORGANIZATION, userUri };

/** An organization of seven, each with one thing that can be booked. */
export function calendlyOrganization(): VendorFake & Calendly {
  const fake = fakeCalendly({ token: 't0ken' });
  for (const slug of ['sarah', 'omar', 'lena', 'kofi', 'mia', 'ivo', 'ana']) {
    const link = `https://calendly.com/acme-${slug}`;
    fake.members.set(slug, { slug, email: `${slug}@acme.example`, link });
    fake.eventTypes.set(slug, { id: slug, owner: slug, link: `${link}/30min` });
  }
  return {
    ...fake,
    connector: calendly,
    settings: {},
    waysIn: { token: { words: {}, secrets: ['secret'] } },
    secrets: { secret: 't0ken' },
    basePath: '',
    leads: leadingTo,
    refusals: {
      expired: failed(401, 'Unauthenticated'),
      forbidden: failed(403, 'Permission Denied'),
      limited: (seconds) =>
        failed(429, 'Too Many Requests', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(seconds) }),
      broken: failed(500, 'Internal Server Error'),
    },
    sample: { read: 'people', columns: [], ids: [...fake.members.keys()].map(userUri) },
  };
}
