/**
 * What a simulation over the directory can't show of a draft: what only an import would bring, and rows that wait for something
 * that this question doesn't say. So that nobody takes "nothing would change" for more than it says. Pure.
 */
import type { PreparedRelease } from '../answer/prepared-release.ts';
import type { Question } from '../answer/question.ts';
import { canonicalJson } from '../base/json.ts';
import { silences } from '../coverage/silent-rows.ts';
import type { FactName } from '../facts/types.ts';
import type { Comparison } from './account-change.ts';

export type DraftNotes = {
  /** Facts of the directory that the draft alone declares: no account has them before an import. */
  readonly newFacts: readonly FactName[];
  /** The draft would import otherwise: its sources, whom it trusts, or whatever else an import reads of it. */
  readonly importsOtherwise: boolean;
  /** Rows that differ, and that the question can't come to; with what they wait for. */
  readonly unasked: readonly { readonly row: string; readonly for: readonly FactName[] }[];
  /** The live release has no such topic: there the question was asked without one. */
  readonly newTopic: string | null;
};

export function draftNotes({ live, draft }: Comparison): DraftNotes {
  const declared = new Set(live.release.workspace.facts.map(({ name }) => name));
  const { topic } = draft.question;
  return {
    newFacts: draft.release.workspace.facts
      .filter(({ name, origin }) => origin === 'directory' && !declared.has(name))
      .map(({ name }) => name),
    importsOtherwise: importing(live.release, draft.release) !== importing(draft.release, live.release),
    unasked: unaskedRows(live.release, draft.release, draft.question),
    newTopic: topic === live.question.topic ? null : topic,
  };
}

/** All that an import reads of a release; facts that only one of the two declares are told by themselves. */
function importing({ workspace }: PreparedRelease, other: PreparedRelease): string {
  const { sources, precedence, inheritance, approved, calendars, timezone, sampleDay } = workspace;
  const shared = new Set(other.workspace.facts.map(({ name }) => name));
  const facts = workspace.facts.filter(({ name, origin }) => origin === 'directory' && shared.has(name));
  return canonicalJson({
    sources: sources.filter(({ mappings }) => mappings.length > 0).map(imported),
    precedence,
    inheritance,
    facts: Object.fromEntries(facts.map(({ name, type }) => [name, type])),
    emailDomains: approved.emailDomains,
    calendars: [...calendars.keys()].toSorted(),
    // Only by a sample's day does the time zone move what is read.
    shifted: sampleDay === null ? null : { sampleDay, timezone },
  });
}

/** What a source says for services, for when it is read, and for how old it may become. */
const NOT_IMPORTED: ReadonlySet<string> = new Set(['operations', 'sync', 'live', 'webhook', 'stale']);

function imported(source: PreparedRelease['workspace']['sources'][number]): object {
  return Object.fromEntries(Object.entries(source).filter(([part]) => !NOT_IMPORTED.has(part)));
}

/** Of the draft's rows, then of the live ones that it drops. */
function unaskedRows(live: PreparedRelease, draft: PreparedRelease, question: Question): DraftNotes['unasked'] {
  const differing = [...waitingRows(draft, live, question), ...waitingRows(live, draft, question)];
  return differing.filter(({ row }, place) => differing.findIndex((other) => other.row === row) === place);
}

function waitingRows(release: PreparedRelease, other: PreparedRelease, question: Question): DraftNotes['unasked'] {
  const known = new Set(other.escalation.rules.map((rule) => canonicalJson(rule)));
  const silenceOf = silences(question, release);
  return release.escalation.rules.flatMap((rule, index) => {
    const silence = silenceOf(index);
    return silence.kind !== 'waits' || known.has(canonicalJson(rule)) ? [] : [{ row: rule.id, for: silence.for }];
  });
}
