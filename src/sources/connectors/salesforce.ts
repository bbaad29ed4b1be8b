/**
 * Salesforce: accounts, their owners and teams, contacts, users and who is out of office, by REST queries (SOQL).
 * Account teams and Chatter's out-of-office are features that an org may lack: then a source leaves those reads out.
 * Not verified against an org: that OutOfOffice may be filtered by EndDate TODAY, how long an org takes to log a deletion, and how
 * quickly a large org finds a name by LIKE.
 */
import type { Connector, WayIn } from '../kit/http/connector.ts';
import type { InputField } from '../kit/http/operation.ts';
import { SALESFORCE_USUAL } from './usual/salesforce.ts';

const COLUMNS: InputField = {
  type: 'names',
  about: 'Fields by their API names, those of a related record with a dot: Customer_Tier__c, Owner.Email.',
  most: 100,
  noFreeText: { but: [] },
  always: ['Id'],
};
const SINCE: InputField = { type: 'moment', about: 'Changed at this moment or later.', required: true };
const ID: InputField = {
  type: 'string',
  about: 'The id, in its form of 15 or 18 characters.',
  required: true,
  pattern: /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/,
};

const NAMED: InputField = {
  type: 'string',
  about: 'The name or a part of it, two characters at least.',
  required: true,
  pattern: /\S.*\S/,
  most: 80,
  within: true,
};

const ALL = { columns: COLUMNS };
const CHANGED = { columns: COLUMNS, since: SINCE };
/** Those in the recycle bin too, which IsDeleted marks: so it is asked for, whatever a mapping names. */
const CHANGED_OR_DELETED = { columns: { ...COLUMNS, always: ['Id', 'IsDeleted'] }, since: SINCE };
const ONE = { columns: COLUMNS, id: ID };

const QUERY = {
  // A page has 2,000 rows, or fewer where they are wide.
  paging: { kind: 'next_url', at: 'nextRecordsUrl', done: 'done' },
  rows: 'records',
} as const;

/** Names, labels and types of the fields that the user may see; nothing of any record. */
const DESCRIBED = {
  about: 'Lists which fields the records have.',
  input: {},
  paging: null,
  rows: 'fields',
  keeps: ['name', 'label', 'type'],
} as const;

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const CHANGES = {
  since: 'since',
  as: 'iso',
  // A long transaction commits with the stamp of its beginning.
  overlapMs: 10 * MINUTE_MS,
  // The recycle bin and the log of deletions keep 15 days. What was deleted longer ago only reading all shows.
  reachMs: 14 * DAY_MS,
  gone: null,
  deletions: null,
} as const;

const RECORDS = { input: {}, columns: 'columns', id: 'Id', one: null } as const;

const SCOPES = ['api', 'object permission Read on each object that is read', 'View All on Account'];

const CLIENT_ID = {
  about: 'The consumer key of the app.',
  example: '3MVG9aBcD.xYz0123456789',
  pattern: /^[\w.-]{10,256}$/,
};

const WAYS_IN: Readonly<Record<string, WayIn>> = {
  client_credentials: {
    about: 'An app with a secret, which acts as the user that it is set to run as.',
    secrets: { secret: 'The consumer secret of the app.' },
    words: { client_id: CLIENT_ID },
    auth: {
      kind: 'client_credentials',
      tokenUrl: '{origin}/services/oauth2/token',
      clientId: '{client_id}',
      secret: 'secret',
      by: 'post',
      parameters: {},
      scope: '',
      lifeMs: null,
    },
    scopes: SCOPES,
  },
  jwt_bearer: {
    about: 'An app with a certificate, which acts as a user who was allowed for it beforehand.',
    secrets: { secret: 'The private key of the certificate, PKCS #8 in PEM.' },
    words: {
      client_id: CLIENT_ID,
      username: {
        about: 'The user name (not the e-mail address) of the integration user.',
        example: 'concierge@acme.example',
        pattern: /^[^\s@]+@[^\s@]+$/,
      },
      audience: {
        about: 'Who is to believe the statement: https://test.salesforce.com for a sandbox.',
        example: 'https://test.salesforce.com',
        pattern: /^https:\/\/[a-z0-9.-]+$/,
        byDefault: 'https://login.salesforce.com',
      },
    },
    auth: {
      kind: 'jwt_bearer',
      tokenUrl: '{origin}/services/oauth2/token',
      issuer: '{client_id}',
      subject: '{username}',
      audience: '{audience}',
      secret: 'secret',
      algorithm: 'RS256',
      keyId: null,
      claims: {},
      scope: '',
      lifeMs: null,
    },
    scopes: SCOPES,
  },
};

