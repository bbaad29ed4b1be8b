/** Acme's BambooHR: who works there, and who is away when. Why somebody is away isn't in it. */
import type { PersonKey } from '../directory/records.ts';
import type { Sample } from './sample.ts';
import type { BambooHr } from './systems/bamboohr.ts';
import { fakeBambooHr } from './systems/bamboohr.ts';

/** Of the sample's HR: `hr:E1007` is employee 1007. */
const EMPLOYEE = /^hr:E(\d+)$/;
const FOR_EVER = '2999-12-31';

export function filledBambooHr({ people }: Sample, key: string): BambooHr {
  const fake = fakeBambooHr({ key });
  const employeeIdOf = (person: PersonKey | null) => EMPLOYEE.exec(person ?? '')?.[1] ?? null;
  let nth = 0;
  for (const { key: person, name, title, active, email, timezone, manager, absences } of people) {
    const employeeId = employeeIdOf(person);
    if (employeeId === null) continue;
    fake.employees.set(employeeId, {
      employeeId,
      displayName: name,
      jobTitleName: title,
      status: active ? 'Active' : 'Inactive',
      workEmail: email,
      timezone,
      reportsToId: employeeIdOf(manager),
    });
    for (const { from: start, to } of absences) {
      nth += 1;
      fake.timeOff.set(nth, { id: nth, employeeId: Number(employeeId), start, end: to ?? FOR_EVER });
    }
  }
  return fake;
}
