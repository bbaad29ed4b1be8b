/**
 * Calendly: who has which booking link. A link counts where it leads to calendly.com; hidden event types are nobody's link. The
 * description and the internal note of an event type come along, and are dropped before anything is handed on.
 * Not verified: the names of the scopes.
 */
import type { Connector } from '../kit/http/connector.ts';
import type { InputField, Operation } from '../kit/http/operation.ts';
import { CALENDLY_USUAL } from './usual/people.ts';

const ORGANIZATION: InputField = {
  type: 'string',
  about: 'The organization’s URI.',
  required: true,
  pattern: /^https:\/\/api\.calendly\.com\/organizations\/[\w-]{1,80}$/,
};

const PAGES = {
  kind: 'cursor',
  at: 'pagination.next_page_token',
  to: { query: 'page_token' },
} as const;

const ME: Operation = {
  about: 'Reads whose credentials these are, and of which organization.',
  input: {},
  request: { path: '/users/me' },
  paging: null,
  rows: null,
  keeps: ['resource.current_organization'],
};

const MEMBERS: Operation = {
  about: 'Lists the members of an organization.',
  input: { organization: ORGANIZATION },
  request: { path: '/organization_memberships', query: { organization: '{organization}', count: '100' } },
  paging: PAGES,
  rows: 'collection',
  keeps: ['user.uri', 'user.name', 'user.email', 'user.scheduling_url', 'user.timezone', 'user.avatar_url'],
};

const EVENT_TYPES: Operation = {
  about: 'Lists what can be booked with whom in an organization.',
  input: { organization: ORGANIZATION },
  request: { path: '/event_types', query: { organization: '{organization}', active: 'true', count: '100' } },
  paging: PAGES,
  rows: 'collection',
  keeps: ['uri', 'slug', 'secret', 'pooling_type', 'scheduling_url', 'profile.type', 'profile.owner'],
};

const MEMBER: Operation = {
  ...MEMBERS,
  about: 'Reads one member of an organization.',
  input: {
    organization: ORGANIZATION,
    email: { type: 'string', about: 'The member’s e-mail address.', required: true, pattern: /^[^\s@]+@[^\s@]+$/ },
  },
  request: { path: '/organization_memberships', query: { organization: '{organization}', email: '{email}' } },
};

const BOOKING_PAGES: Operation = {
  ...EVENT_TYPES,
  about: 'Lists what can be booked with one person; hidden pages are left out.',
  input: {
    user: {
      type: 'string',
      about: 'The person’s URI.',
      required: true,
      pattern: /^https:\/\/api\.calendly\.com\/users\/[\w-]{1,80}$/,
    },
  },
  request: { path: '/event_types', query: { user: '{user}', active: 'true', count: '100' } },
  only: { at: 'secret', is: [false] },
  keeps: ['slug', 'duration', 'scheduling_url', 'profile.owner'],
};

const OF_THE_ORGANIZATION = {
  of: 'organization',
  at: 'resource.current_organization',
  to: 'organization',
  batch: 1,
  most: 1,
  passes: [],
} as const;

const SCOPES = ['users:read', 'organizations:read', 'event_types:read'];

export const calendly: Connector = {
  name: 'calendly',
  title: 'Calendly',
  settings: {},
  base: 'https://api.calendly.com',
  waysIn: {
    token: {
      about: 'A personal access token of an owner or admin of the organization.',
      secrets: { secret: 'The personal access token.' },
      words: {},
      auth: { kind: 'header', header: 'Authorization', prefix: 'Bearer ', secret: 'secret' },
      scopes: SCOPES,
    },
    oauth: {
      about: 'An OAuth app that an owner or admin of the organization has allowed.',
      secrets: { secret: 'The client secret of the app.', refresh: 'The refresh token that it was given first.' },
      words: {
        client_id: { about: 'The client id of the app.', example: 'abc123XYZ', pattern: /^[\w-]{8,120}$/ },
      },
      auth: {
        kind: 'refresh_token',
        tokenUrl: 'https://auth.calendly.com/oauth/token',
        clientId: '{client_id}',
        secret: 'secret',
        refresh: 'refresh',
        by: 'basic',
        scope: '',
        lifeMs: null,
      },
      scopes: SCOPES,
    },
  },
  // Codes are sentences in `title` and `message`; the status says enough.
  errors: { at: [], kinds: {} },
  limits: { remaining: 'x-ratelimit-remaining', reset: { header: 'x-ratelimit-reset', is: 'seconds' } },
  // 500 a minute for a user of a paid plan; 50 of a free one, which the headers say.
  paces: { default: { concurrency: 2, rate: { requests: 400, perMs: 60_000 } } },
  operations: { me: ME, members: MEMBERS, event_types: EVENT_TYPES, member: MEMBER, booking_pages: BOOKING_PAGES },
  reads: {
    organization: {
      about: 'The organization that the credentials belong to.',
      operation: 'me',
      input: {},
      columns: null,
      id: 'resource.current_organization',
      changes: null,
      one: null,
    },
    people: {
      about: 'Members of the organization, each with the link to all that can be booked with them.',
      operation: 'members',
      input: {},
      columns: null,
      id: 'user.uri',
      changes: null,
      one: null,
      forEach: OF_THE_ORGANIZATION,
      links: { 'user.scheduling_url': ['calendly.com'] },
    },
    event_types: {
      about: 'What can be booked with whom, by its own link.',
      operation: 'event_types',
      input: {},
      columns: null,
      id: 'uri',
      changes: null,
      one: null,
      forEach: OF_THE_ORGANIZATION,
      only: { at: 'secret', is: [false] },
      links: { scheduling_url: ['calendly.com'] },
    },
  },
  // By the signing key of the subscription.
  webhook: {
    header: 'calendly-webhook-signature',
    algorithm: 'sha256',
    encoding: 'hex',
    signs: ['timestamp', '.', 'body'],
    key: 'v1',
    timestamp: { key: 't', as: 'epoch_s' },
  },
  probe: { operation: 'me', input: {}, scopesHeader: null },
  usual: CALENDLY_USUAL,
};
