/** Sizes of accounts by a number: a band for each power of ten, so that nobody has to choose thresholds. */
const BOUNDS = [1_000, 10_000, 100_000, 1_000_000, 10_000_000] as const;

/** From `from` (inclusive) to `below` (exclusive); null: without an end. */
export type Band = { readonly from: number | null; readonly below: number | null };

const SMALLEST: Band = { from: null, below: BOUNDS[0] };

/** The largest first. */
export const BANDS: readonly Band[] = [
  SMALLEST,
  ...BOUNDS.map((from, index): Band => ({ from, below: BOUNDS[index + 1] ?? null })),
].toReversed();

/** One of {@link BANDS}. */
export function bandOf(value: number): Band {
  return BANDS.find(({ from }) => from !== null && value >= from) ?? SMALLEST;
}
