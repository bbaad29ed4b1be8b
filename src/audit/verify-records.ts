/**
 * Whether a tenant's records stand up: their chains are whole, and every release and fact that a record names is there and
 * is what its name says. Not whether they replay to the same answer: that is replay.ts.
 */
import type { Instant } from '../base/clock.ts';
import type { ContentHash } from '../base/hash.ts';
import type { RecordLink } from './chain.ts';
import { PURGE_WRITER } from './chain.ts';
import { purgeEntryIn } from './purge-entry.ts';
import type { DecisionRecord } from './record.ts';
import type { ChainPlace, ChainVerdict } from './verify-chain.ts';
import { verifyChain } from './verify-chain.ts';

/** Content that is named by its hash: as its name says, another, or gone. */
export type ContentState = 'whole' | 'altered' | 'missing';

export type RecordContent = {
  readonly snapshot: (hash: ContentHash) => Promise<ContentState>;
  readonly release: (id: ContentHash) => Promise<ContentState>;
};

export type ContentTrouble = {
  /** The first record that names it. */
  readonly id: string;
  readonly what: 'snapshot' | 'release';
  readonly hash: ContentHash;
  readonly state: Exclude<ContentState, 'whole'>;
};

export type Erasure = { readonly at: Instant; readonly reason: string; readonly records: number };

export type RecordsVerdict = {
  readonly chain: ChainVerdict;
  /** Decision records that have their body. */
  readonly records: number;
  /** The latest of them. */
  readonly erasures: readonly Erasure[];
  readonly erasureCount: number;
  /** Where each writer's chain begins, if not with its first link. */
  readonly starts: readonly ChainPlace[];
  /** The first of them. */
  readonly troubles: readonly ContentTrouble[];
  readonly troubleCount: number;
};

/** At most so many are listed; all are counted. */
const MAX_LISTED = 20;

export type VerifyOptions = {
  /** Null: releases and facts aren't at hand. */
  readonly content: RecordContent | null;
  readonly places?: readonly ChainPlace[];
  readonly isPart?: boolean;
};

export async function verifyRecords(
  links: AsyncIterable<RecordLink>,
  { content, places = [], isPart = false }: VerifyOptions,
): Promise<RecordsVerdict> {
  const erasures: Erasure[] = [];
  const starts = new Map<string, ChainPlace>();
  const troubles: ContentTrouble[] = [];
  const told = new Set<string>();
  let records = 0;
  let erasureCount = 0;
  let troubleCount = 0;

  const erased = ({ body }: RecordLink): void => {
    const entry = purgeEntryIn(body?.text ?? '');
    if (entry?.entry !== 'erased') return;
    const { at, reason } = entry;
    const last = erasures.at(-1);
    const isSame = last?.at === at && last.reason === reason;
    // One erasure of many records makes several entries.
    const before = isSame ? (erasures.pop()?.records ?? 0) : 0;
    erasures.push({ at, reason, records: before + entry.records.length });
    erasureCount += isSame ? 0 : 1;
    if (erasures.length > MAX_LISTED) erasures.shift();
  };

  const check = async (id: string, what: ContentTrouble['what'], hash: ContentHash): Promise<void> => {
    const state = await content?.[what](hash);
    if (state === undefined || state === 'whole' || told.has(hash)) return;
    troubleCount += 1;
    if (troubles.length === MAX_LISTED) return;
    told.add(hash);
    troubles.push({ id, what, hash, state });
  };

  async function* examined(): AsyncGenerator<RecordLink> {
    for await (const link of links) {
      const { writer, sequence, id, body } = link;
      if (!starts.has(writer)) starts.set(writer, { writer, sequence });
      if (writer === PURGE_WRITER) erased(link);
      else if (body !== null) {
        records += 1;
        for (const [what, hash] of contentNamedBy(body.text)) await check(id, what, hash);
      }
      yield link;
    }
  }

  const chain = await verifyChain(examined(), places, isPart);
  const late = [...starts.values()].filter(({ sequence }) => sequence > 1);
  return { chain, records, erasures, erasureCount, starts: late, troubles, troubleCount };
}

export function standsUp({ chain, troubleCount }: RecordsVerdict): boolean {
  return chain.brokenLinks === 0 && troubleCount === 0;
}

type Named = readonly [what: ContentTrouble['what'], hash: ContentHash];

/** What a record's text names, its release first. A text that was altered may be anything: the chain says so. */
export function contentNamedBy(text: string): readonly Named[] {
  try {
    const { release, facts } = JSON.parse(text) as DecisionRecord;
    const snapshots = facts === null ? [] : [facts.dossier, ...facts.people];
    return [['release', release], ...snapshots.flatMap((hash) => (hash === null ? [] : [['snapshot', hash] as const]))];
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return [];
    throw error;
  }
}
