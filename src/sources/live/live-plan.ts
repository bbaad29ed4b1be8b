/** What of a workspace's sources is looked up while an answer is made, compiled once: which ids, through which mappings, believed how far. */
import type { EpochMs } from '../../base/clock.ts';
import { contentHash } from '../../base/hash.ts';
import type { ImportedWorkspace } from '../../directory/import-directory.ts';
import { mappingContext } from '../../directory/import-directory.ts';
import type { Belief } from '../../directory/lay-over.ts';
import type { Trust } from '../../directory/trust.ts';
import { trustOf } from '../../directory/trust.ts';
import type { Connector } from '../kit/http/connector.ts';
import { connectorOf } from '../connector-of.ts';
import type { AccountMapping, LiveSource, SourceDeclaration, SystemSource } from '../declaration.ts';
import { isLiveSource } from '../declaration.ts';
import type { ReadRow } from '../kit/records.ts';
import { recordReader } from '../kit/records.ts';
import type { LiveMapping, LiveNames } from './live-mappings.ts';
import { factsIn, liveMappings, liveNames, rolesIn } from './live-mappings.ts';

export type LivePlan = { readonly sources: readonly PlannedSource[]; readonly belief: Belief };

export type PlannedSource = {
  readonly source: LiveSource;
  /** Of everything on which what was looked up depends: under another hash it is another's. */
  readonly shape: string;
  readonly mappings: readonly (LiveMapping & { readonly readRow: ReadRow })[];
  readonly names: LiveNames;
  /** Whether the name that it says is believed before any other; null where no source says one. */
  readonly isNaming: boolean | null;
};

export type PlannedWorkspace = Pick<
  ImportedWorkspace,
  'facts' | 'calendars' | 'sampleDay' | 'timezone' | 'sources' | 'precedence'
>;

export function livePlan(
  workspace: PlannedWorkspace,
  connectors: ReadonlyMap<string, Connector>,
  nowMs: EpochMs,
): LivePlan {
  const { sources, precedence } = workspace;
  const context = mappingContext(workspace, nowMs);
  const belief = beliefOf(sources, trustOf(sources, precedence));
  const planned = sources.filter(isLiveSource).map((source): PlannedSource => {
    const mappings = liveMappings(source, (read) => askedBy(source, read, connectors));
    const names = liveNames(source, mappings);
    return {
      source,
      shape: contentHash({ ...source, sync: null }),
      mappings: mappings.map((each) => ({ ...each, readRow: recordReader(each.mapping, context) })),
      names,
      isNaming: belief.isSaid('account.name') ? belief.isFirst('account.name', source.name) : null,
    };
  });
  return { sources: planned.filter(({ names }) => names.facts.length + names.roles.length > 0), belief };
}

function askedBy(source: SystemSource, name: string, connectors: ReadonlyMap<string, Connector>): string | null {
  const connector = connectorOf(source, connectors);
  const read = connector?.reads[source.reads.find((each) => each.name === name)?.read ?? ''];
  return read === undefined || read.one === null ? null : read.id;
}

type WholeBelief = Belief & {
  readonly isSaid: (name: string) => boolean;
  /** Whether, of all that could say it, it is trusted most. */
  readonly isFirst: (name: string, source: string) => boolean;
};

function beliefOf(sources: readonly SourceDeclaration[], trust: Trust): WholeBelief {
  let index = 0;
  const firstIndex = new Map<string, number>();
  for (const { name, mappings } of sources) {
    firstIndex.set(name, index);
    index += mappings.length;
  }
  const rank = (name: string, source: string): number => trust.ranks(name)[firstIndex.get(source) ?? -1] ?? index;
  const sayers = sayersIn(sources);
  const of = (name: string): readonly string[] => sayers.get(name) ?? [];
  return {
    rank,
    isSaid: (name) => of(name).length > 0,
    isAlone: (name, source) => of(name).every((each) => each === source),
    isFirst: (name, source) =>
      of(name).includes(source) && of(name).every((each) => rank(name, source) <= rank(name, each)),
  };
}

/** Sources by what they may say of an account: facts, `assignment.ROLE` and `account.name`. */
function sayersIn(sources: readonly SourceDeclaration[]): ReadonlyMap<string, readonly string[]> {
  const sayers = new Map<string, string[]>();
  for (const { name, mappings } of sources)
    for (const said of mappings.flatMap((mapping) => (mapping.kind === 'account' ? namesIn(mapping) : [])))
      sayers.set(said, [...(sayers.get(said) ?? []), name]);
  return sayers;
}

function namesIn(mapping: AccountMapping): readonly string[] {
  return [
    ...factsIn(mapping),
    ...rolesIn(mapping).map((role) => `assignment.${role}`),
    ...(mapping.name === null ? [] : ['account.name']),
  ];
}
