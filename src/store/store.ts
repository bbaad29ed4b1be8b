/**
 * Persistence ports. The tenant is part of every key. Each adapter passes `store-contract.ts`.
 * Reads are asynchronous because a network may be in between; an embedded store answers at once.
 */
import type { ContentHash } from '../base/hash.ts';
import type { EpochMs, Instant } from '../base/clock.ts';
import { Failure } from '../base/failure.ts';
import type { AccountKey, DirectoryData, Dossier, Roster, Sayings } from '../directory/records.ts';
import type { Scope, Tenant } from '../caller/caller.ts';
import type { ChainHead, RecordLink } from '../audit/chain.ts';
import type { ErasureSelection, Expiry, Purged } from '../audit/erasure.ts';
import type { DecisionRecord, Snapshot } from '../audit/record.ts';
import type { DirectoryChanges } from '../directory/changes.ts';
import type { ErasedSubject } from '../directory/forget.ts';
import type { Moments } from '../facts/as-of.ts';
import type { ErasableCopies } from './copies.ts';

/** Counts up with every change of a tenant's directory; 0 where nothing was ever imported. */
export type Generation = number;

/** Names one merge, so that whoever remembers what it was made of knows whether it is still the one that stands. */
export type MergedAs = string | null;

/** Counts up with every erasure in a tenant's directory, be there anything of whom it was about or not. */
export type Erasures = number;

/** Somebody was erased since what comes was begun to be read: it may tell of them still. Nothing was changed. */
export class ErasedMeanwhile extends Failure {
  constructor() {
    super(
      'import_failed',
      'Somebody was erased while the import was under way; it has changed nothing, for it may tell of them still.',
      'Import again.',
    );
  }
}

/** By what an account's own customers may name it. */
export type AccountIdentities = {
  readonly ids: readonly { readonly namespace: string; readonly id: string }[];
  /** Lower-case. */
  readonly emails: readonly string[];
};

/** Accounts after one (exclusive) up to another (inclusive), in the order in which the store lists them; null: to the end. */
export type Stretch = { readonly after: AccountKey | null; readonly upTo: AccountKey | null };

export type DirectoryStore = {
  /** The accounts that this id names: with a namespace only there, without one in all of them. Distinct, sorted. */
  readonly accountsById: (tenant: Tenant, id: string, namespace?: string) => Promise<readonly AccountKey[]>;
  /** The accounts that this customer e-mail (lower-case) belongs to. Distinct, sorted. */
  readonly accountsByEmail: (tenant: Tenant, email: string) => Promise<readonly AccountKey[]>;
  /** The accounts whose own e-mail domain (lower-case) this is. Distinct, sorted. */
  readonly accountsByDomain: (tenant: Tenant, domain: string) => Promise<readonly AccountKey[]>;
  /** One denormalized read; the same object for the same generation while it is cached. */
  readonly dossier: (tenant: Tenant, account: AccountKey) => Promise<Dossier | undefined>;
  readonly roster: (tenant: Tenant) => Promise<Roster>;
  /** The account's own ids and customer e-mails, for comparing; empty for an unknown account. */
  readonly identities: (tenant: Tenant, account: AccountKey) => Promise<AccountIdentities>;
  /** Namespaces of account ids, so that `crm:42` is told from an id with a colon in it. */
  readonly namespaces: (tenant: Tenant) => Promise<ReadonlySet<string>>;
  /** An import by another process may take a moment to show, here and in what is cached by it. */
  readonly generation: (tenant: Tenant) => Promise<Generation>;
  /** Looks at once for what another process has written, as somebody does who waited for it. */
  readonly refresh: () => void;
  /** Every account that has a dossier, sorted. An import that commits meanwhile shows from there on. */
  readonly accounts: (tenant: Tenant) => AsyncIterable<AccountKey>;
  /** Every dossier, or those of a stretch, by account, for whoever looks at all of them: nothing is kept in memory. */
  readonly dossiers: (tenant: Tenant, stretch?: Stretch) => AsyncIterable<Dossier>;
  /** What they say, for whoever hasn't the time for more: in pages, since handing over each takes longer than to look at it. */
  readonly sayings: (tenant: Tenant, stretch?: Stretch) => AsyncIterable<readonly Sayings[]>;
  /**
   * Takes the place of the tenant's whole directory in one transaction, or changes nothing: also when an iterable
   * throws, or `accept` says no to what would change. Where everything is as it was, nothing is written and the
   * generation stays. A key that comes twice is kept once; of two dossiers or people of one key the later stands.
   * `readSince`: how many erasures there were when `data` was begun to be read. @throws ErasedMeanwhile where there are more
   */
  readonly replace: (
    tenant: Tenant,
    data: DirectoryData,
    accept?: AcceptChanges,
    readSince?: Erasures,
  ) => Promise<Replaced>;
  readonly erasures: (tenant: Tenant) => Promise<Erasures>;
  /** What the moments are that it names: as old is what it tells of each read of a system. */
  readonly moments: (tenant: Tenant) => Promise<Moments>;
  /**
   * The same of a part: what the directory holds of these accounts, of these domains and, if so said, of people gives way to what
   * comes, and all else stays. Null, and nothing is done, where the directory isn't what it was merged as any more.
   */
  readonly replacePart: (
    tenant: Tenant,
    part: DirectoryPart,
    data: DirectoryData,
    accept?: AcceptChanges,
  ) => Promise<Replaced | null>;
  /** Which merge the directory is of. */
  readonly mergedAs: (tenant: Tenant) => Promise<MergedAs>;
  /**
   * Takes a person, a customer contact or an account out, and every mention of them in what stays. Nothing of them is
   * left in the store's files.
   */
  readonly forget: (tenant: Tenant, subject: ErasedSubject) => Promise<ForgottenCounts>;
};

