/** What rows say of people and absences, as the notes of a merge have it: of each saying the first row that says it. */
import { isFileSource } from '../sources/declaration.ts';
import type { AbsenceEntry, PersonEntry } from '../sources/kit/entry.ts';
import type { FirstSaid, OpenNotes } from '../store/merge-notes.ts';
import { copiedPlace } from './copied-rows.ts';
import { Findings } from './findings.ts';
import type { ImportedWorkspace, Spoken } from './import-directory.ts';
import { mergePeople } from './merge-people.ts';
import type { NumberedRead } from './numbered-reads.ts';
import { readsIn } from './numbered-reads.ts';
import type { Origin, Sourced, Trust } from './trust.ts';
import { EMAIL_NAMESPACE, idKey } from './trust.ts';

type SourcesOf = Pick<ImportedWorkspace, 'sources'>;
type NotesOf = Pick<OpenNotes, 'sayings' | 'kept'>;
type OriginOf = (mapping: number) => Origin | undefined;

/** For comparing who is who: that doesn't depend on when it was told. */
export function spokenAtAnyTime(workspace: SourcesOf, notes: NotesOf): Spoken {
  const origins = readsIn(workspace.sources).flatMap(({ source, firstOrigin }) =>
    source.mappings.map((_mapping, index): readonly [number, Origin] => {
      return [firstOrigin + index, { index: firstOrigin + index, source: source.name, asOf: '' }];
    }),
  );
  const byIndex = new Map(origins);
  return spokenIn(workspace, notes, (mapping) => byIndex.get(mapping));
}

/** As the notes have it now. */
export function spokenIn(workspace: SourcesOf, notes: NotesOf, originOf: OriginOf): Spoken {
  const reads = new Map(readsIn(workspace.sources).map((each) => [each.number, each]));
  const people: Sourced<PersonEntry>[] = [];
  const absences: Sourced<AbsenceEntry>[] = [];
  for (const [row, said] of notes.sayings().entries()) {
    const [origin, read] = [originOf(said.mapping), reads.get(said.read)];
    if (origin === undefined || read === undefined) throw new RangeError(`No mapping ${said.mapping} was read.`);
    const entry = JSON.parse(said.text) as PersonEntry | AbsenceEntry;
    const place = placeOf(said, read, notes);
    if (entry.kind === 'person') people.push({ entry, origin, place, row });
    else absences.push({ entry, origin, place, row });
  }
  return { people, absences };
}

function placeOf(said: FirstSaid, { source, read }: NumberedRead, notes: NotesOf): string {
  if (isFileSource(source)) return notes.kept(said)?.place ?? '';
  return copiedPlace({ source: source.name, read }, said.row);
}

/** Ids by which another person is found, or nobody any more, or somebody at last. */
export function holdersThatDiffer(trust: Trust, was: Spoken, is: Spoken): readonly string[] {
  const [one, other] = [was, is].map(({ people, absences }) =>
    mergePeople(people, absences, trust, new Findings(() => false)),
  );
  const ids = [...was.people, ...is.people].flatMap(({ entry: { ids: own, fields } }) =>
    fields.email === undefined ? own : [...own, { namespace: EMAIL_NAMESPACE, id: fields.email }],
  );
  return [...new Set(ids.filter((id) => one?.find(id) !== other?.find(id)).map(idKey))];
}
