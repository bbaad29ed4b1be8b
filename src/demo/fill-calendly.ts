/** Acme's Calendly: a member for everybody who has a booking link, with their picture. */
import type { Sample } from './sample.ts';
import type { Calendly } from './systems/calendly.ts';
import { fakeCalendly } from './systems/calendly.ts';

const PAGE = 10;

export function filledCalendly({ people }: Sample, token: string): Calendly {
  const fake = fakeCalendly({ token, pageSize: PAGE });
  for (const { email, bookingLink, headshotUrl } of people) {
    if (email === null || bookingLink === null) continue;
    const slug = email.slice(0, email.indexOf('@')).replaceAll('.', '-');
    const picture = headshotUrl === null ? {} : { avatar: headshotUrl };
    fake.members.set(slug, { slug, email, link: bookingLink, ...picture });
  }
  return fake;
}
