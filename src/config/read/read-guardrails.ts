/** `guardrails/*.yaml` → decision tables. Cells are read by their fact's type from the source text; all problems are kept. */
import { isPlainObject } from '../../base/json.ts';
import type { ValuePath } from '../../base/problem.ts';
import type { Approver } from '../../card/approve.ts';
import type { FactFrame } from '../../facts/frame.ts';
import type { FactName } from '../../facts/types.ts';
import type { CellSource } from '../../guardrails/cell-source.ts';
import { parseChain } from '../../guardrails/chain.ts';
import { checkTable } from '../../guardrails/check-table.ts';
import { parseWhen, unknownFact } from '../../guardrails/parse-when.ts';
import type { Skill } from '../../guardrails/skills.ts';
import type { Cell, DecisionTable, EscalationRule, HealthRule, ReasonChoice } from '../../guardrails/table.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { escalationRuleSchema, healthRuleSchema, reasonChoiceSchema } from '../schema/guardrails-schema.ts';

export type GuardrailContext = {
  readonly frame: FactFrame;
  /** Facts that are declared but broken: their cells can't be read, which is no second problem. */
  readonly broken: ReadonlySet<FactName>;
  readonly teams: readonly string[];
  readonly reasons: readonly string[];
  /** `null` where what is approved could not be read. */
  readonly approver: Approver | null;
};

/** The table where no file has one: nothing is known of anybody's health. */
export const UNKNOWN_HEALTH: DecisionTable<HealthRule> = { rules: [{ id: 'unknown', when: [], status: 'Unknown' }] };

/** A row with a problem is in it as far as it could be read, so the table is only good when nothing was reported. */
export function readEscalation(document: ConfigDocument, context: GuardrailContext): DecisionTable<EscalationRule> {
  return readTable(document, context, readEscalationRow);
}

export function readHealth(document: ConfigDocument, context: GuardrailContext): DecisionTable<HealthRule> {
  return readTable(document, context, readHealthRow);
}

/** A row, and for each link of its chain the place of its word. */
type ReadRow<Rule> = { readonly rule: Rule; readonly places: readonly number[] };

type RowReader<Rule> = (document: ConfigDocument, at: ValuePath, context: GuardrailContext) => ReadRow<Rule>;

function readTable<Rule extends EscalationRule | HealthRule>(
  document: ConfigDocument,
  context: GuardrailContext,
  readRow: RowReader<Rule>,
): DecisionTable<Rule> {
  const rows = document.indexes(['rules']).map((at) => readRow(document, at, context));
  const rules = rows.map(({ rule }) => rule);
  const known = { ...context, approver: context.approver ?? { email: (text: string | null) => text ?? undefined } };
  const problems = checkTable({ rules }, known);
  document.addAll(
    [],
    problems.map((problem) => ({ ...problem, path: writtenPath(problem.path, rows) })),
  );
  return { rules };
}

/** Links that couldn't be read are missing in the checked chain: its indexes are turned back into those of the words. */
function writtenPath(path: ValuePath, rows: readonly ReadRow<unknown>[]): ValuePath {
  const [list, row, field, index, ...rest] = path;
  if (list === undefined || typeof row !== 'number' || field !== 'route' || typeof index !== 'number') return path;
  return [list, row, field, rows[row]?.places[index] ?? index, ...rest];
}

function readEscalationRow(
  document: ConfigDocument,
  at: ValuePath,
  context: GuardrailContext,
): ReadRow<EscalationRule> {
  const written = document.read(at, escalationRuleSchema);
  const { links, places, problems } = parseChain(document.textsAt([...at, 'route']));
  document.addAll([...at, 'route'], problems);
  const rule: EscalationRule = {
    id: written?.id ?? unreadId(at),
    when: readWhen(document, [...at, 'when'], context),
    route: links,
    reason: reasonChoice(document, [...at, 'reason'], context),
    hide: written?.hide ?? [],
    team: written?.team ?? 'key_roles',
    ifClosed: written?.if_closed ?? 'return',
    ...matchOf(written?.match),
  };
  return { rule, places };
}

type WrittenMatch = { readonly require?: readonly Skill[] | undefined; readonly prefer?: readonly Skill[] | undefined };

function matchOf(written: WrittenMatch | undefined): Pick<EscalationRule, 'match'> {
  return written === undefined ? {} : { match: { require: written.require ?? [], prefer: written.prefer ?? [] } };
}

function readHealthRow(document: ConfigDocument, at: ValuePath, context: GuardrailContext): ReadRow<HealthRule> {
  const written = document.read(at, healthRuleSchema);
  const when = readWhen(document, [...at, 'when'], context);
  return { rule: { id: written?.id ?? unreadId(at), when, status: written?.status ?? 'Unknown' }, places: [] };
}

/** Of its own, so that two rows whose ids can't be read aren't called the same. */
function unreadId(at: ValuePath): string {
  return `row ${at.join(' ')}`;
}

/** Stands for cells that can't be read: the row has a condition. */
const UNREAD: Cell = { fact: 'topic', test: { kind: 'present' } };

/** Sorted by fact, so that their order in the file decides nothing. */
function readWhen(document: ConfigDocument, at: ValuePath, { frame, broken }: GuardrailContext): readonly Cell[] {
  const names = document.keys(at).toSorted();
  const known = names.filter((name) => frame.slotOf.has(name));
  for (const name of names.filter((each) => !known.includes(each) && !broken.has(each))) {
    const { message, mend } = unknownFact(name, frame, []);
    document.error([...at, name], message, mend, 'key');
  }
  const { cells, problems } = parseWhen(
    known.map((name) => [name, cellSource(document, [...at, name])]),
    frame,
  );
  document.addAll(at, problems);
  return cells.length === names.length ? cells : [...cells, UNREAD];
}

/** What stands at `at`, as a cell: words keep their source text. */
export function cellSource(document: ConfigDocument, at: ValuePath): CellSource {
  const value = document.valueAt(at);
  if (Array.isArray(value))
    return { kind: 'list', items: document.indexes(at).map((path) => cellSource(document, path)) };
  if (isPlainObject(value))
    return { kind: 'map', entries: document.keys(at).map((key) => [key, cellSource(document, [...at, key])]) };
  return { kind: 'word', ...(document.textAt(at) ?? { text: '', quoted: false }) };
}

/** Where it can't be read that was reported, and any known code stands for it. */
function reasonChoice(document: ConfigDocument, at: ValuePath, { reasons }: GuardrailContext): ReasonChoice {
  const written = document.read(at, reasonChoiceSchema) ?? reasons[0] ?? '';
  return typeof written === 'string'
    ? written
    : { ...Object.fromEntries(Object.entries(written)), default: written.default };
}
