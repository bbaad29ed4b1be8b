/** Calendly as a stateful fake: members and event types by pages, whose texts hold what nobody should read. */
import type { Asked, Said } from './fake-system.ts';
import { pageFrom } from './page-from.ts';

export type CalendlyMember = {
  readonly slug: string;
  readonly email: string;
  readonly link: string;
  readonly avatar?: string;
};
export type CalendlyEventType = {
  readonly id: string;
  readonly owner: string;
  readonly link: string;
  readonly secret?: boolean;
  readonly team?: boolean;
  readonly active?: boolean;
};

export type Calendly = {
  readonly reply: (asked: Asked) => Said;
  readonly members: Map<string, CalendlyMember>;
  readonly eventTypes: Map<string, CalendlyEventType>;
};

const API = 'https://api.calendly.com';
export const ORGANIZATION = `${API}/organizations/AAAA`;
export const userUri = (slug: string): string => `${API}/users/${slug}`;

export function fakeCalendly({
  token,
  pageSize = 3,
}: {
  readonly token: string;
  readonly pageSize?: number;
}): Calendly {
  const members = new Map<string, CalendlyMember>();
  const eventTypes = new Map<string, CalendlyEventType>();
  const paged = <Item>(all: readonly Item[], show: (item: Item) => object, { query, path }: Asked): Said => {
    if (query.get('organization') !== ORGANIZATION && !query.has('user')) return failed(403, 'Permission Denied');
    const size = Math.min(pageSize, Number(query.get('count') ?? 20));
    const [page, next] = pageFrom(all, query.get('page_token'), size);
    const nextPage = next === null ? null : `${API}${path}?page_token=${next}`;
    return {
      headers: { 'x-ratelimit-limit': '500', 'x-ratelimit-remaining': '499', 'x-ratelimit-reset': '60' },
      body: {
        collection: page.map(show),
        pagination: { count: page.length, next_page: nextPage, next_page_token: next },
      },
    };
  };
  const reply = (asked: Asked): Said => {
    if (asked.headers.authorization !== `Bearer ${token}`) return failed(401, 'Unauthenticated');
    if (asked.path === '/users/me')
      return {
        body: { resource: { uri: userUri('admin'), email: 'admin@acme.example', current_organization: ORGANIZATION } },
      };
    if (asked.path === '/organization_memberships') {
      const email = asked.query.get('email');
      return paged(
        [...members.values()].filter((one) => email === null || one.email === email),
        memberShown,
        asked,
      );
    }
    if (asked.path !== '/event_types') return failed(404, 'Resource Not Found');
    const isActive = ({ active = true }: CalendlyEventType) => asked.query.get('active') !== 'true' || active;
    const user = asked.query.get('user');
    const isOf = ({ owner }: CalendlyEventType) => user === null || userUri(owner) === user;
    return paged(
      [...eventTypes.values()].filter((one) => isActive(one) && isOf(one)),
      eventTypeShown,
      asked,
    );
  };
  return { reply, members, eventTypes };
}

function memberShown({ slug, email, link, avatar }: CalendlyMember): object {
  const user = {
    uri: userUri(slug),
    name: slug,
    slug,
    email,
    scheduling_url: link,
    timezone: 'Europe/Berlin',
    avatar_url: avatar ?? null,
  };
  return { uri: `${API}/organization_memberships/${slug}`, role: 'user', user, organization: ORGANIZATION };
}

function eventTypeShown({ id, owner, link, secret = false, team = false, active = true }: CalendlyEventType): object {
  return {
    uri: `${API}/event_types/${id}`,
    name: '30 minutes',
    slug: '30min',
    duration: 30,
    active,
    secret,
    kind: 'solo',
    type: 'StandardEventType',
    pooling_type: team ? 'round_robin' : null,
    scheduling_url: link,
    internal_note: 'Only for customers who complain',
    description_plain: 'What my boss said',
    profile: { type: team ? 'Team' : 'User', name: owner, owner: userUri(owner) },
  };
}

export function failed(status: number, title: string, headers: Said['headers'] = {}): Said {
  return { status, headers, body: { title, message: `${title}: see the documentation.` } };
}
