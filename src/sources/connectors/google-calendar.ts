/**
 * Google Calendar: who is out of office when, calendar by calendar. Title, text, place and guests of an event are never asked
 * for: `fields` names what the reply may hold.
 * Not verified: whether a reply without events has an empty list or none (both are taken); that the directory answers on
 * www.googleapis.com as it does on admin.googleapis.com; that what every colleague may see can be searched by name; whether a calendar of which only free and busy may be seen tells the
 * type of its events.
 */
import type { Connector } from '../kit/http/connector.ts';
import type { Operation } from '../kit/http/operation.ts';
import { GOOGLE_CALENDAR_USUAL } from './usual/people.ts';

const USERS: Operation = {
  about: 'Lists the users of the Google Workspace, by what every colleague may see of them.',
  input: { page_size: { type: 'integer', about: 'Users a page, 500 at most.', required: true } },
  request: {
    path: '/admin/directory/v1/users',
    query: {
      customer: 'my_customer',
      viewType: 'domain_public',
      maxResults: '{page_size}',
      fields: 'nextPageToken,users(id,primaryEmail,name/fullName,thumbnailPhotoUrl,organizations/title)',
    },
  },
  paging: { kind: 'cursor', at: 'nextPageToken', to: { query: 'pageToken' } },
  rows: 'users',
  keeps: ['id', 'primaryEmail', 'name.fullName', 'thumbnailPhotoUrl', 'organizations.0.title'],
};

const PERSON = 'id,primaryEmail,name/fullName,organizations/title';
const PERSON_KEEPS = ['id', 'primaryEmail', 'name.fullName', 'organizations.0.title'];

const USERS_NAMED: Operation = {
  about: 'Finds users by a part of their name.',
  input: {
    // Without quotes and colons, so that it can't be another search.
    name: { type: 'string', about: 'A part of the name.', required: true, pattern: /^[\p{L}\p{M}\p{N}., -]{2,100}$/u },
  },
  request: {
    path: '/admin/directory/v1/users',
    query: {
      customer: 'my_customer',
      viewType: 'domain_public',
      query: "name:'{name}'",
      maxResults: '20',
      fields: `kind,nextPageToken,users(${PERSON})`,
    },
  },
  paging: { kind: 'cursor', at: 'nextPageToken', to: { query: 'pageToken' } },
  rows: 'users',
  // A list without entries is left out.
  emptyIf: { at: 'kind', is: 'admin#directory#users' },
  keeps: PERSON_KEEPS,
};

const USER: Operation = {
  about: 'Reads one user.',
  input: {
    email: { type: 'string', about: 'The user’s e-mail address.', required: true, pattern: /^[^\s@]+@[^\s@]+$/ },
  },
  request: { path: '/admin/directory/v1/users/{email}', query: { viewType: 'domain_public', fields: PERSON } },
  paging: null,
  rows: null,
  keeps: PERSON_KEEPS,
};

const OUT_OF_OFFICE: Operation = {
  about: 'Lists the out-of-office events of one calendar, from one moment to another.',
  input: {
    calendar: { type: 'string', about: 'The calendar’s id: its owner’s e-mail address.', required: true, most: 254 },
    from: { type: 'string', about: 'Events that end after it.', required: true, most: 30 },
    to: { type: 'string', about: 'Events that begin before it.', required: true, most: 30 },
  },
  request: {
    path: '/calendar/v3/calendars/{calendar}/events',
    query: {
      eventTypes: 'outOfOffice',
      singleEvents: 'true',
      timeMin: '{from}',
      timeMax: '{to}',
      maxResults: '250',
      fields: 'kind,nextPageToken,items(id,status,eventType,start,end)',
    },
  },
  paging: { kind: 'cursor', at: 'nextPageToken', to: { query: 'pageToken' } },
  rows: 'items',
  emptyIf: { at: 'kind', is: 'calendar#events' },
  keeps: ['id', 'status', 'eventType', 'start.date', 'start.dateTime', 'end.date', 'end.dateTime'],
};

const SCOPES = [
  'https://www.googleapis.com/auth/calendar.events.readonly',
  'https://www.googleapis.com/auth/admin.directory.user.readonly',
];

export const googleCalendar: Connector = {
  name: 'google_calendar',
  title: 'Google Calendar',
  settings: {},
  base: 'https://www.googleapis.com',
  waysIn: {
    service_account: {
      about: 'A service account with domain-wide delegation, which reads as one user to whom the calendars are shared.',
      secrets: { secret: 'The private key of the service account: `private_key` of its JSON file.' },
      words: {
        service_account: {
          about: 'The service account: `client_email` of its JSON file.',
          example: 'concierge@acme-ops.iam.gserviceaccount.com',
          pattern: /^[\w.-]{1,64}@[\w.-]{1,190}\.gserviceaccount\.com$/,
        },
        user: {
          about: 'The user as whom it reads; an account of its own, without any admin role.',
          example: 'concierge-reader@acme.example',
          pattern: /^[^\s@]{1,64}@[^\s@]{1,190}$/,
        },
      },
      auth: {
        kind: 'jwt_bearer',
        tokenUrl: 'https://oauth2.googleapis.com/token',
        audience: 'https://oauth2.googleapis.com/token',
        issuer: '{service_account}',
        subject: '{user}',
        secret: 'secret',
        algorithm: 'RS256',
        keyId: null,
        scope: '',
        // This system reads the scope in the signed statement.
        claims: { scope: SCOPES.join(' ') },
        lifeMs: null,
      },
      scopes: SCOPES,
    },
  },
  errors: {
    at: ['error.errors.0.reason', 'error.status'],
    kinds: {
      rateLimitExceeded: 'limit',
      userRateLimitExceeded: 'limit',
      quotaExceeded: 'limit',
      dailyLimitExceeded: 'limit',
      calendarUsageLimitsExceeded: 'limit',
      authError: 'auth',
      insufficientPermissions: 'forbidden',
      forbidden: 'forbidden',
      notFound: 'not_found',
      backendError: 'transient',
    },
  },
  limits: null,
  // 600 a minute for one user of one project.
  paces: { default: { concurrency: 4, rate: { requests: 500, perMs: 60_000 } } },
  operations: { users: USERS, users_named: USERS_NAMED, user: USER, out_of_office: OUT_OF_OFFICE },
  reads: {
    people: {
      about: 'The users of the Google Workspace.',
      operation: 'users',
      input: { page_size: 500 },
      columns: null,
      id: 'id',
      changes: null,
      one: null,
    },
    out_of_office: {
      about: 'Out-of-office events of each user’s calendar, from yesterday until 60 days ahead.',
      operation: 'out_of_office',
      input: {},
      columns: null,
      id: 'key',
      changes: null,
      one: null,
      forEach: {
        of: 'people',
        at: 'primaryEmail',
        to: 'calendar',
        batch: 1,
        most: 20_000,
        // A calendar that isn't shared with the user is a 404.
        passes: ['forbidden', 'not_found'],
      },
      window: { from: 'from', to: 'to', as: 'iso', backDays: 1, aheadDays: 60 },
      only: { at: 'eventType', is: ['outOfOffice'] },
      adds: { calendar: 'asked', key: { joined: ['calendar', 'id'] } },
    },
  },
  probe: { operation: 'users', input: { page_size: 1 }, scopesHeader: null },
  usual: GOOGLE_CALENDAR_USUAL,
};
