/** Which of the names that both lists have stand elsewhere: as few as can be said to have moved. */
export function movedIn(from: readonly string[], to: readonly string[]): ReadonlySet<string> {
  const place = new Map(from.map((name, index) => [name, index]));
  const common = to.filter((name) => place.has(name));
  const stayed = new Set(longestRising(common, (name) => place.get(name) ?? 0));
  return new Set(common.filter((name) => !stayed.has(name)));
}

/** The longest run of names, not necessarily neighbours, whose places only rise. Tables are short, so its square is cheap. */
function longestRising(names: readonly string[], placeOf: (name: string) => number): readonly string[] {
  const runs: string[][] = [];
  for (const name of names) {
    const before = runs.filter((run) => placeOf(run.at(-1) ?? '') < placeOf(name));
    runs.push([...longest(before), name]);
  }
  return longest(runs);
}

function longest(runs: readonly (readonly string[])[]): readonly string[] {
  return runs.reduce<readonly string[]>((best, run) => (run.length > best.length ? run : best), []);
}
