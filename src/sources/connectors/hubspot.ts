/**
 * HubSpot: companies, contacts, owners (those who left too), users and booking pages. All records come by the list endpoints; what
 * has changed comes by a search, each page of which is a search of its own for the ids after the last one: a search passes over so
 * many records, of which one may be archived meanwhile, and ends at 10,000.
 * Not verified against an account: that archived records are told for 90 days, how far the search index lags, and that a search sorts
 * ids by number. Where it doesn't, the sync notices, and reads all.
 */
import type { Connector } from '../kit/http/connector.ts';
import type { BodyTemplate, InputField } from '../kit/http/operation.ts';
import { HUBSPOT_USUAL } from './usual/hubspot.ts';

/** HubSpot's own counts and days of notes: no text. */
const OF_NOTES = [
  'notes_last_contacted',
  'notes_last_updated',
  'notes_next_activity_date',
  'num_notes',
  'num_contacted_notes',
];

const PROPERTIES: InputField = {
  type: 'names',
  about: 'Properties by their internal names, as replies hold them: properties.hubspot_owner_id.',
  below: 'properties',
  noFreeText: { but: OF_NOTES },
};
const SINCE: InputField = {
  type: 'integer',
  about: 'Changed at this moment or later, in ms since 1970.',
  required: true,
};
const ID: InputField = { type: 'string', about: 'The record’s id.', required: true, pattern: /^\d{1,20}$/ };

const LIST = {
  paging: { kind: 'cursor', at: 'paging.next.after', to: { query: 'after' } },
  rows: 'results',
} as const;
const ALL = { limit: '100', properties: '{properties}' };
const ARCHIVED = { limit: '100', archived: 'true' };

const SEARCH = {
  paging: { kind: 'keyset', at: 'id', to: { body: 'filterGroups.0.filters.1.value' }, more: 'paging.next' },
  rows: 'results',
  pace: 'search',
  input: { properties: PROPERTIES, since: SINCE },
} as const;
/** What has changed, by `changed`, which companies and contacts name differently; in the order of what never changes. */
function changedBy(changed: string): BodyTemplate {
  return {
    filterGroups: [
      {
        filters: [
          { propertyName: changed, operator: 'GTE', value: { input: 'since', as: 'text' } },
          { propertyName: 'hs_object_id', operator: 'GT', value: '0' },
        ],
      },
    ],
    sorts: ['hs_object_id'],
    properties: { input: 'properties' },
    limit: 200,
    after: '0',
  };
}

/** Those who ask want the first ones. */
const FIRST_BODY = { properties: { input: 'properties' }, limit: 50, after: '0', sorts: ['hs_object_id'] } as const;
const where = (propertyName: string, operator: 'EQ' | 'CONTAINS_TOKEN', input: string) => [
  { filters: [{ propertyName, operator, value: { input } }] },
];

const CHANGES = {
  since: 'since',
  as: 'epoch_ms',
  overlapMs: 10 * 60_000,
  reachMs: null,
  gone: null,
} as const;

const RECORDS = { input: {}, id: 'id' } as const;

/** Each for what is read; who reads less may leave the others out. */
const SCOPES = [
  'crm.objects.companies.read',
  'crm.objects.contacts.read',
  'crm.objects.owners.read',
  'crm.objects.users.read',
  'scheduler.meetings.meeting-link.read',
];

