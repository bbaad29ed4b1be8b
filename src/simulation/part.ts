/**
 * What comes of a stretch of accounts, as plain data: threads make parts, and parts merged in the order of their stretches
 * are what one pass over all accounts would have come to. Memory doesn't grow with the number of accounts.
 */
import type { AccountCoverage } from '../coverage/account-coverage.ts';
import { bandOf, BANDS } from '../coverage/bands.ts';
import type { AccountChange, Side } from './account-change.ts';
import { keepLargest } from './largest.ts';
import type { Count, Tally } from './tally.ts';
import { add, addCount, addTally, isNewFallback, newCount, newTally, tell, under } from './tally.ts';

/** Accounts that go from one row, or outcome, to another; or stay, and change otherwise. */
export type Move<Name> = { readonly from: Name; readonly to: Name; readonly tally: Tally };

/** Whoever answers for accounts under either release. */
export type Load = Pick<AccountCoverage['contact'], 'kind' | 'key' | 'name'> & {
  readonly before: Count;
  readonly after: Count;
  readonly gained: Count;
  readonly lost: Count;
};

export type AccountsPart = {
  readonly all: Tally;
  readonly groups: Map<string | null, Tally>;
  /** By the place in BANDS; -1: without a value. */
  readonly bands: Map<number, Tally>;
  /** Accounts of another row, and those that change in their row; by both names. */
  readonly rows: Map<string, Move<string | null>>;
  readonly outcomes: Map<string, Move<Side['outcome']>>;
  readonly loads: Map<string, Load>;
  readonly newFallbacks: AccountChange[];
  readonly largest: AccountChange[];
};

export function newAccountsPart(): AccountsPart {
  return {
    all: newTally(),
    groups: new Map(),
    bands: new Map(),
    rows: new Map(),
    outcomes: new Map(),
    loads: new Map(),
    newFallbacks: [],
    largest: [],
  };
}

/** Each account comes once, in order. */
export function addAccount(part: AccountsPart, one: AccountChange): void {
  const { group, value, live, draft, changes } = one;
  tell(part.all, one);
  tell(under(part.groups, group, newTally), one);
  tell(under(part.bands, value === null ? -1 : BANDS.indexOf(bandOf(value)), newTally), one);
  countLoads(part.loads, one);
  if (live.row !== draft.row || changes.length > 0) tell(moveOf(part.rows, live.row, draft.row), one);
  if (changes.length === 0) return;
  if (changes.includes('outcome')) tell(moveOf(part.outcomes, live.outcome, draft.outcome), one);
  keepLargest(part.largest, one);
  if (isNewFallback(one)) keepLargest(part.newFallbacks, one);
}

function moveOf<Name>(moves: Map<string, Move<Name>>, from: Name, to: Name): Tally {
  return under(moves, JSON.stringify([from, to]), () => ({ from, to, tally: newTally() })).tally;
}

function countLoads(loads: AccountsPart['loads'], { live, draft, value, changes }: AccountChange): void {
  const isSame = !changes.includes('contact');
  const before = loadOf(loads, live.contact);
  const after = isSame ? before : loadOf(loads, draft.contact);
  add(before.before, value);
  add(after.after, value);
  if (isSame) return;
  add(before.lost, value);
  add(after.gained, value);
}

function loadOf(loads: AccountsPart['loads'], { kind, key, name }: Side['contact']): Load {
  return under(loads, `${kind} ${key}`, () => newLoad({ kind, key, name }));
}

function newLoad(contact: Pick<Load, 'kind' | 'key' | 'name'>): Load {
  return { ...contact, before: newCount(), after: newCount(), gained: newCount(), lost: newCount() };
}

/** `next` is of the accounts that follow. */
export function mergeAccounts(part: AccountsPart, next: AccountsPart): void {
  addTally(part.all, next.all);
  for (const [group, tally] of next.groups) addTally(under(part.groups, group, newTally), tally);
  for (const [band, tally] of next.bands) addTally(under(part.bands, band, newTally), tally);
  for (const { from, to, tally } of next.rows.values()) addTally(moveOf(part.rows, from, to), tally);
  for (const { from, to, tally } of next.outcomes.values()) addTally(moveOf(part.outcomes, from, to), tally);
  for (const load of next.loads.values()) addLoad(loadOf(part.loads, load), load);
  for (const one of next.newFallbacks) keepLargest(part.newFallbacks, one);
  for (const one of next.largest) keepLargest(part.largest, one);
}

function addLoad(load: Load, other: Load): void {
  addCount(load.before, other.before);
  addCount(load.after, other.after);
  addCount(load.gained, other.gained);
  addCount(load.lost, other.lost);
}
