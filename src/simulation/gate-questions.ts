/**
 * What a gate asks each account before a draft goes live: the plain question of an agent for customers, and it with whatever
 * rows of either release decide by, passed or failed, in every combination. Left out is what can't tell anything: values that
 * nothing tells apart, and questions under which both releases have the same rows. What is not asked is named. Pure.
 */
import type { PreparedRelease } from '../answer/prepared-release.ts';
import type { Question } from '../answer/question.ts';
import { factRow } from '../answer/question.ts';
import type { EpochMs } from '../base/clock.ts';
import { canonicalJson } from '../base/json.ts';
import { plainQuestion } from '../coverage/account-coverage.ts';
import { catchAllOf, NO_ACCOUNT } from '../coverage/silent-rows.ts';
import { AUDIENCES, URGENCIES } from '../facts/frame.ts';
import type { FactName } from '../facts/types.ts';
import { literalsOf } from '../guardrails/literals-of.ts';
import { wantedOf } from '../guardrails/skills.ts';
import type { EscalationRule } from '../guardrails/table.ts';
import { isSameFrame, isSameGround } from './alike.ts';
import { askable } from './comparison.ts';

/** A gate goes through all accounts once for each. */
export const MOST_QUESTIONS = 64;

export type Releases = { readonly live: PreparedRelease; readonly draft: PreparedRelease };

export type GateQuestions = {
  /** The plain one first; then those that say the least. */
  readonly questions: readonly Question[];
  /** What rows decide by that no question says: a fact, or several of which not every combination is asked. */
  readonly unasked: readonly (readonly FactName[])[];
};

/** What a question of the gate may say; of the rest of a call (when, how matched) it takes the plain one's. */
const SAID = ['topic', 'urgency', 'audience', 'language'] as const;
type Said = Partial<Pick<Question, (typeof SAID)[number]>>;

export function gateQuestions(releases: Releases, nowMs: EpochMs): GateQuestions {
  const plain = plainQuestion('customers', nowMs);
  const tells = tellsApart(releases);
  const all = combinations(SAID.map((fact) => told(fact, plain, releases))).filter(
    (said) => isPlain(said) || tells({ ...plain, ...said }),
  );
  const cut = all.slice(MOST_QUESTIONS).map((said) => SAID.filter((fact) => fact in said));
  return {
    questions: all.slice(0, MOST_QUESTIONS).map((said) => ({ ...plain, ...said })),
    unasked: [...unsayable(releases), ...new Map(cut.map((facts) => [facts.join(), facts])).values()],
  };
}

/** For whoever hasn't the time for more: what else rows decide by is named. */
export function plainQuestionAlone(releases: Releases, nowMs: EpochMs): GateQuestions {
  const plain = plainQuestion('customers', nowMs);
  const said = SAID.filter((fact) => told(fact, plain, releases).length > 0);
  return { questions: [plain], unasked: [...said.map((fact) => [fact]), ...unsayable(releases)] };
}

function isPlain(said: Said): boolean {
  return Object.keys(said).length === 0;
}

function combinations(options: readonly (readonly Said[])[]): readonly Said[] {
  const start: readonly Said[] = [{}];
  return options
    .reduce((all, more) => all.flatMap((said) => [said, ...more.map((one) => ({ ...said, ...one }))]), start)
    .toSorted((one, other) => Object.keys(one).length - Object.keys(other).length);
}

/** The values of a fact that decide otherwise than the plain question's, and than each other. */
function told(fact: (typeof SAID)[number], plain: Question, releases: Releases): readonly Said[] {
  const seen = new Set([signature(plain, releases)]);
  return VALUES[fact](releases).filter((said) => {
    const text = signature({ ...plain, ...said }, releases);
    return !seen.has(text) && seen.add(text);
  });
}

