/** A page of a list by a mark that is a number: the page, and the next one's mark where there is one. */
export function pageFrom<Item>(
  items: readonly Item[],
  mark: string | null,
  size: number,
): readonly [Item[], string | null] {
  const from = Number(mark ?? 0);
  return [items.slice(from, from + size), from + size < items.length ? String(from + size) : null];
}
