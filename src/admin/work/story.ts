/** From one question, answered by every tool that its audience has, to the story that a person reads. Pure. */
import type { CandidateVerdict } from '../../guardrails/reached.ts';
import { absenceAt, deputyAt } from '../../guardrails/availability.ts';
import { linkText } from '../../guardrails/chain.ts';
import type { Considered } from '../../answer/considered.ts';
import type { ExplainedCandidate, ExplainedFact, ExplainedRow, Explanation } from '../../answer/explain.ts';
import { explanation } from '../../answer/explain.ts';
import { rowOf } from '../../answer/route.ts';
import { accountLine, VERDICTS } from '../../cli/explanation-text.ts';
import type { FactValue } from '../../facts/types.ts';
import { HIDEABLE } from '../../guardrails/table.ts';
import type { Candidate, FiredRow, Story, StoryFact, StoryRow, ToolAnswer } from '../contract.ts';

/** `answers`: at least one, all of the same question. */
export function storyOf(answers: readonly [Considered, ...Considered[]]): Story {
  const [first] = answers;
  const told = explanation(first);
  return {
    release: told.release,
    at: told.at,
    customer: customerOf(told),
    answers: answers.map(toolAnswer),
  };
}

function customerOf(told: Explanation): Story['customer'] {
  const { account } = told;
  return {
    kind: account.kind,
    account: account.kind === 'known' || account.kind === 'domain' ? account.account : null,
    name: account.name ?? null,
    words: accountLine(told),
  };
}

function storyFact({ name, value, from, conflicts, tooOld = null }: ExplainedFact): StoryFact {
  const fact = { name, value, tooOld, conflicts };
  if (typeof from === 'string') return { ...fact, origin: from, source: null };
  const { source, record, asOf } = from;
  return { ...fact, origin: 'source', source: { source, record, asOf } };
}

function storyRow({ rule, fired, failed }: ExplainedRow): StoryRow {
  return { row: rule, fired, failed: failed && { ...failed, value: shown(failed.value) } };
}

function shown(value: FactValue): string {
  return value === null ? 'missing' : String(value);
}

function firedRow({ decision }: Considered): FiredRow | null {
  const rule = decision?.escalation.rule ?? null;
  if (rule === null) return null;
  return {
    row: rule.id,
    route: rule.route.map(linkText),
    hide: rule.hide,
    contactOnly: rule.team === 'routed_contact_only',
    skipsClosed: rule.ifClosed === 'skip',
  };
}

function toolAnswer(one: Considered): ToolAnswer {
  const { definition, assistantOnly } = one.tool;
  const { facts, rows, healthRows, candidates } = explanation(one);
  const isHealth = definition.name === 'get_account_health';
  return {
    tool: definition.name,
    title: definition.title,
    card: one.card,
    json: JSON.stringify(one.card),
    assistantOnly,
    facts: facts.map(storyFact),
    rows: rows.map(storyRow),
    healthRows: isHealth ? healthRows.map(storyRow) : [],
    fired: firedRow(one),
    candidates: candidates.map((candidate, index) => storyCandidate(candidate, one.verdicts[index], one)),
    withheld: withheldFrom(one),
  };
}

function storyCandidate(
  { link, who, verdict }: ExplainedCandidate,
  walked: CandidateVerdict | undefined,
  one: Considered,
): Candidate {
  return { link, who, chosen: verdict === 'chosen', words: VERDICTS[verdict], away: awayOf(walked, one) };
}

function awayOf(walked: CandidateVerdict | undefined, { facts, release, atMs }: Considered): Candidate['away'] {
  const person = facts?.roster.people.get(walked?.person ?? '');
  if (person === undefined) return null;
  const time = release.house.timeOf(person);
  const absence = absenceAt(person, time, atMs);
  if (absence === null) return null;
  const deputy = deputyAt(person, time, atMs);
  return { until: absence.to, deputy: deputy && (facts?.roster.people.get(deputy)?.name ?? deputy) };
}

type Withheld = ToolAnswer['withheld'][number];

/** Health alone is no field of a contact. */
function withheldFrom(one: Considered): readonly Withheld[] {
  const isHealth = one.tool.definition.name === 'get_account_health';
  const { hide } = rowOf(one);
  const { fields } = one.release.workspace.service.audiences[one.ask.caller.audience];
  const given: ReadonlySet<string> = new Set([...fields, 'email', 'health']);
  return HIDEABLE.filter((field) => (field === 'health') === isHealth).flatMap((field): readonly Withheld[] => {
    if (hide.includes(field)) return [{ field, by: 'row' }];
    return given.has(field) ? [] : [{ field, by: 'audience' }];
  });
}