export const hubspot: Connector = {
  name: 'hubspot',
  title: 'HubSpot',
  settings: {},
  // Also for accounts whose data is in the EU.
  base: 'https://api.hubapi.com',
  waysIn: {
    private_app: {
      about: 'A private app’s access token, which doesn’t expire.',
      secrets: { secret: 'The access token, which begins with pat-.' },
      words: {},
      auth: { kind: 'header', header: 'authorization', prefix: 'Bearer ', secret: 'secret' },
      scopes: SCOPES,
    },
    oauth: {
      about: 'An OAuth app that somebody has installed: its refresh token.',
      secrets: { secret: 'The client secret of the app.', refresh: 'The refresh token of the installation.' },
      words: {
        client_id: {
          about: 'The client id of the app.',
          example: '7fff1e36-2d40-4ae1-bbb1-5266d59564fb',
          pattern: /^[\w-]{8,64}$/,
        },
      },
      auth: {
        kind: 'refresh_token',
        // The endpoint before it, /oauth/v1/token, ends on 16 February 2027.
        tokenUrl: '{origin}/oauth/2026-03/token',
        clientId: '{client_id}',
        secret: 'secret',
        refresh: 'refresh',
        by: 'post',
        scope: '',
        lifeMs: 30 * 60_000,
      },
      scopes: ['oauth', ...SCOPES],
    },
  },
  errors: {
    at: ['category', 'errorType'],
    kinds: {
      EXPIRED_AUTHENTICATION: 'auth',
      INVALID_AUTHENTICATION: 'auth',
      MISSING_SCOPES: 'forbidden',
      RATE_LIMIT: 'limit',
      RATE_LIMITS: 'limit',
    },
  },
  // Replies of a search don't have it. When the window of ten seconds ends isn't said.
  limits: { remaining: 'x-hubspot-ratelimit-remaining', reset: null },
  paces: {
    // 100 in ten seconds for each app of the smallest plans, 190 of the others.
    default: { concurrency: 4, rate: { requests: 90, perMs: 10_000 } },
    // 5 a second for the whole account, other apps' too.
    search: { concurrency: 1, rate: { requests: 3, perMs: 1_000 } },
  },
  operations: {
    companies: {
      ...LIST,
      about: 'Lists companies.',
      input: { properties: PROPERTIES },
      request: { path: '/crm/v3/objects/companies', query: ALL },
    },
    changed_companies: {
      ...SEARCH,
      about: 'Finds companies that have changed.',
      request: {
        method: 'POST',
        path: '/crm/v3/objects/companies/search',
        body: changedBy('hs_lastmodifieddate'),
      },
    },
    archived_companies: {
      ...LIST,
      about: 'Lists companies that were deleted and can still be restored.',
      input: {},
      request: { path: '/crm/v3/objects/companies', query: ARCHIVED },
    },
    company: {
      about: 'Reads one company.',
      input: { properties: PROPERTIES, id: ID },
      request: { path: '/crm/v3/objects/companies/{id}', query: { properties: '{properties}' } },
      paging: null,
      rows: null,
    },
    companies_named: {
      ...SEARCH,
      about: 'Finds companies that have a word in their name.',
      input: {
        properties: PROPERTIES,
        name: { type: 'string', about: 'A word of the name.', required: true, most: 100 },
      },
      request: {
        method: 'POST',
        path: '/crm/v3/objects/companies/search',
        body: { ...FIRST_BODY, filterGroups: where('name', 'CONTAINS_TOKEN', 'name') },
      },
    },
    contacts_of_company: {
      ...SEARCH,
      about: 'Lists the contacts of one company.',
      input: { properties: PROPERTIES, company: { ...ID, about: 'The company’s id.' } },
      request: {
        method: 'POST',
        path: '/crm/v3/objects/contacts/search',
        body: { ...FIRST_BODY, filterGroups: where('associatedcompanyid', 'EQ', 'company') },
      },
    },
    contacts: {
      ...LIST,
      about: 'Lists contacts.',
      input: { properties: PROPERTIES },
      request: { path: '/crm/v3/objects/contacts', query: ALL },
    },
    changed_contacts: {
      ...SEARCH,
      about: 'Finds contacts that have changed.',
      request: {
        method: 'POST',
        path: '/crm/v3/objects/contacts/search',
        body: changedBy('lastmodifieddate'),
      },
    },
    archived_contacts: {
      ...LIST,
      about: 'Lists contacts that were deleted and can still be restored.',
      input: {},
      request: { path: '/crm/v3/objects/contacts', query: ARCHIVED },
    },
    owners: {
      ...LIST,
      about: 'Lists owners who are there: people, and queues, which nobody can be routed to.',
      input: {},
      request: { path: '/crm/v3/owners', query: { limit: '100', archived: 'false' } },
    },
    former_owners: {
      ...LIST,
      about: 'Lists owners who are no longer there, whose records may still name them.',
      input: {},
      request: { path: '/crm/v3/owners', query: ARCHIVED },
    },
    owner: {
      about: 'Reads one owner.',
      input: { id: ID },
      request: { path: '/crm/v3/owners/{id}', query: { idProperty: 'id', archived: 'false' } },
      paging: null,
      rows: null,
    },
    users: {
      ...LIST,
      about: 'Lists users, with their titles, time zones and working hours.',
      input: { properties: PROPERTIES },
      request: { path: '/crm/v3/objects/users', query: ALL },
    },
    meeting_links: {
      ...LIST,
      about: 'Lists personal booking pages.',
      input: {},
      request: { path: '/scheduler/v3/meetings/meeting-links', query: { limit: '100', type: 'PERSONAL_LINK' } },
    },
    booking_pages: {
      ...LIST,
      about: 'Lists the booking pages of one user.',
      input: { user: { ...ID, about: 'The user’s id: userId of an owner.' } },
      request: {
        path: '/scheduler/v3/meetings/meeting-links',
        query: { limit: '20', type: 'PERSONAL_LINK', organizerUserId: '{user}' },
      },
    },
    // Whoever may read companies may ask for it.
    company_properties: {
      about: 'Lists which properties companies have.',
      input: {},
      request: { path: '/crm/v3/properties/companies', query: { archived: 'false' } },
      paging: null,
      rows: 'results',
      keeps: ['name', 'label', 'type', 'fieldType'],
    },
    probe: {
      about: 'Reads one owner.',
      input: {},
      request: { path: '/crm/v3/owners', query: { limit: '1' } },
      paging: null,
      rows: 'results',
    },
  },
  reads: {
    companies: {
      ...RECORDS,
      about: 'Companies with their owners and custom properties.',
      operation: 'companies',
      columns: 'properties',
      changes: {
        ...CHANGES,
        operation: 'changed_companies',
        deletions: { operation: 'archived_companies', since: null, until: null, id: 'id' },
      },
      one: { operation: 'company', by: 'id' },
    },
    contacts: {
      ...RECORDS,
      about: 'Contacts: which address belongs to which company (properties.associatedcompanyid).',
      operation: 'contacts',
      columns: 'properties',
      changes: {
        ...CHANGES,
        operation: 'changed_contacts',
        deletions: { operation: 'archived_contacts', since: null, until: null, id: 'id' },
      },
      one: null,
    },
    owners: {
      ...RECORDS,
      about: 'Owners who are there. `type` tells people from queues.',
      operation: 'owners',
      columns: null,
      changes: null,
      one: { operation: 'owner', by: 'id' },
    },
    former_owners: {
      ...RECORDS,
      about: 'Owners who left. `userIdIncludingInactive` is still theirs.',
      operation: 'former_owners',
      columns: null,
      changes: null,
      one: null,
    },
    users: {
      ...RECORDS,
      about: 'Users. properties.hs_internal_user_id is what owners and booking pages call userId.',
      operation: 'users',
      columns: 'properties',
      changes: null,
      one: null,
    },
    meeting_links: {
      ...RECORDS,
      about: 'Personal booking pages by organizerUserId; `defaultLink` is the one to take.',
      operation: 'meeting_links',
      columns: null,
      changes: null,
      one: null,
    },
  },
  // Signature v3, by the app's client secret.
  webhook: {
    header: 'x-hubspot-signature-v3',
    algorithm: 'sha256',
    encoding: 'base64',
    signs: ['method', 'url', 'body', 'timestamp'],
    key: null,
    timestamp: { header: 'x-hubspot-request-timestamp', as: 'epoch_ms' },
  },
  probe: { operation: 'probe', input: {}, scopesHeader: null },
  usual: HUBSPOT_USUAL,
};
