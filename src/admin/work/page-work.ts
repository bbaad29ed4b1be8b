/** What the pages ask for, done: over a store that is only read, under the live release or the folder's draft. */
import type { PreparedRelease } from '../../answer/prepared-release.ts';
import type { Clock, EpochMs } from '../../base/clock.ts';
import { Failure } from '../../base/failure.ts';
import type { Store } from '../../store/store.ts';
import type {
  AccountsQuery,
  AccountsReply,
  AskReply,
  CoverageQuery,
  CoverageReply,
  NamedAccount,
  NameQuery,
  Question,
} from '../contract.ts';
import { askedStory } from './ask.ts';
import { MAX_NAMED } from './coverage-book.ts';
import { coverageLook } from './coverage-look.ts';
import { loadDraft } from './draft.ts';

/** Each rejects with a Failure for what a person can mend. */
export type PageWork = {
  readonly ask: (question: Question) => Promise<AskReply>;
  readonly coverage: (query: CoverageQuery) => Promise<CoverageReply>;
  readonly accountsBehind: (query: AccountsQuery) => Promise<AccountsReply>;
  readonly accountsNamed: (query: NameQuery) => Promise<readonly NamedAccount[]>;
};

export type PageGround = {
  readonly store: Store;
  readonly tenant: string;
  /** The workspace's, where the draft lies. */
  readonly folder: string;
  readonly live: () => PreparedRelease;
  readonly clock: Clock;
};

export function pageWork({ store, tenant, folder, live, clock }: PageGround): PageWork {
  const { coverage, behind, named, meant } = coverageLook(store.directory, tenant, clock.now);
  const told = async (question: Question, release: PreparedRelease, atMs: EpochMs) =>
    ({
      kind: 'told',
      story: await askedStory(question, release, store, atMs),
      live: null,
      topics: topicsOf(release),
      byName: false,
    }) as const;
  const asked = async (question: Question): Promise<AskReply> => {
    const atMs = question.at === null ? clock.now() : momentOf(question.at);
    if (question.rules === 'live') return await told(question, live(), atMs);
    const draft = loadDraft(folder, clock.now());
    if (draft.kind === 'broken') return { kind: 'broken_draft', problems: draft.problems };
    const today = await told(question, live(), atMs).catch(unaskable);
    return { ...(await told(question, draft.release, atMs)), live: today?.story ?? null };
  };
  return {
    ask: async (question) => {
      const reply = await asked(question);
      if (!isNobody(reply) || question.customer.includes('@')) return reply;
      const found = await meant(question.customer, live());
      if (found.kind === 'looking') return { kind: 'reading_names', accounts: found.accounts };
      const [first, ...others] = found.accounts;
      if (first === undefined) return reply;
      if (others.length > 0) return { kind: 'which', accounts: found.accounts, isAll: others.length + 1 < MAX_NAMED };
      const answered = await asked({ ...question, customer: first.account });
      return answered.kind === 'told' ? { ...answered, byName: true } : answered;
    },
    coverage: async ({ at, again }) => await coverage(live(), { atMs: at === null ? null : momentOf(at), again }),
    accountsBehind: (query) => Promise.resolve(behind(query)),
    accountsNamed: ({ text }) => Promise.resolve(named(text)),
  };
}

/** No account is known by what was asked, taken for an id. */
function isNobody(reply: AskReply): boolean {
  return reply.kind === 'told' && reply.story.customer.kind === 'unknown';
}

function topicsOf({ workspace }: PreparedRelease): readonly string[] {
  return workspace.topics;
}

/** A topic that only the draft has, and alike. */
function unaskable(error: unknown): null {
  if (error instanceof Failure && error.code === 'usage') return null;
  throw error;
}

/** Years that no calendar is made for would only take time. */
const LAST_YEAR = 2100;
const FIRST_YEAR = 2000;

function momentOf(text: string): number {
  const atMs = Date.parse(text);
  const year = new Date(atMs).getUTCFullYear();
  if (year >= FIRST_YEAR && year < LAST_YEAR) return atMs;
  throw new Failure(
    'usage',
    `${text} is no moment to ask about.`,
    `Choose one from ${FIRST_YEAR} to ${LAST_YEAR - 1}.`,
  );
}
