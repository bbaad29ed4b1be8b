/** From a row to what it says about an account: ids, facts, and who is assigned to it. */
import { cleanText, suspicionInCompanyName } from '../../base/clean-text.ts';
import { Failure } from '../../base/failure.ts';
import type { FactName, FactValue } from '../../facts/types.ts';
import type { AccountMapping, AssignmentMapping } from '../declaration.ts';
import type { SourceRow } from '../row.ts';
import type { Report, Scalar } from './cell.ts';
import { scalarText } from './cell.ts';
import type { AccountEntry, AssignmentEntry } from './entry.ts';
import type { Read } from './mapping.ts';
import { checkedList, checkedValue, domainValue, idValue, personIdValue, typedValue } from './mapping.ts';
import type { MappingContext } from './record-parts.ts';
import { adding, dayValue, idsReader, optional } from './record-parts.ts';
import type { Typed } from './typed-value.ts';
import { truthValue } from './typed-value.ts';

export function accountReader(mapping: AccountMapping, context: MappingContext): Read<AccountEntry> {
  const ids = idsReader(mapping.ids.map(idValue));
  const name = optional(mapping.name, (value) => checkedValue(value, companyName));
  const parent = optional(mapping.parent, idValue);
  const domains = optional(mapping.domain, (value) => checkedList(value, domainValue));
  const facts = factsReader(mapping, context);
  const assignments = mapping.assignments.map((assignment) => assignmentReader(assignment, context));
  return (row, report) => {
    const known = ids(row, report);
    if (known === undefined || known === null) return undefined;
    return {
      kind: 'account',
      ids: known,
      name: name(row, report) ?? null,
      parent: parent(row, report) ?? null,
      domains: domains(row, report) ?? [],
      facts: facts(row, report),
      assignments: assignments.map((read) => read(row, report)).filter((entry) => entry !== null),
    };
  };
}

function companyName(cell: Scalar): Typed<string | null> {
  const text = cleanText(scalarText(cell), 300);
  const looksLike = suspicionInCompanyName(text);
  return looksLike === null ? { value: text || null } : { reason: `this looks like ${looksLike}` };
}

function factsReader(mapping: AccountMapping, { factTypes, shiftDays }: MappingContext) {
  const readers = Object.entries(mapping.facts).map(([name, value]) => {
    const type = factTypes.get(name);
    if (type === undefined)
      throw new Failure('configuration', `No fact \`${name}\` is declared.`, 'Declare it in concierge.yaml.');
    const consequence = `Rules take \`${name}\` as missing, unless another source has it.`;
    return { name, consequence, read: typedValue(value, type, shiftDays) };
  });
  return (row: SourceRow, report: Report): Record<FactName, FactValue> => {
    const facts: Record<FactName, FactValue> = {};
    for (const { name, consequence, read } of readers) {
      const value = read(row, adding(consequence, report));
      if (value !== null && value !== undefined) facts[name] = value;
    }
    return facts;
  };
}

function assignmentReader(mapping: AssignmentMapping, { shiftDays }: MappingContext) {
  const person = personIdValue(mapping.person);
  const since = optional(mapping.since, (value) => dayValue(value, shiftDays));
  const primary = optional(mapping.primary, (value) => checkedValue(value, truthValue));
  return (row: SourceRow, report: Report): AssignmentEntry | null => {
    const who = person(row, report) ?? null;
    if (who === null) return null;
    const isPrimary = mapping.primary === null || primary(row, report) === true;
    return { role: mapping.role, person: who, since: since(row, report) ?? null, primary: isPrimary };
  };
}
