/** BambooHR as a stateful fake: employees with their private fields, time off with its kind and notes, company holidays. */
import type { Asked, Said } from './fake-system.ts';
import { pageFrom } from './page-from.ts';

export type FakeEmployee = Readonly<Record<string, unknown>> & { readonly employeeId: string };
export type FakeTimeOff = {
  readonly id: number;
  readonly employeeId: number;
  readonly start: string;
  readonly end: string;
};
export type FakeHoliday = { readonly id: number; readonly name: string; readonly start: string; readonly end: string };

export type BambooHr = {
  readonly reply: (asked: Asked) => Said;
  readonly employees: Map<string, FakeEmployee>;
  readonly timeOff: Map<number, FakeTimeOff>;
  readonly holidays: Map<number, FakeHoliday>;
};

/** Always there, whatever is asked for. */
const DEFAULTS = ['employeeId', 'firstName', 'lastName', 'preferredName', 'photoUrl', 'jobTitleName', 'status'];

type BambooHrOptions = { readonly key: string; readonly pageSize?: number };

export function fakeBambooHr({ key, pageSize = 500 }: BambooHrOptions): BambooHr {
  const employees = new Map<string, FakeEmployee>();
  const timeOff = new Map<number, FakeTimeOff>();
  const holidays = new Map<number, FakeHoliday>();
  const list = ({ query }: Asked): Said => {
    const ids = query.get('filter[ids]')?.split(',');
    const found = [...employees.values()].filter(({ employeeId }) => ids?.includes(employeeId) ?? true);
    const size = Math.min(pageSize, Number(query.get('page[limit]') ?? 250));
    const [page, next] = pageFrom(found, query.get('page[after]'), size);
    const fields = [...DEFAULTS, ...(query.get('fields') ?? '').split(',')];
    const data = page.map((one) => Object.fromEntries(fields.map((field) => [field, one[field] ?? null])));
    return { body: { data, meta: { total: found.length, page: { nextCursor: next } }, _links: {} } };
  };
  const whosOut = ({ query }: Asked): Said => {
    const [start, end] = [query.get('start') ?? '', query.get('end') ?? ''];
    const isWithin = (one: { readonly start: string; readonly end: string }) => one.start <= end && one.end >= start;
    const away = [...timeOff.values()].filter(isWithin).map((one) => ({ ...one, type: 'timeOff', name: 'Somebody' }));
    const days = [...holidays.values()].filter(isWithin).map((one) => ({ ...one, type: 'holiday' }));
    return { body: [...days, ...away] };
  };
  const paths: Readonly<Record<string, (asked: Asked) => Said>> = {
    '/api/v1/employees': list,
    '/api/v1/time_off/whos_out': whosOut,
  };
  const reply = (asked: Asked): Said => {
    const credentials = `Basic ${Buffer.from(`${key}:x`).toString('base64')}`;
    if (asked.headers.authorization !== credentials) return refused(401, 'Invalid API key');
    return paths[asked.path]?.(asked) ?? refused(404, 'Not found');
  };
  return { reply, employees, timeOff, holidays };
}

/** Reasons come in a header, and the body may hold nothing. */
export function refused(status: number, reason: string, headers: Said['headers'] = {}): Said {
  return { status, body: '', headers: { 'x-bamboohr-error-message': reason, ...headers } };
}
