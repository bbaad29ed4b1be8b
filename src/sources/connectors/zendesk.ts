/**
 * Zendesk Support: organizations, users, groups and who is in them. Lists by cursor, changes by the incremental exports.
 * Not verified against an account: that an organization which is deleted isn't told by its export (a full read tells), the header
 * `ratelimit-reset`, which single scopes reach groups and the search, and that a search finds agents by the name of their group.
 */
import type { Connector, SettingField } from '../kit/http/connector.ts';
import type { InputField } from '../kit/http/operation.ts';
import { ZENDESK_USUAL } from './usual/zendesk.ts';

const SINCE: InputField = {
  type: 'integer',
  about: 'Changed at this moment or later, in seconds since 1970; a minute ago at the latest.',
  required: true,
};
const ID: InputField = { type: 'string', about: 'The record’s id.', required: true, pattern: /^\d{1,20}$/ };

const FOUND = {
  request: { path: '/api/v2/search' },
  paging: { kind: 'next_url', at: 'next_page' },
  rows: 'results',
} as const;

/** Of a ticket its state and its subject; never what was written in it. */
const TICKET = ['id', 'subject', 'status', 'priority', 'type', 'created_at', 'updated_at', 'organization_id'];
const COLLEAGUE = ['id', 'name', 'email', 'role', 'iana_time_zone'];

const BY_CURSOR = {
  kind: 'cursor',
  at: 'meta.after_cursor',
  to: { query: 'page[after]' },
  more: 'meta.has_more',
} as const;

const CHANGES = {
  since: 'since',
  as: 'epoch_s',
  // The last minute is never told.
  overlapMs: 5 * 60_000,
  reachMs: null,
  gone: null,
  deletions: null,
} as const;

const RECORDS = { input: {}, columns: null, id: 'id', changes: null, one: null } as const;

/** Texts about customers and people, which come with every reply. */
const NEVER = ['notes', 'details', 'signature'];

const SCOPES = ['organizations:read', 'users:read'];

const CLIENT_ID: SettingField = {
  about: 'The unique identifier of the OAuth client.',
  example: 'concierge',
  pattern: /^[\w.-]{1,64}$/,
};

