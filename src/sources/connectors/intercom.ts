/**
 * Intercom: companies, contacts, teammates (admins) and teams. Companies come whole by a scroll, of which an app may have one at a
 * time; contacts by a search, which knows days only.
 * Not verified against a workspace: the last page of a scroll still holds its mark, the code of a second scroll, and that companies
 * are found by a name that is written in another case.
 */
import type { Connector } from '../kit/http/connector.ts';
import type { InputField } from '../kit/http/operation.ts';
import { INTERCOM_USUAL } from './usual/intercom.ts';

/** Replies are written by version, so it belongs to the operations and not to the settings. */
const VERSION = { 'intercom-version': '2.16' };

const ID: InputField = { type: 'string', about: 'The record’s id.', required: true, pattern: /^\w{1,64}$/ };
const SINCE: InputField = {
  type: 'integer',
  about: 'In seconds since 1970. Changed on a later day than this moment’s, by the workspace’s time zone.',
  required: true,
};

const SEARCH = {
  paging: { kind: 'cursor', at: 'pages.next.starting_after', to: { body: 'pagination.starting_after' } },
  rows: 'data',
  pace: 'search',
} as const;
/** By what never changes, so that nobody moves from page to page while they are read. */
const SORT = { field: 'created_at', order: 'ascending' };

const RECORDS = { input: {}, columns: null, id: 'id', changes: null, one: null } as const;

export const intercom: Connector = {
  name: 'intercom',
  title: 'Intercom',
  settings: {
    host: {
      about: 'The API’s host of the region in which the workspace is.',
      example: 'api.eu.intercom.io',
      pattern: /^api\.(?:eu\.|au\.)?intercom\.io$/,
      byDefault: 'api.intercom.io',
    },
  },
  base: 'https://{host}',
  waysIn: {
    access_token: {
      about: 'The access token of an app of the workspace’s own.',
      secrets: { secret: 'The access token.' },
      words: {},
      auth: { kind: 'header', header: 'authorization', prefix: 'Bearer ', secret: 'secret' },
      scopes: ['Read one user and one company', 'List all users and companies', 'Read admins'],
    },
  },
  errors: {
    at: ['errors.0.code'],
    kinds: {
      unauthorized: 'auth',
      token_unauthorized: 'auth',
      token_revoked: 'auth',
      token_suspended: 'auth',
      token_blocked: 'auth',
      token_not_found: 'auth',
      api_plan_restricted: 'forbidden',
      forbidden: 'forbidden',
      rate_limit_exceeded: 'limit',
      // Another scroll is under way, and ends by itself a minute after its last page.
      scroll_exists: 'limit',
      not_found: 'not_found',
      company_not_found: 'not_found',
      server_error: 'transient',
      service_unavailable: 'transient',
    },
  },
  limits: {
    remaining: 'x-ratelimit-remaining',
    reset: { header: 'x-ratelimit-reset', is: 'epoch_seconds' },
  },
  paces: {
    // 10,000 in a minute for an app, told out in stretches of ten seconds.
    default: { concurrency: 4, rate: { requests: 400, perMs: 10_000 } },
    search: { concurrency: 2, rate: { requests: 100, perMs: 10_000 } },
    scroll: { concurrency: 1, rate: null },
  },
  operations: {
    companies: {
      about: 'Lists all companies, those without contacts too.',
      input: {},
      request: { path: '/companies/scroll', headers: VERSION },
      paging: { kind: 'scroll', at: 'scroll_param', to: { query: 'scroll_param' } },
      rows: 'data',
      pace: 'scroll',
    },
    company: {
      about: 'Reads one company by Intercom’s own id.',
      input: { id: ID },
      request: { path: '/companies/{id}', headers: VERSION },
      paging: null,
      rows: null,
    },
    companies_named: {
      about: 'Finds companies by their whole name.',
      input: { name: { type: 'string', about: 'The name, as Intercom has it.', required: true } },
      request: { path: '/companies', query: { name: '{name}' }, headers: VERSION },
      paging: null,
      rows: 'data',
      keeps: [
        'id',
        'company_id',
        'name',
        'plan.name',
        'website',
        'industry',
        'size',
        'user_count',
        'custom_attributes',
      ],
    },
    contacts_of_company: {
      about: 'Lists the contacts of one company.',
      input: { id: { ...ID, about: 'Intercom’s own id of the company.' } },
      request: { path: '/companies/{id}/contacts', headers: VERSION },
      paging: null,
      rows: 'data',
      keeps: ['id', 'name', 'email', 'role'],
    },
    contacts: {
      ...SEARCH,
      about: 'Finds contacts who are users; leads are nobody’s customers yet.',
      input: {},
      request: {
        method: 'POST',
        path: '/contacts/search',
        headers: VERSION,
        body: {
          query: { field: 'role', operator: '=', value: 'user' },
          pagination: { per_page: 150 },
          sort: SORT,
        },
      },
    },
    changed_contacts: {
      ...SEARCH,
      about: 'Finds contacts who are users and have changed.',
      input: { since: SINCE },
      request: {
        method: 'POST',
        path: '/contacts/search',
        headers: VERSION,
        body: {
          query: {
            operator: 'AND',
            value: [
              { field: 'role', operator: '=', value: 'user' },
              { field: 'updated_at', operator: '>', value: { input: 'since' } },
            ],
          },
          pagination: { per_page: 150 },
          sort: SORT,
        },
      },
    },
    admins: {
      about: 'Lists teammates, and whether they are away.',
      input: {},
      request: { path: '/admins', headers: VERSION },
      paging: null,
      rows: 'admins',
    },
    admin: {
      about: 'Reads one teammate.',
      input: { id: ID },
      request: { path: '/admins/{id}', headers: VERSION },
      paging: null,
      rows: null,
    },
    teams: {
      about: 'Lists teams, and who is in them.',
      input: {},
      request: { path: '/teams', headers: VERSION },
      paging: null,
      rows: 'teams',
    },
  },
  reads: {
    companies: {
      ...RECORDS,
      about: 'Companies with their custom attributes. Nothing tells which have changed: each sync reads all.',
      operation: 'companies',
      one: { operation: 'company', by: 'id' },
    },
    contacts: {
      ...RECORDS,
      about: 'Contacts: which address belongs to which company (companies.data.0.id).',
      operation: 'contacts',
      never: ['notes'],
      changes: {
        operation: 'changed_contacts',
        since: 'since',
        as: 'epoch_s',
        // `>` means from the next midnight on, by the workspace's zone: a day, and what the index lags.
        overlapMs: 26 * 60 * 60_000,
        reachMs: null,
        gone: null,
        deletions: null,
      },
    },
    admins: {
      ...RECORDS,
      about: 'Teammates. `away_mode_enabled` tells who is away.',
      operation: 'admins',
      one: { operation: 'admin', by: 'id' },
    },
    teams: { ...RECORDS, about: 'Teams, with the ids of their teammates.', operation: 'teams' },
  },
  // By the app's client secret; the moment isn't signed.
  webhook: {
    header: 'x-hub-signature',
    algorithm: 'sha1',
    encoding: 'hex',
    signs: ['body'],
    key: 'sha1',
    timestamp: null,
  },
  probe: { operation: 'admins', input: {}, scopesHeader: null },
  usual: INTERCOM_USUAL,
};
