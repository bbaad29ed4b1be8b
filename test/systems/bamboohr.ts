/** BambooHR for tests: a company of five. */
import type { BambooHr } from '../../src/demo/systems/bamboohr.ts';
import { fakeBambooHr, refused } from '../../src/demo/systems/bamboohr.ts';
import { bamboohr } from '../../src/sources/connectors/bamboohr.ts';
import { leadingTo } from './opened.ts';
import type { VendorFake } from './vendor.ts';

export { fakeBambooHr, refused };
export type { BambooHr } from '../../src/demo/systems/bamboohr.ts';

/** A company of five. */
export function bambooHrCompany(): VendorFake & BambooHr {
  const fake = fakeBambooHr({ key: 'k3y', pageSize: 2 });
  const ids = ['1', '2', '3', '4', '5'];
  for (const employeeId of ids) fake.employees.set(employeeId, { employeeId, firstName: 'Ava', status: 'Active' });
  return {
    ...fake,
    connector: bamboohr,
    settings: { company: 'acme' },
    waysIn: { api_key: { words: {}, secrets: ['secret'] } },
    secrets: { secret: 'k3y' },
    basePath: '/api/v1',
    leads: leadingTo,
    refusals: {
      expired: refused(401, 'Invalid API key'),
      forbidden: refused(403, 'Insufficient permissions'),
      limited: (seconds) => refused(429, 'Throttled', { 'retry-after': String(seconds) }),
      broken: refused(500, 'Internal server error'),
    },
    sample: { read: 'employees', columns: ['employeeId', 'firstName'], ids },
  };
}
