/** From records as they are now to what they say of one account, through the source's own mappings. Pure. */
import { memoized } from '../../base/memoized.ts';
import { copiedPlace } from '../../directory/copied-rows.ts';
import type { SaidNow, HoldersNow } from '../../directory/lay-over.ts';
import type { Assignment, PersonKey, Role, Roster } from '../../directory/records.ts';
import { compareHolders } from '../../directory/records.ts';
import { EMAIL_NAMESPACE, idKey } from '../../directory/trust.ts';
import type { FactName, Provenance, SourcedValue } from '../../facts/types.ts';
import type { AccountEntry, AssignmentEntry } from '../kit/entry.ts';
import type { SourcedId } from '../kit/mapping.ts';
import type { LiveRecord, LiveRecords } from './live-cache.ts';
import type { PlannedSource } from './live-plan.ts';

/** Null where no mapping is about these records any more, or can read their ids: then they say nothing. */
export function saidNow(planned: PlannedSource, { asOf, records }: LiveRecords, roster: Roster): SaidNow | null {
  const read = records.toSorted(byId).map((record) => ({ record, entries: entriesOf(planned, record) }));
  if (read.every(({ entries: own }) => own.length === 0)) return null;
  const source = planned.source.name;
  const at = (record: LiveRecord): Provenance => ({
    source,
    record: copiedPlace({ source, read: record.read }, record.id),
    asOf,
    live: true,
  });
  const entries = read.flatMap(({ record, entries: own }) => own.map((entry) => ({ entry, from: at(record) })));
  const name =
    planned.isNaming === true ? (entries.find(({ entry }) => entry.name !== null)?.entry.name ?? null) : null;
  return {
    source,
    asOf,
    name,
    isNamedElsewhere: planned.isNaming !== null && name === null,
    facts: new Map(planned.names.facts.map((fact) => [fact, factIn(fact, entries)])),
    roles: new Map(planned.names.roles.map((role) => [role, holdersIn(role, entries, roster)])),
  };
}

/** As an import reads a copy: in the order of ids. */
function byId(one: LiveRecord, other: LiveRecord): number {
  return one.id < other.id ? -1 : Number(one.id > other.id);
}

/** In the order of the mappings. */
function entriesOf({ mappings }: PlannedSource, { read, id, values }: LiveRecord): readonly AccountEntry[] {
  return mappings
    .filter(({ mapping }) => mapping.from === read)
    .flatMap(({ readRow }) => {
      const { entry } = readRow({ place: id, values });
      return entry?.kind === 'account' ? [entry] : [];
    });
}

type Entry = { readonly entry: AccountEntry; readonly from: Provenance };

function factIn(name: FactName, entries: readonly Entry[]): SourcedValue | null {
  const found = entries.find(({ entry }) => Object.hasOwn(entry.facts, name));
  return found === undefined ? null : { value: found.entry.facts[name] ?? null, ...found.from };
}

function holdersIn(role: Role, entries: readonly Entry[], roster: Roster): HoldersNow {
  const named = entries.flatMap(({ entry, from }) =>
    entry.assignments.filter((each) => each.role === role).map((each) => ({ each, from })),
  );
  const held = named.flatMap(({ each, from }) => {
    const person = personIn(each.person, roster);
    return person === undefined ? [] : [assignmentOf(each, person, from)];
  });
  if (named.length > 0 && held.length === 0) return 'unknown';
  const first = new Map<PersonKey, Assignment>();
  for (const one of held.toSorted(compareHolders)) if (!first.has(one.person)) first.set(one.person, one);
  return [...first.values()];
}

function assignmentOf({ role, primary, since }: AssignmentEntry, person: PersonKey, source: Provenance): Assignment {
  return { role, person, primary, since, source };
}

/** By address, or by any id that some source has of them. */
function personIn(id: SourcedId, roster: Roster): PersonKey | undefined {
  if (id.namespace === EMAIL_NAMESPACE) return roster.byEmail.get(id.id)?.key;
  const key = idKey(id);
  return roster.people.has(key) ? key : byOtherIds(roster).get(key);
}

/** Of a roster, which all answers share, once. */
const byOtherIds = memoized(({ people }: Roster): ReadonlyMap<string, PersonKey> => {
  const known = [...people.values()];
  return new Map(known.flatMap(({ key, ids = [] }) => ids.map((id) => [id, key] as const)));
});
