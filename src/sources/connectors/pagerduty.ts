/**
 * PagerDuty: who is on call now, at which level of which escalation policy. Incidents are never synced; a service may ask how many
 * are open, never for their titles. Not verified: the names of the OAuth scopes.
 */
import type { Connector } from '../kit/http/connector.ts';
import type { Operation } from '../kit/http/operation.ts';

/** This system wants its own media type, and a content type even where nothing is sent. */
const HEADERS = { accept: 'application/vnd.pagerduty+json;version=2', 'content-type': 'application/json' };

const PAGE_SIZE = { type: 'integer', about: 'Records a page, 100 at most.', required: true } as const;
const PAGES = { kind: 'offset', to: { query: 'offset' }, size: 100, more: 'more' } as const;

const ON_CALLS: Operation = {
  about: 'Lists who is on call now, by escalation policy and level.',
  input: { page_size: PAGE_SIZE },
  request: { path: '/oncalls', query: { 'include[]': 'users', limit: '{page_size}' }, headers: HEADERS },
  paging: PAGES,
  rows: 'oncalls',
  keeps: [
    'escalation_policy.id',
    'escalation_policy.summary',
    'escalation_level',
    'schedule.id',
    'schedule.summary',
    'user.id',
    'user.name',
    'user.email',
    'start',
    'end',
  ],
};

const USERS: Operation = {
  about: 'Lists the users of the account.',
  input: { page_size: PAGE_SIZE },
  request: { path: '/users', query: { limit: '{page_size}' }, headers: HEADERS },
  paging: PAGES,
  rows: 'users',
  keeps: ['id', 'name', 'email', 'time_zone', 'job_title', 'avatar_url'],
};

/** Those who ask want the first ones. */
const FEW = { kind: 'offset', to: { query: 'offset' }, size: 25, more: 'more' } as const;
const ID = { type: 'string', required: true, pattern: /^[A-Z0-9]{1,20}$/ } as const;
const NAMED = { type: 'string', about: 'A part of the name.', required: true, most: 100 } as const;

const POLICIES_NAMED: Operation = {
  about: 'Finds escalation policies by a part of their name.',
  input: { name: NAMED },
  request: { path: '/escalation_policies', query: { query: '{name}', limit: '25' }, headers: HEADERS },
  paging: FEW,
  rows: 'escalation_policies',
  keeps: ['id', 'name'],
};

const ON_CALL_FOR_POLICY: Operation = {
  ...ON_CALLS,
  about: 'Lists who is on call now for one escalation policy, by level.',
  input: { policy: { ...ID, about: 'The policy’s id.' } },
  request: {
    path: '/oncalls',
    query: { 'include[]': 'users', 'escalation_policy_ids[]': '{policy}', limit: '25' },
    headers: HEADERS,
  },
  paging: FEW,
};

const SERVICES_NAMED: Operation = {
  about: 'Finds services by a part of their name.',
  input: { name: NAMED },
  request: { path: '/services', query: { query: '{name}', limit: '25' }, headers: HEADERS },
  paging: FEW,
  rows: 'services',
  keeps: ['id', 'name', 'status', 'escalation_policy.id', 'escalation_policy.summary'],
};

const OPEN_INCIDENTS: Operation = {
  about: 'Lists the incidents of one service that are not resolved: their state, never what they are about.',
  input: { service: { ...ID, about: 'The service’s id.' } },
  request: {
    path: '/incidents',
    query: { 'service_ids[]': '{service}', 'statuses[]': ['triggered', 'acknowledged'], limit: '25' },
    headers: HEADERS,
  },
  paging: FEW,
  rows: 'incidents',
  keeps: ['incident_number', 'status', 'urgency', 'created_at'],
};

export const pagerduty: Connector = {
  name: 'pagerduty',
  title: 'PagerDuty',
  settings: {
    host: {
      about: 'The host of the API; accounts in the EU have another.',
      example: 'api.eu.pagerduty.com',
      pattern: /^api\.(?:eu\.)?pagerduty\.com$/,
      byDefault: 'api.pagerduty.com',
    },
  },
  base: 'https://{host}',
  waysIn: {
    api_key: {
      about: 'A read-only REST API key of the account.',
      secrets: { secret: 'The API key.' },
      words: {},
      auth: { kind: 'header', header: 'Authorization', prefix: 'Token token=', secret: 'secret' },
      scopes: ['read-only API key'],
    },
    client_credentials: {
      about: 'An app with scoped OAuth, which acts for the account.',
      secrets: { secret: 'The client secret of the app.' },
      words: {
        client_id: { about: 'The client id of the app.', example: '1a2b3c4d-5e6f', pattern: /^[\w-]{8,120}$/ },
        scope: {
          about: 'What the token is for. Services and incidents need `services.read incidents.read` beside these.',
          example: 'oncalls.read users.read services.read incidents.read',
          pattern: /^[a-z_]+\.read(?: [a-z_]+\.read)*$/,
          byDefault: 'oncalls.read users.read schedules.read escalation_policies.read',
        },
        account: {
          about: 'Region and subdomain of the account, joined by a dot.',
          example: 'us.acme',
          pattern: /^(?:us|eu)\.[a-z0-9-]{1,63}$/,
        },
      },
      auth: {
        kind: 'client_credentials',
        tokenUrl: 'https://identity.pagerduty.com/oauth/token',
        clientId: '{client_id}',
        secret: 'secret',
        by: 'post',
        parameters: {},
        scope: 'as_account-{account} {scope}',
        lifeMs: null,
      },
      scopes: ['oncalls.read', 'users.read', 'schedules.read', 'escalation_policies.read'],
    },
  },
  // Codes are numbers; the status says what follows from them.
  errors: { at: [], kinds: {} },
  limits: { remaining: 'ratelimit-remaining', reset: { header: 'ratelimit-reset', is: 'seconds' } },
  // 960 a minute for a key.
  paces: { default: { concurrency: 4, rate: { requests: 900, perMs: 60_000 } } },
  operations: {
    on_calls: ON_CALLS,
    users: USERS,
    policies_named: POLICIES_NAMED,
    on_call_for_policy: ON_CALL_FOR_POLICY,
    services_named: SERVICES_NAMED,
    open_incidents: OPEN_INCIDENTS,
  },
  reads: {
    on_call: {
      about: 'Who is on call now.',
      operation: 'on_calls',
      input: { page_size: 100 },
      columns: null,
      id: 'key',
      changes: null,
      one: null,
      adds: { key: { joined: ['escalation_policy.id', 'escalation_level', 'schedule.id', 'user.id'] } },
    },
    people: {
      about: 'The users of the account.',
      operation: 'users',
      input: { page_size: 100 },
      columns: null,
      id: 'id',
      changes: null,
      one: null,
    },
  },
  // By the subscription's secret, a signature for each while one is exchanged; the moment isn't signed.
  webhook: {
    header: 'x-pagerduty-signature',
    algorithm: 'sha256',
    encoding: 'hex',
    signs: ['body'],
    key: 'v1',
    timestamp: null,
  },
  probe: { operation: 'users', input: { page_size: 1 }, scopesHeader: null },
};
