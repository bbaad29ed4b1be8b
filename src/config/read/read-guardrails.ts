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
import type {
  Cell,
  ChainLink,
  DecisionTable,
  EscalationRule,
  HealthRule,
  ReasonChoice,
} from '../../guardrails/table.ts';
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

/** Rows that could be read. A row with a problem is left out, so the table is only good when nothing was reported. */
export function readEscalation(document: ConfigDocument, context: GuardrailContext): DecisionTable<EscalationRule> {
  return readTable(document, context, readEscalationRule);
}

export function readHealth(document: ConfigDocument, context: GuardrailContext): DecisionTable<HealthRule> {
  return readTable(document, context, readHealthRule);
}

type RuleReader<Rule> = (document: ConfigDocument, at: ValuePath, context: GuardrailContext) => Rule | null;

function readTable<Rule extends EscalationRule | HealthRule>(
  document: ConfigDocument,
  context: GuardrailContext,
  readRule: RuleReader<Rule>,
): DecisionTable<Rule> {
  const read = document.indexes(['rules']).map((at) => readRule(document, at, context));
  const places = [...read.keys()].filter((index) => read[index] !== null);
  const rules = read.filter((rule) => rule !== null);
  const known = { ...context, approver: context.approver ?? { email: (text: string | null) => text ?? undefined } };
  for (const { severity, path, message, mend } of checkTable({ rules }, known)) {
    const [list = 'rules', row, ...rest] = path;
    document.addAll(
      [],
      [{ severity, message, mend, path: typeof row === 'number' ? [list, places[row] ?? row, ...rest] : path }],
    );
  }
  return { rules };
}

function readEscalationRule(document: ConfigDocument, at: ValuePath, context: GuardrailContext): EscalationRule | null {
  const when = readWhen(document, [...at, 'when'], context);
  const route = readRoute(document, [...at, 'route']);
  const written = document.read(at, escalationRuleSchema);
  if (written === undefined || when === null || route === null) return null;
  return {
    id: written.id,
    when,
    route,
    reason: reasonChoice(document, [...at, 'reason']),
    hide: written.hide ?? [],
    team: written.team ?? 'key_roles',
    ifClosed: written.if_closed ?? 'return',
  };
}

function readHealthRule(document: ConfigDocument, at: ValuePath, context: GuardrailContext): HealthRule | null {
  const when = readWhen(document, [...at, 'when'], context);
  const written = document.read(at, healthRuleSchema);
  return written === undefined || when === null ? null : { id: written.id, when, status: written.status };
}

/** Sorted by fact, so that their order in the file decides nothing; `null` where a cell could not be read. */
function readWhen(
  document: ConfigDocument,
  at: ValuePath,
  { frame, broken }: GuardrailContext,
): readonly Cell[] | null {
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
  return cells.length === names.length ? cells : null;
}

function cellSource(document: ConfigDocument, at: ValuePath): CellSource {
  const value = document.valueAt(at);
  if (Array.isArray(value))
    return { kind: 'list', items: document.indexes(at).map((path) => cellSource(document, path)) };
  if (isPlainObject(value))
    return { kind: 'map', entries: document.keys(at).map((key) => [key, cellSource(document, [...at, key])]) };
  return { kind: 'word', ...(document.textAt(at) ?? { text: '', quoted: false }) };
}

function readRoute(document: ConfigDocument, at: ValuePath): readonly ChainLink[] | null {
  const { links, problems } = parseChain(document.textsAt(at));
  document.addAll(at, problems);
  return problems.some(({ severity }) => severity === 'error') ? null : links;
}

function reasonChoice(document: ConfigDocument, at: ValuePath): ReasonChoice {
  const written = document.read(at, reasonChoiceSchema) ?? '';
  return typeof written === 'string'
    ? written
    : { ...Object.fromEntries(Object.entries(written)), default: written.default };
}
