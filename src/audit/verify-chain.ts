/**
 * Whether a tenant's chains are whole: each link follows the one before, each body is what was hashed, and what is gone was
 * said to be gone by an entry of the tenant. One walk; entries come after what they tell of, so that is judged at the end.
 * What somebody took off the end of a chain shows only against a checkpoint: see checkpoint.ts.
 */
import type { Instant } from '../base/clock.ts';
import type { ContentHash } from '../base/hash.ts';
import type { ChainHead, RecordLink } from './chain.ts';
import { linkHash, PURGE_WRITER, saltedHash } from './chain.ts';
import { purgeEntryIn } from './purge-entry.ts';

export type ChainPlace = Pick<RecordLink, 'writer' | 'sequence'>;

export type LinkTrouble =
  | 'gap' // links before it are missing, and no `expired` entry says so; or it is out of order
  | 'previous_differs' // it doesn't follow the link before it
  | 'hash_differs'
  | 'body_differs'
  | 'body_missing' // and no `erased` entry says so
  | 'entry_unreadable'; // a purge entry that says nothing, or of a newer version

export type BrokenLink = ChainPlace & { readonly id: string; readonly trouble: LinkTrouble };

/** At most so many broken links are listed; all are counted. */
export const MAX_BROKEN_LISTED = 100;

export type ChainVerdict = {
  /** How many were seen, also of purge entries. */
  readonly links: number;
  /** How many of them have no body any more. */
  readonly erased: number;
  /** The last link of each writer's chain. */
  readonly heads: readonly ChainHead[];
  /** The last link that was dropped for its age, of each writer's chain of which one was. */
  readonly expired: readonly ChainHead[];
  /** Records from before this moment were dropped for their age; null where none ever were. */
  readonly expiredBefore: Instant | null;
  /** The first of them. */
  readonly broken: readonly BrokenLink[];
  /** All of them. */
  readonly brokenLinks: number;
  /** For each of the places that were asked for, the hash of the link there; null where there is none. */
  readonly places: readonly (ContentHash | null)[];
};

/**
 * Checks the links of one tenant, each writer's in the order of its sequence; writers may be interleaved. Memory grows
 * with writers and erased records, not with links. Of a part (`isPart`) each writer's first link is taken as it is.
 */
export async function verifyChain(
  links: AsyncIterable<RecordLink> | Iterable<RecordLink>,
  places: readonly ChainPlace[] = [],
  isPart = false,
): Promise<ChainVerdict> {
  const wanted = new Set(places.map(keyOf));
  const found = new Map<string, ContentHash>();
  const heads = new Map<string, ChainHead>();
  const purged = purges();
  const broken = brokenLinks();
  const erased: Unexplained[] = [];
  const jumps: Unexplained[] = [];
  let count = 0;

  for await (const link of links) {
    const { writer, sequence, id, hash, previous } = link;
    const before = heads.get(writer);
    const trouble = troubleOf(link, before);
    if (trouble !== null) broken.add(link, trouble);
    else if (sequence > nextAfter(before) && !(isPart && before === undefined))
      jumps.push({ writer, sequence, id, previous });
    if (link.body === null) erased.push({ writer, sequence, id, previous });
    else if (trouble === null && writer === PURGE_WRITER && !purged.see(link.body.text)) {
      broken.add(link, 'entry_unreadable');
    }
    if (wanted.has(keyOf(link))) found.set(keyOf(link), hash);
    heads.set(writer, { writer, sequence, hash });
    count += 1;
  }

  for (const jump of jumps) if (!purged.explainsStart(jump)) broken.add(jump, 'gap');
  for (const link of erased) if (!purged.explainsErased(link)) broken.add(link, 'body_missing');
  return {
    links: count,
    erased: erased.length,
    heads: [...heads.values()],
    ...purged.expired(),
    ...broken.found(),
    places: places.map((place) => found.get(keyOf(place)) ?? null),
  };
}

function keyOf({ writer, sequence }: ChainPlace): string {
  return `${sequence} ${writer}`;
}

function nextAfter(before: ChainHead | undefined): number {
  return (before?.sequence ?? 0) + 1;
}

/** What is wrong with a link by itself and where it stands; a jump forward may have its reason. */
function troubleOf(link: RecordLink, before: ChainHead | undefined): LinkTrouble | null {
  const next = nextAfter(before);
  if (link.sequence < next) return 'gap';
  if (link.sequence === next && link.previous !== (before?.hash ?? null)) return 'previous_differs';
  const previous = link.previous === null ? null : Buffer.from(link.previous, 'hex');
  if (linkHash(previous, Buffer.from(link.bodyHash, 'hex')).toString('hex') !== link.hash) return 'hash_differs';
  if (link.body === null) return null;
  const { salt, text } = link.body;
  return saltedHash(Buffer.from(salt, 'hex'), text).toString('hex') === link.bodyHash ? null : 'body_differs';
}

/** A link that needs an entry's word for it. */
type Unexplained = ChainPlace & Pick<RecordLink, 'id' | 'previous'>;

type Purges = {
  /** Takes an entry's text; false where it is none. */
  readonly see: (text: string) => boolean;
  readonly explainsErased: (link: Unexplained) => boolean;
  readonly explainsStart: (link: Unexplained) => boolean;
  readonly expired: () => Pick<ChainVerdict, 'expired' | 'expiredBefore'>;
};

function purges(): Purges {
  const erasedIds = new Set<string>();
  const expiredHashes = new Map<string, ContentHash>();
  const furthest = new Map<string, ChainHead>();
  let expiredBefore: Instant | null = null;

  const expire = (head: ChainHead): void => {
    expiredHashes.set(keyOf(head), head.hash);
    if (head.sequence > (furthest.get(head.writer)?.sequence ?? 0)) furthest.set(head.writer, head);
  };

  return {
    see: (text) => {
      const entry = purgeEntryIn(text);
      if (entry === undefined) return false;
      if (entry.entry === 'erased') for (const id of entry.records) erasedIds.add(id);
      else {
        for (const head of entry.heads) expire(head);
        expiredBefore = expiredBefore === null || entry.before > expiredBefore ? entry.before : expiredBefore;
      }
      return true;
    },
    // No entry is ever erased. A record may be dropped for its age, with what told that it was erased, during the walk.
    explainsErased: ({ writer, sequence, id }) =>
      writer !== PURGE_WRITER && (erasedIds.has(id) || sequence <= (furthest.get(writer)?.sequence ?? 0)),
    explainsStart: ({ writer, sequence, previous }) =>
      previous !== null && expiredHashes.get(keyOf({ writer, sequence: sequence - 1 })) === previous,
    expired: () => ({ expired: [...furthest.values()], expiredBefore }),
  };
}

type Broken = {
  readonly add: (link: ChainPlace & { readonly id: string }, trouble: LinkTrouble) => void;
  readonly found: () => Pick<ChainVerdict, 'broken' | 'brokenLinks'>;
};

function brokenLinks(): Broken {
  const listed: BrokenLink[] = [];
  let count = 0;
  return {
    add: ({ writer, sequence, id }, trouble) => {
      count += 1;
      if (listed.length < MAX_BROKEN_LISTED) listed.push({ writer, sequence, id, trouble });
    },
    found: () => ({ broken: listed, brokenLinks: count }),
  };
}
