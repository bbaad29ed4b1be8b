/** BambooHR for agents for teams: who is away and who a colleague is; never why, and nothing else of an employee. */
import type { ReadyService } from './ready-service.ts';

const DAYS = {
  first_day: { input: 'start', description: 'The first day, like 2026-11-23.' },
  last_day: { input: 'end', description: 'The last day, like 2026-11-27.' },
};

const COLLEAGUE = {
  first_name: { at: 'preferredName', description: 'Only where it isn’t the one on paper.' },
  name: 'displayName',
  title: 'jobTitleName',
  department: 'departmentName',
  email: { at: 'workEmail', type: 'email' },
} as const;

export const BAMBOOHR_READY: ReadyService = {
  connector: 'bamboohr',
  title: 'BambooHR',
  tools: {
    who_is_away: {
      operation: 'time_off',
      title: 'Who is away',
      description: 'List who is away from one day to another, and until when. It never says why.',
      needs: 'Who’s Out',
      arguments: DAYS,
      most: 100,
      fields: {
        name: 'name',
        from: { at: 'start', type: 'moment' },
        to: { at: 'end', type: 'moment', description: 'The last day away.' },
        employee_id: { at: 'employeeId', description: 'To ask colleague for.' },
      },
      cache: '5m',
    },
    company_holidays: {
      operation: 'holidays',
      title: 'Company holidays',
      description: 'List the days from one to another on which the company is closed.',
      needs: 'Who’s Out',
      arguments: DAYS,
      most: 50,
      fields: { name: 'name', from: { at: 'start', type: 'moment' }, to: { at: 'end', type: 'moment' } },
      cache: '1h',
    },
    colleague: {
      operation: 'employees',
      title: 'One colleague',
      description: 'Say who a colleague is, by the employee_id that another tool told.',
      arguments: {
        employee_id: { input: 'employee', required: true, description: 'As who_is_away or colleagues told it.' },
      },
      fixed: { page_size: 1 },
      returns: 'one',
      fields: {
        ...COLLEAGUE,
        location: 'locationName',
        manager_id: { at: 'reportsToId', description: 'employee_id of the manager.' },
      },
      cache: '10m',
    },
    colleagues: {
      operation: 'employees',
      title: 'Our colleagues',
      description: 'List colleagues, the first hundred of them.',
      note: 'In a larger company a list of a hundred helps nobody: delete it.',
      fixed: { page_size: 100 },
      most: 100,
      fields: { employee_id: 'employeeId', ...COLLEAGUE },
      cache: '10m',
    },
  },
};
