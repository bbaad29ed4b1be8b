/**
 * How old something told is, as an import writes it. A copy of a system is as true as its last sync, whole: written out, every
 * record would change with each sync. So `asOf` may name a moment in place of telling it (`@crm/accounts`), or several of
 * which the oldest counts (`@crm/accounts|@desk/tickets`). What the moments are stands in the directory once.
 */
import type { Instant } from '../base/clock.ts';

const NAMED = '@';
const OR = '|';

/** What the moments of a directory are. */
export type Moments = ReadonlyMap<string, Instant>;

/** Of the last sync of a read. Names of sources and reads have neither sign. */
export function momentOf(source: string, read: string): string {
  return `${NAMED}${source}/${read}`;
}

/** Of instants the oldest, as text; instants compare as such. Moments are kept, for nobody knows yet which is. */
export function oldest(asOfs: readonly Instant[]): Instant {
  const [first = ''] = asOfs;
  if (asOfs.every((asOf) => asOf === first)) return first;
  const all = asOfs.flatMap((asOf) => (isNamed(asOf) ? asOf.split(OR) : [asOf]));
  const told = all.filter((asOf) => !isNamed(asOf));
  const least = told.reduce((old, next) => (next < old ? next : old), told[0] ?? '');
  const names = [...new Set(all.filter(isNamed))].toSorted();
  return [...(told.length === 0 ? [] : [least]), ...names].join(OR);
}

/** The instant itself. */
export function instantAt(asOf: string, instantOf: (moment: string) => Instant): Instant {
  if (!isNamed(asOf)) return asOf;
  return oldest(asOf.split(OR).map((each) => (isNamed(each) ? instantOf(each) : each)));
}

function isNamed(asOf: string): boolean {
  return asOf.includes(NAMED);
}