export type DirectoryPart = {
  readonly of: MergedAs;
  readonly accounts: ReadonlySet<AccountKey>;
  readonly domains: ReadonlySet<string>;
  readonly people: boolean;
};

export type AcceptChanges = (changes: DirectoryChanges) => boolean;

/** `generation` is the one that is served from now on, whether it was accepted or not. */
export type Replaced = {
  readonly accepted: boolean;
  readonly generation: Generation;
  readonly changes: DirectoryChanges;
  /** What it is merged as from now on. */
  readonly mergedAs: MergedAs;
};

export type ForgottenCounts = { readonly removed: number; readonly rewritten: number };

/** A release as it was first kept: its time is the `as_of` of answers without account facts. */
export type StoredRelease = { readonly id: ContentHash; readonly at: Instant; readonly json: string };

/** By a first start with nothing live, by `publish`, or by `rollback`. */
export const WENT_LIVE_BY = ['start', 'publish', 'rollback'] as const;
export type WentLiveBy = (typeof WENT_LIVE_BY)[number];

/** What the gate saw of a publication: the worst of its questions. */
export type GateEffect = {
  /** Accounts asked about. */
  readonly accounts: number;
  /** Of them, those that change contact, and those that newly meet only the fallback. */
  readonly contact: number;
  readonly fallback: number;
  /** Whether it was more than the workspace allows, and somebody accepted it. */
  readonly accepted: boolean;
};

/** One time that a release went live. Never changed; the newest says which one is live. */
export type Publication = {
  /** Counts up from 1 with each of a tenant's. */
  readonly sequence: number;
  /** Of the content: whenever the same content goes live again, it has the number that it got first. */
  readonly number: number;
  readonly release: ContentHash;
  readonly at: Instant;
  readonly how: WentLiveBy;
  /** Who, as they said or as the machine knows them. */
  readonly by: string | null;
  readonly note: string | null;
  /** Null: there was nothing to compare with, or it wasn't asked. */
  readonly effect: GateEffect | null;
};

export type NewPublication = Pick<Publication, 'at' | 'how' | 'by' | 'note' | 'effect'>;

export type Published =
  /** `already`: it was live before, and nothing was written. */
  | { readonly kind: 'live'; readonly publication: Publication; readonly already: boolean }
  /** Another one went live since `after`; nothing was written. */
  | { readonly kind: 'overtaken'; readonly live: Publication };

export type ReleaseStore = {
  readonly get: (tenant: Tenant, id: ContentHash) => Promise<StoredRelease | undefined>;
  /**
   * Keeps the content and makes it live, both or neither; durable when it resolves. `after`: the sequence of the publication
   * that was live when it was decided, 0 for none.
   */
  readonly publish: (
    tenant: Tenant,
    content: Pick<StoredRelease, 'id' | 'json'>,
    entry: NewPublication,
    after: number,
  ) => Promise<Published>;
  /** The newest publication. Cheap enough to be asked several times a second; another process's shows at once. */
  readonly live: (tenant: Tenant) => Promise<Publication | undefined>;
  /** Every publication, the newest first: people make them, so they are few. */
  readonly publications: (tenant: Tenant) => Promise<readonly Publication[]>;
};

/** A record as stored: its place in the chain of its tenant and writer. */
export type ChainedRecord = Pick<RecordLink, 'writer' | 'sequence' | 'hash' | 'previous'> & {
  readonly record: DecisionRecord;
};

