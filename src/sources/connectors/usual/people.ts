/** What is usual of the systems that tell of one's own people: who works here, who is away, who can be booked where. */
import type { Usual } from '../../kit/http/usual.ts';

export const BAMBOOHR_USUAL: Usual = {
  records: {
    employees: [
      {
        kind: 'person',
        id: [
          { column: 'employeeId', in: 'bamboohr' },
          { column: 'workEmail', in: 'email' },
        ],
        values: {
          name: ['firstName', 'lastName'],
          title: 'jobTitleName',
          email: 'workEmail',
          active: { column: 'status', values: { Active: true, Inactive: false } },
          manager: { column: 'reportsToId', in: 'bamboohr' },
        },
      },
    ],
    absences: [
      {
        kind: 'absence',
        values: {
          person: { column: 'employeeId', in: 'bamboohr' },
          start: 'start',
          end: 'end',
          kind: { constant: 'on_leave' },
        },
      },
    ],
  },
};

export const CALENDLY_USUAL: Usual = {
  records: {
    people: [
      {
        kind: 'person',
        id: [
          { column: 'user.uri', in: 'calendly' },
          { column: 'user.email', in: 'email' },
        ],
        values: { booking_link: 'user.scheduling_url' },
      },
    ],
  },
};

export const GOOGLE_CALENDAR_USUAL: Usual = {
  records: {
    out_of_office: [
      {
        kind: 'absence',
        values: {
          person: { column: 'calendar', in: 'email' },
          start: 'start.dateTime',
          end: 'end.dateTime',
          kind: { constant: 'out_of_office' },
        },
      },
    ],
  },
};

const AWAY = { kind: { constant: 'out_of_office' } } as const;

export const MICROSOFT_GRAPH_USUAL: Usual = {
  records: {
    people: [
      {
        kind: 'person',
        id: [
          { column: 'id', in: 'entra' },
          { column: 'mail', in: 'email' },
        ],
        values: {
          name: 'displayName',
          title: 'jobTitle',
          email: 'mail',
          active: 'accountEnabled',
          manager: { column: 'manager.id', in: 'entra' },
        },
      },
    ],
    automatic_replies: [
      {
        kind: 'absence',
        where: { status: 'scheduled' },
        values: {
          person: { column: 'user', in: 'entra' },
          start: 'scheduledStartDateTime.dateTime',
          end: 'scheduledEndDateTime.dateTime',
          ...AWAY,
        },
      },
      {
        kind: 'absence',
        where: { status: 'alwaysEnabled' },
        values: { person: { column: 'user', in: 'entra' }, start: 'today', ...AWAY },
      },
    ],
  },
};
