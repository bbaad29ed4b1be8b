/**
 * BambooHR: who may be seen, and who is away when. Absences come from "Who's Out", which has neither the kind of a leave nor
 * its notes; `/time_off/requests` has both, and is never asked.
 * Paths, fields, paging: as the vendor's SDK of 2026 documents them. The limits aren't published.
 */
import type { Connector } from '../kit/http/connector.ts';
import type { Operation } from '../kit/http/operation.ts';
import { BAMBOOHR_USUAL } from './usual/people.ts';

/** All that may be asked of an employee. Salary, birth date, home address and private phone can't be named. */
const FIELDS = [
  'employeeId',
  'firstName',
  'lastName',
  'preferredName',
  'displayName',
  'jobTitleName',
  'status',
  'workEmail',
  'timezone',
  'locationName',
  'departmentName',
  'divisionName',
  'reportsToId',
] as const;

const FIELDS_INPUT = {
  type: 'names',
  about: 'The fields of an employee, by the names of this list.',
  required: true,
  oneOf: FIELDS,
  // A mapping may name records otherwise, and the copy still needs to know which is which.
  always: ['employeeId'],
} as const;

const EMPLOYEES: Operation = {
  about: 'Lists the employees whom the credentials may see, or one of them.',
  input: {
    fields: FIELDS_INPUT,
    employee: { type: 'string', about: 'The employee’s id.', pattern: /^\d{1,12}$/ },
    page_size: { type: 'integer', about: 'Employees a page, 2,500 at most.', required: true },
  },
  request: {
    path: '/employees',
    query: { fields: '{fields}', 'filter[ids]': '{employee}', 'page[limit]': '{page_size}' },
  },
  paging: { kind: 'cursor', at: 'meta.page.nextCursor', to: { query: 'page[after]' } },
  rows: 'data',
  // Replies hold a photo and more by default.
  keeps: FIELDS,
};

const WHOS_OUT: Operation = {
  about: 'Lists who is away, and company holidays, from one day to another.',
  input: {
    start: { type: 'string', about: 'The first day.', required: true, pattern: /^\d{4}-\d\d-\d\d$/ },
    end: { type: 'string', about: 'The last day.', required: true, pattern: /^\d{4}-\d\d-\d\d$/ },
  },
  // Without `filter=off` only those come whom a saved view of the key's owner shows.
  request: { path: '/time_off/whos_out', query: { start: '{start}', end: '{end}', filter: 'off' } },
  paging: null,
  rows: '',
  keeps: ['id', 'type', 'employeeId', 'name', 'start', 'end'],
};

/** As services ask for it: people alone, or days alone, and nothing that says why. */
const TIME_OFF: Operation = {
  ...WHOS_OUT,
  about: 'Lists who is away from one day to another: never why.',
  only: { at: 'type', is: ['timeOff'] },
  keeps: ['employeeId', 'name', 'start', 'end'],
};

const HOLIDAYS: Operation = {
  ...WHOS_OUT,
  about: 'Lists company holidays from one day to another.',
  only: { at: 'type', is: ['holiday'] },
  keeps: ['name', 'start', 'end'],
};

/** Without one, the system tells of two weeks. One that began before counts for as long as it lasts. */
const WINDOW = { from: 'start', to: 'end', as: 'day', backDays: 1, aheadDays: 90 } as const;

export const bamboohr: Connector = {
  name: 'bamboohr',
  title: 'BambooHR',
  settings: {
    company: {
      about: 'The company’s name in its BambooHR address: https://acme.bamboohr.com.',
      example: 'acme',
      pattern: /^[a-z0-9][a-z0-9-]{0,62}$/,
    },
  },
  base: 'https://{company}.bamboohr.com/api/v1',
  waysIn: {
    api_key: {
      about: 'The API key of a user whose access level sees nothing but what is read here.',
      secrets: { secret: 'The API key.' },
      words: {},
      auth: { kind: 'basic_key', secret: 'secret', password: 'x' },
      scopes: ['access level: name, job and work contact of employees', 'Who’s Out'],
    },
  },
  // Reasons come in the header `x-bamboohr-error-message`, as sentences; too many requests are a 503 with `Retry-After`.
  errors: { at: [], kinds: {} },
  limits: null,
  paces: { default: { concurrency: 2, rate: { requests: 60, perMs: 60_000 } } },
  operations: { employees: EMPLOYEES, whos_out: WHOS_OUT, time_off: TIME_OFF, holidays: HOLIDAYS },
  reads: {
    employees: {
      about: 'Employees whom the credentials may see.',
      operation: 'employees',
      input: { page_size: 500 },
      columns: 'fields',
      id: 'employeeId',
      changes: null,
      one: { operation: 'employees', by: 'employee' },
    },
    absences: {
      about: 'Approved time off from yesterday until 90 days ahead: who, from, to.',
      operation: 'whos_out',
      input: {},
      columns: null,
      id: 'id',
      changes: null,
      one: null,
      window: WINDOW,
      only: { at: 'type', is: ['timeOff'] },
    },
    company_holidays: {
      about: 'Company holidays of the same days: nobody’s absence.',
      operation: 'whos_out',
      input: {},
      columns: null,
      id: 'id',
      changes: null,
      one: null,
      window: WINDOW,
      only: { at: 'type', is: ['holiday'] },
    },
  },
  probe: { operation: 'employees', input: { fields: ['employeeId'], page_size: 1 }, scopesHeader: null },
  usual: BAMBOOHR_USUAL,
};
