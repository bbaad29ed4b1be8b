/** One entry of a source's `records`: an account, person, contact or absence mapping. */
import type { ValuePath } from '../../base/problem.ts';
import type { FactDeclaration, FactType } from '../../facts/types.ts';
import { ABSENCE_KINDS, PERSON_KINDS } from '../../directory/records.ts';
import { PERSON_FIELDS } from '../../sources/declaration.ts';
import type {
  AbsenceMapping,
  AccountMapping,
  AssignmentMapping,
  ContactMapping,
  PersonField,
  PersonMapping,
  RecordMapping,
  ValueMapping,
} from '../../sources/declaration.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import type { SourceContext } from './source-context.ts';
import { readId, readIds, readOptionalId, readOptionalValue, readValue, readWhere } from './read-mapping.ts';
import { textSchema } from '../schema/names.ts';
import { meant } from '../yaml/words.ts';

type Reader = (document: ConfigDocument, at: ValuePath, context: SourceContext) => RecordMapping | null;

const READERS: Readonly<Record<string, Reader>> = {
  account: readAccount,
  person: readPerson,
  contact: readContact,
  absence: readAbsence,
};

/** `null` where too little of it could be read; that was reported. */
export function readRecord(
  document: ConfigDocument,
  at: ValuePath,
  kind: string,
  context: SourceContext,
): RecordMapping | null {
  return READERS[kind]?.(document, at, context) ?? null;
}

function readFrom(document: ConfigDocument, at: ValuePath): Pick<RecordMapping, 'from' | 'where'> {
  return { from: document.read([...at, 'from'], textSchema) ?? '', where: readWhere(document, [...at, 'where']) };
}

function readAccount(document: ConfigDocument, at: ValuePath, context: SourceContext): AccountMapping {
  return {
    kind: 'account',
    ...readFrom(document, at),
    ids: readIds(document, [...at, 'id']),
    name: readOptionalValue(document, [...at, 'name']),
    parent: readOptionalId(document, [...at, 'parent']),
    domain: readOptionalValue(document, [...at, 'domain']),
    facts: Object.fromEntries(
      document.keys([...at, 'facts']).flatMap((fact) => {
        const value = readFact(document, [...at, 'facts', fact], fact, context);
        return value === null ? [] : [[fact, value]];
      }),
    ),
    assignments: document.indexes([...at, 'assignments']).flatMap((path) => readAssignment(document, path) ?? []),
  };
}

function readFact(
  document: ConfigDocument,
  path: ValuePath,
  fact: string,
  { facts }: SourceContext,
): ValueMapping | null {
  const declaration = facts.get(fact);
  if (declaration === undefined) {
    document.error(path, `The fact \`${fact}\` is not declared.`, meant(fact, mappable(facts), 'fact'), 'key');
    return null;
  }
  if (declaration !== null && declaration.origin !== 'directory') {
    const why = declaration.origin === 'derived' ? 'is computed' : 'comes from the call';
    document.error(path, `The fact \`${fact}\` ${why}, so no source can fill it.`, 'Delete this line.', 'key');
    return null;
  }
  return readValue(document, path, declaration?.type ?? null);
}

function mappable(facts: SourceContext['facts']): readonly string[] {
  const isMappable = (fact: FactDeclaration | null): boolean => fact === null || fact.origin === 'directory';
  return [...facts].flatMap(([name, fact]) => (isMappable(fact) ? [name] : []));
}

function readAssignment(document: ConfigDocument, at: ValuePath): AssignmentMapping | null {
  const role = document.read([...at, 'role'], textSchema);
  const person = readId(document, [...at, 'person']);
  if (role === undefined || person === null) return null;
  return {
    role,
    person,
    since: readOptionalValue(document, [...at, 'since'], { type: 'date' }),
    primary: readOptionalValue(document, [...at, 'primary'], { type: 'boolean' }),
  };
}

const FIELD_TYPES = {
  active: { type: 'boolean' },
  kind: { type: 'enum', values: PERSON_KINDS },
  weight: { type: 'number' },
  open_load: { type: 'number' },
} as const satisfies Partial<Record<PersonField, FactType>>;

function readPerson(document: ConfigDocument, at: ValuePath, { calendars }: SourceContext): PersonMapping {
  const parts = Array.isArray(document.valueAt([...at, 'name'])) ? document.indexes([...at, 'name']) : [];
  const types: Partial<Record<PersonField, FactType>> = {
    ...FIELD_TYPES,
    calendar: { type: 'enum', values: [...calendars] },
  };
  const kind = document.has([...at, 'kind', 'constant'])
    ? readValue(document, [...at, 'kind'], FIELD_TYPES.kind)
    : null;
  const elsewhere = new Set([...(parts.length > 0 ? ['name'] : []), ...(kind === null ? [] : ['kind'])]);
  const fields = PERSON_FIELDS.filter((field) => document.has([...at, field]) && !elsewhere.has(field));
  return {
    kind: 'person',
    ...readFrom(document, at),
    ids: readIds(document, [...at, 'id']),
    fields: Object.fromEntries(
      fields.flatMap((field) => {
        const value = readValue(document, [...at, field], types[field]);
        return value === null ? [] : [[field, value]];
      }),
    ),
    nameParts: parts.flatMap((path) => readValue(document, path) ?? []),
    manager: readOptionalId(document, [...at, 'manager']),
    deputy: readOptionalId(document, [...at, 'deputy']),
    personKind: PERSON_KINDS.find((each) => each === kind?.constant) ?? null,
  };
}

function readContact(document: ConfigDocument, at: ValuePath): ContactMapping | null {
  const email = readValue(document, [...at, 'email']);
  const account = readId(document, [...at, 'account']);
  return email === null || account === null ? null : { kind: 'contact', ...readFrom(document, at), email, account };
}

function readAbsence(document: ConfigDocument, at: ValuePath): AbsenceMapping | null {
  const day: FactType = { type: 'date' };
  const person = readId(document, [...at, 'person']);
  const start = readValue(document, [...at, 'start'], day);
  const value = readValue(document, [...at, 'kind'], { type: 'enum', values: ABSENCE_KINDS });
  if (person === null || start === null || value === null) return null;
  return {
    kind: 'absence',
    ...readFrom(document, at),
    person,
    start,
    end: readOptionalValue(document, [...at, 'end'], day),
    absence: ABSENCE_KINDS.find((kind) => kind === value.constant) ?? { value },
    deputy: readOptionalId(document, [...at, 'deputy']),
  };
}