/** Milliseconds since the epoch; from (inclusive) until (exclusive). */
export type Between = { readonly fromMs?: EpochMs; readonly untilMs?: EpochMs };

export type RecordStore = {
  /**
   * Resolves when the record and its snapshots are durable; rejects with a Failure when they can't be, when too many
   * wait, or when its id is taken. Calls that are under way together share one commit.
   */
  readonly append: (record: DecisionRecord, snapshots: readonly Snapshot[]) => Promise<void>;
  readonly get: (tenant: Tenant, id: string) => Promise<ChainedRecord | undefined>;
  /** The newest first, by id: a record's id sorts by its time. Read page by page, as far as somebody reads. */
  readonly latest: (tenant: Tenant, between?: Between) => AsyncIterable<ChainedRecord>;
  /** Every link of a tenant's chains in the order of commits, for `verifyChain`. */
  readonly chain: (tenant: Tenant) => AsyncIterable<RecordLink>;
  /** The last link of each writer's chain. */
  readonly heads: (tenant: Tenant) => Promise<readonly ChainHead[]>;
  readonly snapshot: (tenant: Tenant, hash: ContentHash) => Promise<string | undefined>;
  /**
   * Drops the salted bodies of the selected records and the selected snapshots, and appends `erased` to the chain, page
   * by page: a page is dropped and said to be, or neither. Nothing of what was dropped is left in the store's files.
   */
  readonly erase: (tenant: Tenant, selection: ErasureSelection) => Promise<Purged>;
  /** Drops records (links too) and snapshots that are older, and appends `expired` with where each chain goes on. */
  readonly expire: (tenant: Tenant, expiry: Expiry) => Promise<Purged>;
  /** Whether the last write reached the disk; `false` fails readiness. The store itself finds out when it does again. */
  readonly healthy: () => boolean;
};

/** An API key as it is kept: by the hash of it, never itself. */
export type ApiKey = {
  readonly id: string;
  readonly tenant: Tenant;
  /** For whom it stands. */
  readonly caller: string;
  /** Null: all that its caller has, also what it gets later. */
  readonly scopes: readonly Scope[] | null;
  readonly label: string | null;
  readonly hash: ContentHash;
  readonly createdAt: Instant;
  /** From then on it is refused; null: never. */
  readonly expiresAt: Instant | null;
  readonly revokedAt: Instant | null;
  /** It may be half a minute until a use shows. */
  readonly lastUsedAt: Instant | null;
};

export type NewApiKey = Omit<ApiKey, 'revokedAt' | 'lastUsedAt'>;

/** What admitting somebody rests on. */
export type KnownKey = Omit<ApiKey, 'label' | 'createdAt' | 'lastUsedAt'>;

/** Few, kept in memory and asked for at every request; what another process does to them shows well within a second. */
export type KeyStore = {
  /** Resolves when it is durable; rejects with a Failure when it can't be, or when its id is taken. */
  readonly create: (key: NewApiKey) => Promise<void>;
  /** In the order of their creation, revoked and expired ones too. */
  readonly list: (tenant: Tenant) => Promise<readonly ApiKey[]>;
  /** Durable when it resolves, and for good: a second time changes nothing. Undefined where there is no such key. */
  readonly revoke: (tenant: Tenant, id: string, at: Instant) => Promise<RevokedKey | undefined>;
  /**
   * From memory. The same object until keys change, revoked and expired ones too. While the keys can't be read, what was
   * last read stands: where a revocation can't be read, it could hardly be written.
   * @throws Failure `store_unavailable` where they could never be read
   */
  readonly known: (tenant: Tenant, id: string) => KnownKey | undefined;
  /** Notes a use, at the cost of a map's entry. Written now and then and on closing; a crash may lose the last half minute. */
  readonly used: (tenant: Tenant, id: string, at: EpochMs) => void;
};

export type RevokedKey = {
  readonly key: ApiKey;
  /** Whether it was before. */
  readonly already: boolean;
};

/** The keys of a store, opened without the rest of it. */
export type KeysAlone = {
  readonly keys: KeyStore;
  /** Writes the uses that are waiting and lets go of everything. */
  readonly close: () => Promise<void>;
};

export type Store = {
  readonly directory: DirectoryStore;
  readonly releases: ReleaseStore;
  readonly records: RecordStore;
  readonly keys: KeyStore;
  readonly copies: ErasableCopies;
  /** Writes what is waiting and lets go of everything. No other call may follow. */
  readonly close: () => Promise<void>;
};

export type StoreOptions = { readonly now: () => EpochMs };