const VALUES: Readonly<Record<(typeof SAID)[number], (releases: Releases) => readonly Said[]>> = {
  topic: ({ draft }) => draft.workspace.topics.map((topic) => ({ topic })),
  urgency: () => URGENCIES.map((urgency) => ({ urgency })),
  audience: (releases) => AUDIENCES.filter((one) => mayAsk(one, releases)).map((audience) => ({ audience })),
  language: ({ live, draft }) =>
    [...new Set([...languagesOf(draft), ...languagesOf(live)])].map((language) => ({ language })),
};

function mayAsk(audience: Question['audience'], { draft }: Releases): boolean {
  return draft.workspace.service.audiences[audience].tools.includes('get_escalation_contact');
}

/** Those that it has words in, and those that its rows name. */
function languagesOf(release: PreparedRelease): readonly string[] {
  const { reasons, defaultLanguage } = release.workspace;
  const cells = reachable(release).flatMap(({ rule }) => rule.when.filter(({ fact }) => fact === 'language'));
  return [
    defaultLanguage,
    ...Object.values(reasons).flatMap((wording) => Object.keys(wording)),
    ...cells.flatMap(({ test }) => literalsOf(test)).map(String),
  ];
}

/** Everything by which a question makes a difference: the cells that it passes, and what a walk depends on. */
function signature(question: Question, { live, draft }: Releases): string {
  return canonicalJson(
    [live, draft].map((release) => {
      const { audience, urgency, language } = askable(question, release);
      const { fields, reasons } = release.workspace.service.audiences[audience];
      const isMatched = reachable(release).some(({ rule: { match } }) => isByLanguage(match));
      return {
        passed: passedCells(question, release).map(({ passed }) => passed),
        urgency,
        bookable: fields.includes('booking_link'),
        reasons,
        language: isMatched ? wantedOf({ require: ['language'], prefer: [] }, () => language) : null,
      };
    }),
  );
}

function isByLanguage(match: EscalationRule['match']): boolean {
  return match !== undefined && [...match.require, ...match.prefer].includes('language');
}

/** What stands below the row that catches all is never reached. */
function reachable({ escalation: { rules, cells } }: PreparedRelease) {
  const last = rules.findIndex((rule) => rule === catchAllOf(rules));
  const reached = last === -1 ? rules : rules.slice(0, last + 1);
  return reached.map((rule, index) => ({ rule, cells: cells[index] ?? [] }));
}

/** For each row that can be reached, which of its cells about the call the question passes. */
function passedCells(question: Question, release: PreparedRelease) {
  const row = factRow(NO_ACCOUNT, askable(question, release), release);
  return reachable(release).map(({ rule, cells }) => {
    const asked = cells.filter(({ slot }) => release.frame.facts[slot]?.origin === 'asked');
    return { rule, passed: asked.map(({ slot, passes }) => passes(row[slot] ?? null)) };
  });
}

/** Whether a question may be answered otherwise: not where the rows that are left for it are the same. */
function tellsApart({ live, draft }: Releases): (question: Question) => boolean {
  if (!isSameGround(live, draft) || !isSameFrame(live, draft)) return () => true;
  const texts = new Map(
    [...live.escalation.rules, ...draft.escalation.rules].map((rule) => [rule, canonicalJson(rule)]),
  );
  const rowsFor = (question: Question, release: PreparedRelease): string =>
    passedCells(question, release)
      .filter(({ passed }) => passed.every(Boolean))
      .map(({ rule }) => texts.get(rule))
      .join();
  return (question) => rowsFor(question, live) !== rowsFor(question, draft);
}

function unsayable({ live, draft }: Releases): readonly (readonly FactName[])[] {
  const facts = [live, draft].flatMap((release) =>
    reachable(release).flatMap(({ cells }) =>
      cells.flatMap(({ slot }) => {
        const fact = release.frame.facts[slot];
        return fact?.origin === 'asked' && !SAID.some((said) => said === fact.name) ? [fact.name] : [];
      }),
    ),
  );
  return [...new Set(facts)].map((fact) => [fact]);
}
