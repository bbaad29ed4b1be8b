/** What changed in a decision table: rows that came, went, moved, and cell by cell in those that stayed. */
import type { Cell, ChainLink, EscalationRule, HealthRule, ReasonChoice } from '../../guardrails/table.ts';
import { linkText } from '../../guardrails/chain.ts';
import { testWords } from './cell-words.ts';
import type { Area, ReleaseChange } from './change.ts';
import { differences, isSame } from './differences.ts';
import { movedIn } from './order.ts';
import type { Put } from './words.ts';
import { contrasted, keyWord, listed, short, valueWords } from './words.ts';

type Rule = EscalationRule | HealthRule;

export function rowChanges(area: Area, from: readonly Rule[], to: readonly Rule[]): readonly ReleaseChange[] {
  const [before, after] = [idsOf(from), idsOf(to)];
  const moved = movedIn(before, after);
  const change = (subject: string, kind: ReleaseChange['kind'], text: string): ReleaseChange => ({
    area,
    subject,
    kind,
    text,
  });
  const removed = from.filter(({ id }) => !after.includes(id));
  return [
    ...to.flatMap((rule) => {
      const { id } = rule;
      const old = from.find((one) => one.id === id);
      if (old === undefined)
        return [change(id, 'added', `Row ${id} is new, ${placeOf(id, after)}: ${ruleWords(rule)}.`)];
      const where = `Row ${id} moved: it stands ${placeOf(id, after)}, and stood ${placeOf(id, before)}.`;
      return [
        ...(moved.has(id) ? [change(id, 'moved', where)] : []),
        ...sentences(old, rule).map((text) => change(id, 'changed', `Row ${id}: ${text}.`)),
      ];
    }),
    ...removed.map((rule) => change(rule.id, 'removed', `Row ${rule.id} is gone. It said: ${ruleWords(rule)}.`)),
  ];
}

function idsOf(rules: readonly Rule[]): readonly string[] {
  return rules.map(({ id }) => id);
}

function placeOf(id: string, ids: readonly string[]): string {
  const before = ids[ids.indexOf(id) - 1];
  return before === undefined ? 'first' : `after ${before}`;
}

function ruleWords(rule: Rule): string {
  const { when, id: _id, ...rest } = rule;
  const asks = when.length === 0 ? 'always' : `when ${listed(when.map(cellWords))}`;
  return short([asks, ...fieldsOf(rest).map(([key, words]) => `${key} ${words}`)].join(', '));
}

/** A row says no more than is not as always. */
function fieldsOf(rest: object): readonly (readonly [string, string])[] {
  return Object.entries(rest)
    .filter(([key, value]) => !isSame(value, USUAL[key]))
    .map(([key, value]) => [keyWord(key), fieldWords(key, value)]);
}

const USUAL: Readonly<Record<string, unknown>> = { hide: [], team: 'key_roles', ifClosed: 'return' };

function cellWords({ fact, test }: Cell): string {
  return `${fact} ${testWords(test)}`;
}

function sentences(from: Rule, to: Rule): readonly string[] {
  const { when: asked, id: _id, ...before } = from;
  const { when: asks, id: _same, ...after } = to;
  const told = cellSentences(asked, asks);
  const fields = differences(before, after);
  const keys = [...new Set(fields.map(({ path }) => path[0] ?? ''))];
  return [...told, ...keys.map((key) => fieldSentence(key, before, after))];
}

function cellSentences(from: readonly Cell[], to: readonly Cell[]): readonly string[] {
  const facts = [...new Set([...from, ...to].map(({ fact }) => fact))];
  const words = (cells: readonly Cell[], put: Put): string => listed(cells.map(({ test }) => testWords(test, put)));
  const told = facts
    .filter((fact) => !isSame(testsOf(from, fact), testsOf(to, fact)))
    .map((fact) => {
      const [old, now] = [testsOf(from, fact), testsOf(to, fact)];
      const [asked, asks] = contrasted(old, now, words);
      if (old.length === 0) return `it now asks that ${fact} ${asks}`;
      if (now.length === 0) return `it no longer asks that ${fact} ${asked}`;
      return `it asked that ${fact} ${asked}, and asks now that it ${asks}`;
    });
  return told.length > 0 || isSame(from, to) ? told : ['its cells stand in another order, which decides nothing'];
}

function testsOf(cells: readonly Cell[], fact: string): readonly Cell[] {
  return cells.filter((cell) => cell.fact === fact);
}

/** `key` as the file has it. */
function fieldSentence(key: string, before: object, after: object): string {
  const [old, now] = contrasted(before, after, (rule, put) => fieldIn(rule, key, put));
  return `${key} was ${old}, is now ${now}`;
}

function fieldIn(rule: object, key: string, put: Put): string {
  const entries: [string, unknown][] = Object.entries(rule);
  const found = entries.find(([one]) => keyWord(one) === key);
  return found === undefined ? 'nothing' : fieldWords(...found, put);
}

function fieldWords(key: string, value: unknown, put: Put = valueWords): string {
  if (key === 'route') return put((value as readonly ChainLink[]).map(linkText).join(', '));
  if (key === 'reason') return put(reasonWords(value as ReasonChoice));
  return put(value);
}

function reasonWords(reason: ReasonChoice): string {
  if (typeof reason === 'string') return reason;
  const { default: otherwise, ...byLink } = reason;
  return [...Object.entries(byLink).map(([link, code]) => `${code} for ${link}`), `else ${otherwise}`].join(', ');
}
