/**
 * The step of a service's tool in place of gather, decide, reach and shape: its operation is asked, for the customer's own id where
 * it is about one, and of the rows the approved fields are kept. Who is unknown, foreign or ambiguous is never asked for.
 */
import type { Instant } from '../base/clock.ts';
import { instantOf } from '../base/clock.ts';
import { memoized } from '../base/memoized.ts';
import type { AskSystem } from '../services/ask-system.ts';
import type { CustomerInput } from '../services/declaration.ts';
import type { RecordsCard } from '../services/records-card.ts';
import { recordsCard } from '../services/records-card.ts';
import type { ShapedRow } from '../services/shape-rows.ts';
import type { OperationTool } from '../services/tool.ts';
import type { Input } from '../sources/kit/http/operation.ts';
import type { SourceFailureKind } from '../sources/kit/http/source-failure.ts';
import type { Call } from './call.ts';
import type { Customer } from './customer.ts';
import type { Desk } from './desk.ts';
import { isOwnRow, ownValues } from './own-values.ts';

export type OperationCall = Call & { readonly tool: OperationTool };

/** One call of a system, thought through: everything that the record and the response tell of. */
export type Called = OperationCall & {
  readonly customer: Customer;
  readonly reply: CalledReply;
  readonly card: RecordsCard;
};

export type CalledReply =
  /** Nobody whose records may be asked for, or a call that can't be used as it is. */
  | { readonly kind: 'unasked' }
  | { readonly kind: 'replied'; readonly rows: number; readonly isCached: boolean }
  | { readonly kind: 'failed'; readonly why: SourceFailureKind };

export async function callOperation(customer: Customer, call: OperationCall, desk: Desk): Promise<Called> {
  const filled = inputFor(customer, call, desk);
  const input = filled instanceof Promise ? await filled : filled;
  if (input === null) return { ...call, customer, reply: { kind: 'unasked' }, card: nothing(call) };
  if (input === 'unreadable')
    return { ...call, customer, reply: { kind: 'failed', why: 'transient' }, card: nothing(call) };
  const { asks, source, operation } = call.tool;
  const reply = await (desk.askSystem ?? askNobody)({
    source,
    name: asks.operation,
    operation,
    input: input.asked,
    timeoutMs: asks.timeoutMs,
    cacheMs: asks.cacheMs,
  });
  if (reply.kind === 'failed' && reply.why === 'not_found' && asks.result.returns === 'one')
    return { ...call, customer, reply: NO_RECORD, card: cardOf(call, [], false, instantOf(desk.clock.now())) };
  if (reply.kind === 'failed') return { ...call, customer, reply, card: nothing(call) };
  const own = reply.rows.filter((row) => isOwnRow(row, asks.customer, input.own));
  const shown = own.slice(0, asks.result.most).map(call.tool.shape);
  const more = reply.more || own.length > shown.length;
  const card = cardOf(call, shown, more, instantOf(reply.atMs));
  return { ...call, customer, reply: { kind: 'replied', rows: shown.length, isCached: reply.isCached }, card };
}

/** A system that says so has answered. */
const NO_RECORD: CalledReply = { kind: 'replied', rows: 0, isCached: false };

const askNobody: AskSystem = () => Promise.resolve({ kind: 'failed', why: 'blocked' });

/** What is told of somebody whom nobody knows: the same bytes whoever it is. */
function nothing(call: OperationCall): RecordsCard {
  return cardOf(call, [], false, call.release.at);
}

function cardOf(
  { tool: { asks } }: OperationCall,
  rows: readonly ShapedRow[],
  more: boolean,
  asOf: Instant,
): RecordsCard {
  return recordsCard(asks.result.returns, rows, more, asOf);
}

/** `own`: by which the customer's rows are known; empty where the tool is about nobody. */
type FilledInput = { readonly asked: Input; readonly own: ReadonlySet<string> };

/** Null where nothing is asked; an empty answer for who can't be looked up would say that there is nothing. */
type Filled = FilledInput | 'unreadable' | null;

function inputFor(customer: Customer, call: OperationCall, desk: Desk): Filled | Promise<Filled> {
  if (customer.malformed !== null || customer.over !== null || customer.trouble !== null) return null;
  const { asks } = call.tool;
  const input = { ...columnsOf(call.tool), ...customer.request.input };
  // Who is bound asks of that customer, and not of whoever stands in the arguments.
  if (asks.customer === null && customer.bound && !asks.aboutAnybody) return null;
  if (asks.customer === null) return customer.violation ? null : { asked: input, own: NOBODY };
  return customer.unreadable ? 'unreadable' : ownInput(asks.customer, input, customer, call, desk);
}

/** The input with what the system knows the customer by. */
async function ownInput(
  by: CustomerInput,
  input: Input,
  customer: Customer,
  call: OperationCall,
  desk: Desk,
): Promise<Filled> {
  const own = await ownValues(by, customer, call, desk);
  if (own === null) return 'unreadable';
  const [first] = own;
  if (first === undefined) return null;
  const type = call.tool.operation.input[by.input]?.type;
  const isList = type === 'strings';
  // Several ids of one customer, and room for one: none of them is the customer's record more than another.
  if (!isList && own.length > 1) return null;
  const value = isList ? own : type === 'integer' || type === 'number' ? wholeNumber(first) : first;
  return value === null ? null : { asked: { ...input, [by.input]: value }, own: new Set(own) };
}

/** An id that a system takes as a number; null for one that is none, or would become another as a number. */
function wholeNumber(id: string): number | null {
  const number = Number(id);
  return Number.isSafeInteger(number) && String(number) === id ? number : null;
}

const NOBODY: ReadonlySet<string> = new Set();

/** Fields that a system is asked for by name are those that the tool approves. */
const columnsOf = memoized(({ operation, asks }: OperationTool): Input => {
  const paths = [...new Set([...asks.result.fields.map(({ at }) => at), ...belongsPath(asks.customer)])];
  const names = Object.entries(operation.input).filter(([, { type }]) => type === 'names');
  return Object.fromEntries(names.map(([name]) => [name, paths]));
});

function belongsPath(customer: CustomerInput | null): readonly string[] {
  const path = customer?.belongs ?? null;
  return path === null ? [] : [path];
}
