/** The order of text by code unit: the same on every machine, and ISO days, instants and ids in their own order. */
export function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