export const zendesk: Connector = {
  name: 'zendesk',
  title: 'Zendesk',
  settings: {
    subdomain: {
      about: 'What stands before .zendesk.com.',
      example: 'acme',
      pattern: /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    },
  },
  base: 'https://{subdomain}.zendesk.com',
  waysIn: {
    client_credentials: {
      about: 'A confidential OAuth client, which acts as the user that it belongs to.',
      secrets: { secret: 'The secret of the OAuth client.' },
      words: {
        client_id: CLIENT_ID,
        scope: {
          about: 'What the token is for. Groups and who is in them need `read`, which lets it read tickets too.',
          example: 'read',
          pattern: /^[a-z_]+(?::read)?(?: [a-z_]+(?::read)?)*$/,
          byDefault: SCOPES.join(' '),
        },
      },
      auth: {
        kind: 'client_credentials',
        tokenUrl: '{origin}/oauth/tokens',
        clientId: '{client_id}',
        secret: 'secret',
        by: 'post',
        parameters: {},
        scope: '{scope}',
        // Where the account lets tokens live for ever, none is told.
        lifeMs: 60 * 60_000,
      },
      scopes: SCOPES,
    },
    access_token: {
      about: 'An OAuth access token that was made beforehand.',
      secrets: { secret: 'The access token.' },
      words: {},
      auth: { kind: 'header', header: 'authorization', prefix: 'Bearer ', secret: 'secret' },
      scopes: SCOPES,
    },
    api_token: {
      about: 'An API token and the address of an administrator. It may do all that they may: better take another way.',
      secrets: { secret: 'The API token.' },
      words: {
        email: {
          about: 'The administrator’s address.',
          example: 'concierge@acme.example',
          pattern: /^[^\s@:/]+@[^\s@:/]+$/,
        },
      },
      auth: { kind: 'basic', user: '{email}/token', secret: 'secret' },
      scopes: [],
    },
  },
  errors: {
    // A word, or an object with a title that is a sentence.
    at: ['error', 'errors.0.code'],
    kinds: {
      APIRateLimitExceeded: 'limit',
      invalid_token: 'auth',
      Forbidden: 'forbidden',
      RecordNotFound: 'not_found',
    },
  },
  limits: {
    remaining: 'x-rate-limit-remaining',
    reset: { header: 'ratelimit-reset', is: 'seconds' },
    // The account's minute is everybody's: agents at work need it too.
    keep: 20,
  },
  paces: {
    // 200 in a minute for the smallest plan, 2,500 for the largest.
    default: { concurrency: 4, rate: { requests: 160, perMs: 60_000 } },
    // 10 in a minute.
    incremental: { concurrency: 1, rate: { requests: 9, perMs: 60_000 } },
  },
  operations: {
    organizations: {
      about: 'Lists organizations.',
      input: {},
      request: { path: '/api/v2/organizations', query: { 'page[size]': '100' } },
      paging: BY_CURSOR,
      rows: 'organizations',
    },
    changed_organizations: {
      about: 'Lists organizations that have changed.',
      input: { since: SINCE },
      request: { path: '/api/v2/incremental/organizations', query: { start_time: '{since}' } },
      paging: { kind: 'time', at: 'end_time', to: { query: 'start_time' }, end: 'end_of_stream' },
      rows: 'organizations',
      pace: 'incremental',
    },
    organization: {
      about: 'Reads one organization.',
      input: { id: ID },
      request: { path: '/api/v2/organizations/show_many', query: { ids: '{id}' } },
      paging: null,
      rows: 'organizations',
    },
    agents: {
      about: 'Lists agents and administrators.',
      input: {},
      request: { path: '/api/v2/users', query: { 'role[]': ['agent', 'admin'], 'page[size]': '100' } },
      paging: BY_CURSOR,
      rows: 'users',
    },
    users: {
      about: 'Lists all users, customers too.',
      input: {},
      request: { path: '/api/v2/users', query: { 'page[size]': '100' } },
      paging: BY_CURSOR,
      rows: 'users',
    },
    changed_users: {
      about: 'Lists users that have changed, customers too; `active` is false for those who were deleted.',
      input: { since: SINCE },
      request: { path: '/api/v2/incremental/users/cursor', query: { start_time: '{since}' } },
      paging: { kind: 'next_url', at: 'after_url', done: 'end_of_stream' },
      rows: 'users',
      pace: 'incremental',
    },
    user: {
      about: 'Reads one user.',
      input: { id: ID },
      request: { path: '/api/v2/users/show_many', query: { ids: '{id}' } },
      paging: null,
      rows: 'users',
    },
    groups: {
      about: 'Lists groups.',
      input: {},
      request: { path: '/api/v2/groups', query: { 'page[size]': '100' } },
      paging: BY_CURSOR,
      rows: 'groups',
    },
    group_memberships: {
      about: 'Lists which agent is in which group.',
      input: {},
      request: { path: '/api/v2/group_memberships', query: { 'page[size]': '100' } },
      paging: BY_CURSOR,
      rows: 'group_memberships',
    },
    organizations_named: {
      about: 'Finds organizations whose name begins so.',
      input: { name: { type: 'string', about: 'The beginning of the name.', required: true, pattern: /\S.*\S/ } },
      request: { path: '/api/v2/organizations/autocomplete', query: { name: '{name}' } },
      paging: null,
      rows: 'organizations',
      keeps: ['id', 'name', 'domain_names', 'external_id', 'organization_fields', 'created_at', 'updated_at'],
    },
    open_tickets: {
      ...FOUND,
      about: 'Lists the tickets of one organization that are not solved, the latest first.',
      input: { organization: { ...ID, about: 'The organization’s id.' } },
      request: {
        ...FOUND.request,
        query: {
          query: 'type:ticket organization:{organization} status<solved',
          sort_by: 'updated_at',
          sort_order: 'desc',
          per_page: '25',
        },
      },
      keeps: TICKET,
    },
    ticket: {
      about: 'Reads one ticket.',
      input: { id: { ...ID, about: 'The ticket’s number.' } },
      request: { path: '/api/v2/tickets/{id}' },
      paging: null,
      rows: null,
      keeps: TICKET.map((field) => `ticket.${field}`),
    },
    agents_of_group: {
      ...FOUND,
      about: 'Lists the agents of one group.',
      input: { group: { type: 'string', about: 'The group’s name.', required: true } },
      request: {
        ...FOUND.request,
        query: { query: { language: 'zendesk', text: 'type:user group:{group}' }, per_page: '100' },
      },
      keeps: COLLEAGUE,
    },
    probe: {
      about: 'Reads one organization.',
      input: {},
      request: { path: '/api/v2/organizations', query: { 'page[size]': '1' } },
      paging: null,
      rows: 'organizations',
    },
  },
  reads: {
    organizations: {
      ...RECORDS,
      about: 'Organizations with their custom fields, which often hold the CSM.',
      operation: 'organizations',
      never: NEVER,
      changes: { ...CHANGES, operation: 'changed_organizations' },
      one: { operation: 'organization', by: 'id' },
    },
    agents: {
      ...RECORDS,
      about: 'The company’s own people.',
      operation: 'agents',
      never: NEVER,
      one: { operation: 'user', by: 'id' },
    },
    users: {
      ...RECORDS,
      about: 'All users, customers too: which address belongs to which organization. Say `where: { role: end-user }`.',
      operation: 'users',
      never: NEVER,
      changes: { ...CHANGES, operation: 'changed_users', gone: { at: 'active', is: [false] } },
      one: { operation: 'user', by: 'id' },
    },
    groups: { ...RECORDS, about: 'Groups by name.', operation: 'groups' },
    group_memberships: { ...RECORDS, about: 'Who is in which group.', operation: 'group_memberships' },
  },
  // By the webhook's own signing secret.
  webhook: {
    header: 'x-zendesk-webhook-signature',
    algorithm: 'sha256',
    encoding: 'base64',
    signs: ['timestamp', 'body'],
    key: null,
    timestamp: { header: 'x-zendesk-webhook-signature-timestamp', as: 'iso' },
  },
  probe: { operation: 'probe', input: {}, scopesHeader: null },
  usual: ZENDESK_USUAL,
};
