/**
 * Microsoft Graph: people, automatic replies and presence. The texts of replies and of a status come along, for this system
 * lets nobody choose there; `keeps` drops them before anything is handed on. Calendars are not read at all.
 * Not verified: `$expand=manager` beside `$filter` on large directories, and `startswith` beside `userType`. National clouds have other hosts and are left out.
 */
import type { Connector } from '../kit/http/connector.ts';
import type { InputField, Operation } from '../kit/http/operation.ts';
import { MICROSOFT_GRAPH_USUAL } from './usual/people.ts';

const USER_ID: InputField = {
  type: 'string',
  about: 'The user’s object id.',
  required: true,
  pattern: /^[0-9A-Fa-f-]{36}$/,
};

const USER_FIELDS = 'id,displayName,mail,jobTitle,accountEnabled,preferredLanguage,usageLocation';
const USER_KEEPS = [...USER_FIELDS.split(','), 'manager.id'];
const USER_QUERY = { $select: USER_FIELDS, $expand: 'manager($select=id)' };

const USERS: Operation = {
  about: 'Lists the members of the organization; guests are left out.',
  input: { page_size: { type: 'integer', about: 'Users a page, 999 at most.', required: true } },
  request: { path: '/users', query: { ...USER_QUERY, $filter: "userType eq 'Member'", $top: '{page_size}' } },
  paging: { kind: 'next_url', at: '@odata.nextLink' },
  rows: 'value',
  keeps: USER_KEEPS,
};

const USER: Operation = {
  about: 'Reads one user.',
  input: { user: USER_ID },
  request: { path: '/users/{user}', query: USER_QUERY },
  paging: null,
  rows: null,
  keeps: USER_KEEPS,
};

const USERS_NAMED: Operation = {
  about: 'Finds members of the organization whose name begins so.',
  input: {
    name: { type: 'string', about: 'The beginning of the name.', required: true, pattern: /\S.*\S/, most: 100 },
  },
  request: {
    path: '/users',
    query: {
      ...USER_QUERY,
      $filter: { language: 'odata', text: "userType eq 'Member' and startswith(displayName,{name})" },
      $top: '20',
    },
  },
  paging: { kind: 'next_url', at: '@odata.nextLink' },
  rows: 'value',
  keeps: USER_KEEPS,
};

const AUTOMATIC_REPLIES: Operation = {
  about: 'Reads whether a user’s mailbox replies by itself, and from when to when; never what it replies.',
  input: { user: USER_ID },
  request: {
    path: '/users/{user}/mailboxSettings/automaticRepliesSetting',
    headers: { prefer: 'outlook.timezone="UTC"' },
  },
  paging: null,
  rows: null,
  keeps: ['status', 'scheduledStartDateTime.dateTime', 'scheduledEndDateTime.dateTime'],
};

const PRESENCES: Operation = {
  about: 'Reads of up to 650 users whether they are out of office now; never what their status says.',
  input: {
    users: { type: 'strings', about: 'Object ids.', required: true, most: 650, pattern: /^[0-9A-Fa-f-]{36}$/ },
  },
  // A question, though it is a POST: nothing is changed.
  request: { method: 'POST', path: '/communications/getPresencesByUserId', body: { ids: { input: 'users' } } },
  paging: null,
  rows: 'value',
  keeps: ['id', 'outOfOfficeSettings.isOutOfOffice'],
  pace: 'presence',
};

const OF_ACTIVE_PEOPLE = { of: 'people', at: 'id', where: { at: 'accountEnabled', is: [true] } } as const;

export const microsoftGraph: Connector = {
  name: 'microsoft_graph',
  title: 'Microsoft Graph',
  settings: {
    tenant: {
      about: 'The directory (tenant) id of the organization.',
      example: '2f4a9838-26b7-47ee-be60-ccc1fdec5953',
      pattern: /^[0-9A-Za-z][0-9A-Za-z.-]{2,120}$/,
    },
  },
  base: 'https://graph.microsoft.com/v1.0',
  waysIn: {
    client_credentials: {
      about: 'An app registration with application permissions that an admin has consented to.',
      secrets: { secret: 'The client secret of the app registration: its value, not its id.' },
      words: {
        client_id: {
          about: 'The application (client) id.',
          example: '6731de76-14a6-49ae-97bc-6eba6914391e',
          pattern: /^[0-9A-Fa-f-]{36}$/,
        },
      },
      auth: {
        kind: 'client_credentials',
        tokenUrl: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
        clientId: '{client_id}',
        secret: 'secret',
        by: 'post',
        parameters: {},
        scope: 'https://graph.microsoft.com/.default',
        lifeMs: null,
      },
      scopes: ['User.Read.All', 'MailboxSettings.Read', 'Presence.Read.All'],
    },
  },
  errors: {
    at: ['error.code'],
    kinds: {
      InvalidAuthenticationToken: 'auth',
      Authorization_RequestDenied: 'forbidden',
      ErrorAccessDenied: 'forbidden',
      Request_ResourceNotFound: 'not_found',
      ErrorInvalidUser: 'not_found',
      MailboxNotEnabledForRESTAPI: 'not_found',
      MailboxNotSupportedForRESTAPI: 'not_found',
      TooManyRequests: 'limit',
      ApplicationThrottled: 'limit',
      ServiceUnavailable: 'transient',
    },
  },
  limits: null,
  // Presence: 1,500 in 30 seconds. Elsewhere the limits are wider and shared with other apps; a 429 says when again.
  paces: {
    default: { concurrency: 4, rate: { requests: 200, perMs: 10_000 } },
    presence: { concurrency: 2, rate: { requests: 1_000, perMs: 30_000 } },
  },
  operations: {
    users: USERS,
    users_named: USERS_NAMED,
    user: USER,
    automatic_replies: AUTOMATIC_REPLIES,
    presences: PRESENCES,
  },
  reads: {
    people: {
      about: 'Members of the organization.',
      operation: 'users',
      input: { page_size: 999 },
      columns: null,
      id: 'id',
      changes: null,
      one: { operation: 'user', by: 'user' },
    },
    automatic_replies: {
      about: 'Mailboxes that reply by themselves, always or in a stretch of days.',
      operation: 'automatic_replies',
      input: {},
      columns: null,
      id: 'user',
      changes: null,
      one: null,
      forEach: { ...OF_ACTIVE_PEOPLE, to: 'user', batch: 1, most: 20_000, passes: ['forbidden', 'not_found'] },
      only: { at: 'status', is: ['alwaysEnabled', 'scheduled'] },
      adds: { user: 'asked', today: 'today' },
    },
    presence: {
      about: 'Who is out of office today, as Teams shows it.',
      operation: 'presences',
      input: {},
      columns: null,
      id: 'id',
      changes: null,
      one: null,
      forEach: { ...OF_ACTIVE_PEOPLE, to: 'users', batch: 650, most: 100_000, passes: [] },
      only: { at: 'outOfOfficeSettings.isOutOfOffice', is: [true] },
      adds: { today: 'today' },
    },
  },
  probe: { operation: 'users', input: { page_size: 1 }, scopesHeader: null },
  usual: MICROSOFT_GRAPH_USUAL,
};
