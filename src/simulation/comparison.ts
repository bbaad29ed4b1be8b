/** The two sides of a simulation made ready: the same people, moment and question under each release. Pure. */
import type { PreparedRelease } from '../answer/prepared-release.ts';
import type { Question } from '../answer/question.ts';
import type { WantedFacts } from '../coverage/chosen-facts.ts';
import { chosenFacts } from '../coverage/chosen-facts.ts';
import type { Roster } from '../directory/records.ts';
import type { Comparison } from './account-change.ts';
import { alikeRows, isSameFrame } from './alike.ts';

export type Compared = {
  readonly live: PreparedRelease;
  readonly draft: PreparedRelease;
  readonly roster: Roster;
  readonly question: Question;
  readonly wanted: WantedFacts;
};

/** @throws Failure `usage` for wanted facts that the live release can't break down by or add up */
export function comparison({ live, draft, roster, question, wanted }: Compared): Comparison {
  const facts = chosenFacts(wanted, live.frame);
  return {
    live: { release: live, roster, question: askable(question, live), facts },
    draft: { release: draft, roster, question: askable(question, draft), facts: { by: null, value: null } },
    isAlike: alikeRows(live, draft),
    isSameFrame: isSameFrame(live, draft),
  };
}

/** An agent can't name a topic that its release doesn't have: it asks without one. */
export function askable(question: Question, { workspace: { topics } }: PreparedRelease): Question {
  const { topic } = question;
  return topic === null || topics.includes(topic) ? question : { ...question, topic: null };
}