export const salesforce: Connector = {
  name: 'salesforce',
  title: 'Salesforce',
  settings: {
    domain: {
      about: 'The org’s own address (My Domain), without https.',
      example: 'acme.my.salesforce.com',
      pattern: /^[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.my\.salesforce\.(?:com|mil)$/,
    },
    api_version: {
      about: 'The version of the API. Salesforce keeps each for three years at least.',
      example: 'v66.0',
      pattern: /^v\d{2,3}\.0$/,
      byDefault: 'v66.0',
    },
  },
  base: 'https://{domain}/services/data/{api_version}',
  waysIn: WAYS_IN,
  errors: {
    // Errors come as a list, those of the login as an object.
    at: ['0.errorCode', 'error'],
    kinds: {
      INVALID_SESSION_ID: 'auth',
      // A limit of the org, a day's or of long requests, comes as 403 and doesn't say when again.
      REQUEST_LIMIT_EXCEEDED: 'limit',
      API_DISABLED_FOR_ORG: 'forbidden',
      API_CURRENTLY_DISABLED: 'forbidden',
      FUNCTIONALITY_NOT_ENABLED: 'forbidden',
      INSUFFICIENT_ACCESS: 'forbidden',
      // An object that isn't there for this user: without the permission, or the feature is switched off.
      INVALID_TYPE: 'forbidden',
      QUERY_TIMEOUT: 'transient',
      SERVER_UNAVAILABLE: 'transient',
      UNKNOWN_EXCEPTION: 'transient',
    },
  },
  limits: { remaining: 'sforce-limit-info', pattern: /api-usage=(?<used>\d+)\/(?<of>\d+)/, reset: null },
  // Of requests that take long, an org allows 25 at once and a developer's 5.
  paces: { default: { concurrency: 4, rate: null } },
  operations: {
    accounts: {
      ...QUERY,
      about: 'Lists accounts.',
      input: ALL,
      request: { path: '/query', query: { q: { language: 'soql', text: 'SELECT {columns} FROM Account' } } },
    },
    changed_accounts: {
      ...QUERY,
      about: 'Lists accounts that have changed or been deleted.',
      input: CHANGED_OR_DELETED,
      request: {
        path: '/queryAll',
        query: { q: { language: 'soql', text: 'SELECT {columns} FROM Account WHERE SystemModstamp >= {since}' } },
      },
    },
    account: {
      ...QUERY,
      about: 'Reads one account.',
      input: ONE,
      request: {
        path: '/query',
        query: { q: { language: 'soql', text: 'SELECT {columns} FROM Account WHERE Id = {id}' } },
      },
    },
    accounts_named: {
      ...QUERY,
      about: 'Finds accounts by their name.',
      input: { columns: COLUMNS, name: NAMED },
      request: {
        path: '/query',
        query: { q: { language: 'soql', text: 'SELECT {columns} FROM Account WHERE Name LIKE {name} LIMIT 50' } },
      },
    },
    team_of_account: {
      ...QUERY,
      about: 'Lists who is on the team of one account.',
      input: { columns: { ...COLUMNS, always: ['Id', 'AccountId'] }, id: ID },
      request: {
        path: '/query',
        query: { q: { language: 'soql', text: 'SELECT {columns} FROM AccountTeamMember WHERE AccountId = {id}' } },
      },
    },
    contacts_of_account: {
      ...QUERY,
      about: 'Lists the contacts of one account.',
      input: { columns: { ...COLUMNS, always: ['Id', 'AccountId'] }, id: ID },
      request: {
        path: '/query',
        query: { q: { language: 'soql', text: 'SELECT {columns} FROM Contact WHERE AccountId = {id} LIMIT 100' } },
      },
    },
    account_team: {
      ...QUERY,
      about: 'Lists who is on the team of which account.',
      input: ALL,
      request: { path: '/query', query: { q: { language: 'soql', text: 'SELECT {columns} FROM AccountTeamMember' } } },
    },
    changed_account_team: {
      ...QUERY,
      about: 'Lists members of account teams that have changed.',
      input: CHANGED,
      request: {
        path: '/query',
        query: {
          q: { language: 'soql', text: 'SELECT {columns} FROM AccountTeamMember WHERE SystemModstamp >= {since}' },
        },
      },
    },
    // They skip the recycle bin, so that no query tells of them.
    deleted_account_team: {
      about: 'Lists the ids of members that were taken off account teams.',
      input: { since: SINCE, until: { ...SINCE, about: 'And before this moment, more than a minute later.' } },
      request: { path: '/sobjects/AccountTeamMember/deleted/', query: { start: '{since}', end: '{until}' } },
      paging: null,
      rows: 'deletedRecords',
    },
    contacts: {
      ...QUERY,
      about: 'Lists customers’ contacts who have an e-mail address.',
      input: ALL,
      request: {
        path: '/query',
        query: {
          q: {
            language: 'soql',
            text: 'SELECT {columns} FROM Contact WHERE Email != null AND AccountId != null',
          },
        },
      },
    },
    changed_contacts: {
      ...QUERY,
      about: 'Lists customers’ contacts that have changed or been deleted.',
      input: CHANGED_OR_DELETED,
      request: {
        path: '/queryAll',
        query: { q: { language: 'soql', text: 'SELECT {columns} FROM Contact WHERE SystemModstamp >= {since}' } },
      },
    },
    // Standard: the company's own people. The others are customers and partners who may log in.
    users: {
      ...QUERY,
      about: 'Lists users.',
      input: ALL,
      request: {
        path: '/query',
        query: { q: { language: 'soql', text: "SELECT {columns} FROM User WHERE UserType = 'Standard'" } },
      },
    },
    changed_users: {
      ...QUERY,
      about: 'Lists users that have changed. None is ever deleted, only made inactive.',
      input: CHANGED,
      request: {
        path: '/query',
        query: {
          q: {
            language: 'soql',
            text: "SELECT {columns} FROM User WHERE UserType = 'Standard' AND SystemModstamp >= {since}",
          },
        },
      },
    },
    user: {
      ...QUERY,
      about: 'Reads one user.',
      input: ONE,
      request: {
        path: '/query',
        query: { q: { language: 'soql', text: 'SELECT {columns} FROM User WHERE Id = {id}' } },
      },
    },
    // Message is never asked for: it says why somebody is away. IsEnabled can't be filtered by.
    out_of_office: {
      ...QUERY,
      about: 'Lists who is or will be out of office.',
      input: {},
      request: {
        path: '/query',
        query: {
          q: {
            language: 'soql',
            text: 'SELECT Id, UserId, StartDate, EndDate, IsEnabled FROM OutOfOffice WHERE EndDate >= TODAY',
          },
        },
      },
    },
    account_fields: { ...DESCRIBED, request: { path: '/sobjects/Account/describe' } },
    contact_fields: { ...DESCRIBED, request: { path: '/sobjects/Contact/describe' } },
    user_fields: { ...DESCRIBED, request: { path: '/sobjects/User/describe' } },
    probe: {
      ...QUERY,
      about: 'Reads the id of one account.',
      input: {},
      request: { path: '/query', query: { q: { language: 'soql', text: 'SELECT Id FROM Account LIMIT 1' } } },
    },
  },
  reads: {
    accounts: {
      ...RECORDS,
      about: 'Accounts with their owners and custom fields.',
      operation: 'accounts',
      changes: { ...CHANGES, operation: 'changed_accounts', gone: { at: 'IsDeleted', is: [true] } },
      one: { operation: 'account', by: 'id' },
    },
    account_team: {
      ...RECORDS,
      about: 'Members of account teams. Needs account teams to be switched on.',
      operation: 'account_team',
      changes: {
        ...CHANGES,
        operation: 'changed_account_team',
        deletions: { operation: 'deleted_account_team', since: 'since', until: 'until', id: 'id' },
      },
    },
    contacts: {
      ...RECORDS,
      about: 'Customers’ contacts: which address belongs to which account.',
      operation: 'contacts',
      changes: { ...CHANGES, operation: 'changed_contacts', gone: { at: 'IsDeleted', is: [true] } },
    },
    users: {
      ...RECORDS,
      about: 'The company’s own people.',
      operation: 'users',
      changes: { ...CHANGES, operation: 'changed_users' },
      one: { operation: 'user', by: 'id' },
    },
    out_of_office: {
      ...RECORDS,
      about: 'Absences that people have entered in Chatter.',
      operation: 'out_of_office',
      columns: null,
      changes: null,
    },
  },
  probe: { operation: 'probe', input: {}, scopesHeader: null },
  usual: SALESFORCE_USUAL,
};
