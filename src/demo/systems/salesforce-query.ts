/** As much of SOQL as the connector speaks. Throws for anything else, so that nothing is believed unseen. */
import { canonicalSalesforceId } from '../../sources/kit/salesforce-id.ts';
import { valueAt } from '../../sources/kit/http/dotted-path.ts';

type Row = Readonly<Record<string, unknown>>;

/** The named fields; those of a related record in an object of its own. */
export function selected(record: Row, names: readonly string[]): Row {
  const fields: Record<string, unknown> = {};
  for (const name of names) {
    const [first = '', ...rest] = name.split('.');
    const value = valueAt(record, name) ?? null;
    fields[first] = rest.length === 0 ? value : { ...(fields[first] as Row | undefined), [rest.join('.')]: value };
  }
  return fields;
}

export function whereHolds(record: Row, where: string, nowMs: number): boolean {
  return where === '' || where.split(' AND ').every((condition) => holds(record, condition, nowMs));
}

const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const TEXT = /^'((?:[^'\\]|\\.)*)'$/;

function holds(record: Row, condition: string, nowMs: number): boolean {
  const [, field = '', operator = '', literal = ''] = /^(\w+) (=|!=|>=|LIKE) (.+)$/.exec(condition) ?? [];
  const value = record[field];
  if (operator === '!=' && literal === 'null') return value !== null && value !== undefined;
  if (operator === '>=' && literal === 'TODAY') return moment(value) >= nowMs - (nowMs % 86_400_000);
  if (operator === '>=' && MOMENT.test(literal)) return moment(value) >= Date.parse(literal);
  const text = TEXT.exec(literal)?.[1];
  if (operator === 'LIKE' && text !== undefined) return isLike(String(value), text);
  if (operator !== '=' || text === undefined) throw new RangeError(`The fake org doesn't know "${condition}".`);
  const wanted = text.replaceAll(/\\(.)/g, '$1');
  return field.endsWith('Id') ? value === canonicalSalesforceId(wanted) : value === wanted;
}

/** `%` for any characters at both ends, as the connector asks; within, only what is escaped. */
function isLike(value: string, pattern: string): boolean {
  const within = /^%((?:[^\\%_]|\\.)*)%$/.exec(pattern)?.[1];
  if (within === undefined) throw new RangeError(`The fake org doesn't know LIKE "${pattern}".`);
  return value.toLowerCase().includes(within.replaceAll(/\\(.)/g, '$1').toLowerCase());
}

function moment(value: unknown): number {
  return Date.parse(String(value).replace(/\+0000$/, 'Z'));
}
