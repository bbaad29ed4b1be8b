/** Reads V8's CPU profile: how long each function, and each part of the program, was at work itself. */

type CallFrame = { readonly functionName: string; readonly url: string; readonly lineNumber: number };
type ProfileNode = { readonly id: number; readonly callFrame: CallFrame; readonly children?: readonly number[] };

export type CpuProfile = {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** µs before each sample. */
  readonly timeDeltas: readonly number[];
};

/** Shares of the time at work by name, the largest first. Waiting is left out. */
export type SelfShares = readonly (readonly [name: string, share: number])[];

/** A function, and the nearest written one that it was called by. */
type Located = { readonly frame: CallFrame; readonly caller: CallFrame | null };

const REPOSITORY = new URL('../../', import.meta.url).href;

/** What is native, or inlined by V8 under no file, is told by its caller: `all < textsOf src/store/…`. */
export function byFunction(profile: CpuProfile): SelfShares {
  return selfShares(profile, ({ frame, caller }) =>
    frame.url === '' && caller !== null ? `${frame.functionName} < ${written(caller)}` : written(frame),
  );
}

/** A folder of the product's source, a package, a module of Node, or V8's own work; native functions count to their caller. */
export function byPart(profile: CpuProfile): SelfShares {
  return selfShares(profile, ({ frame, caller }) => {
    const { url, functionName } = frame.url === '' && caller !== null ? caller : frame;
    const [, part] = /^(node:[^/]+|src\/[^/]+|(?:@[^/]+\/)?[^/]+)/.exec(placeOf(url)) ?? [];
    return part ?? functionName;
  });
}

function selfShares(profile: CpuProfile, nameOf: (located: Located) => string): SelfShares {
  const names = new Map([...located(profile.nodes)].map(([id, at]) => [id, nameOf(at)]));
  const times = new Map<string, number>();
  for (const [index, id] of profile.samples.entries()) {
    const name = names.get(id) ?? '(unknown)';
    // A sample tells what ran until the next one was taken.
    times.set(name, (times.get(name) ?? 0) + (profile.timeDeltas[index + 1] ?? 0));
  }
  times.delete('(idle)');
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times].map(([name, time]) => [name, time / total] as const).toSorted(([, a], [, b]) => b - a);
}

/** V8 lists parents before their children. */
function located(nodes: readonly ProfileNode[]): ReadonlyMap<number, Located> {
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node] as const)));
  const found = new Map<number, Located>();
  for (const { id, callFrame } of nodes) {
    const parent = found.get(parents.get(id)?.id ?? -1);
    const caller = parent === undefined || parent.frame.url !== '' ? parent?.frame : parent.caller;
    found.set(id, { frame: callFrame, caller: caller ?? null });
  }
  return found;
}

function written({ functionName, url, lineNumber }: CallFrame): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  return url === '' ? name : `${name} ${placeOf(url)}:${lineNumber + 1}`;
}

/** Packages begin at their name, the product's files at the repository. */
function placeOf(url: string): string {
  const [, inPackage] = /.*\/node_modules\/(.*)$/.exec(url) ?? [];
  return inPackage ?? url.replace(REPOSITORY, '');
}
