/**
 * What the pages and this program say to each other over HTTP: the pages import these types and nothing else. JSON both
 * ways. Every reply is for people of the company who may see all of it; no agent ever gets one.
 */
import type { Card } from '../card/contract.ts';
import type { CoverageReport } from '../coverage/report.ts';
import type { Cause, Outcome } from '../coverage/outcome.ts';
import type { Audience, Urgency } from '../facts/frame.ts';

/** Which rules are asked: those that agents are answered by, or the workspace's folder as it stands on disk. */
export type Rules = 'live' | 'draft';

/** `GET /api/about`: what there is to ask, by the live release. */
export type About = {
  readonly company: string;
  /** `number`: null where nothing was published: the folder as it stands. `at`: since when it is live. */
  readonly release: { readonly id: string; readonly number: number | null; readonly at: string };
  /** The company's own; days are counted in it. */
  readonly timezone: string;
  readonly topics: readonly string[];
  readonly audiences: readonly Audience[];
  /** Languages in which reasons are worded. */
  readonly languages: readonly string[];
  /** Questions to begin with. */
  readonly examples: readonly Example[];
};

export type Example = Partial<Pick<Question, 'topic' | 'language' | 'urgency'>> & {
  readonly title: string;
  readonly customer: string;
};

/** `POST /api/ask`. */
export type Question = {
  /** An account's id or name, or an e-mail address of the customer's. */
  readonly customer: string;
  /** As the chat platform states it; else as somebody typed it. */
  readonly verified: boolean;
  readonly topic: string | null;
  readonly language: string | null;
  readonly urgency: Urgency;
  readonly audience: Audience;
  /** ISO 8601 with a zone; null: now. */
  readonly at: string | null;
  readonly rules: Rules;
};

export type AskReply =
  /** `live` beside a draft's: what is answered today; null where the live rules can't be asked so. */
  | {
      readonly kind: 'told';
      readonly story: Story;
      readonly live: Story | null;
      /** Of the rules that were asked: a draft may have others. */
      readonly topics: readonly string[];
      /** It was found by its name, or a part of it or of its id: agents find nobody so. */
      readonly byName: boolean;
    }
  /** No account has this id, and several have such a name: a few of them. */
  | { readonly kind: 'which'; readonly accounts: readonly NamedAccount[]; readonly isAll: boolean }
  /** No account has this id, and the names aren't all read yet: so many are. Ask again. */
  | { readonly kind: 'reading_names'; readonly accounts: number }
  /** The folder can't be served as it stands. */
  | { readonly kind: 'broken_draft'; readonly problems: readonly DraftProblem[] };

export type DraftProblem = {
  readonly severity: 'error' | 'warning';
  /** From the workspace's folder. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly mend: string;
};

/** Everything behind the answers to one question, under one release. */
export type Story = {
  readonly release: string;
  readonly at: string;
  readonly customer: {
    readonly kind: 'known' | 'unknown' | 'ambiguous' | 'domain';
    readonly account: string | null;
    readonly name: string | null;
    readonly words: string;
  };
  /** The tools that this audience has, in the menu's order. Only the first takes a topic, so their rows may differ. */
  readonly answers: readonly ToolAnswer[];
};

export type StoryFact = {
  readonly name: string;
  readonly value: string | number | boolean | null;
  /** What its source said too long ago, so that it counts as missing; null where that isn't so. */
  readonly tooOld: string | number | boolean | null;
  /** `unfilled`: no source says it. */
  readonly origin: 'asked' | 'derived' | 'unfilled' | 'source';
  readonly source: Sourced | null;
  readonly conflicts: readonly (Sourced & { readonly value: string | number | boolean | null })[];
};

/** From which record a value comes, and as of when. */
export type Sourced = { readonly source: string; readonly record: string; readonly asOf: string };

export type StoryRow = {
  readonly row: string;
  readonly fired: boolean;
  /** The cell that failed. */
  readonly failed: { readonly fact: string; readonly value: string; readonly wanted: string } | null;
};

export type FiredRow = {
  readonly row: string;
  /** The candidate chain as written. */
  readonly route: readonly string[];
  readonly hide: readonly string[];
  /** Only whom it routes to, in `get_account_team` too. */
  readonly contactOnly: boolean;
  /** Passes over whoever is outside working hours. */
  readonly skipsClosed: boolean;
};

export type ToolAnswer = {
  readonly tool: string;
  readonly title: string;
  readonly card: Card;
  /** As it leaves, to the byte. */
  readonly json: string;
  /** For the agent's own judgement, not to be repeated to the customer. */
  readonly assistantOnly: boolean;
  readonly facts: readonly StoryFact[];
  readonly rows: readonly StoryRow[];
  /** Of `get_account_health` alone. */
  readonly healthRows: readonly StoryRow[];
  /** Null: no row fired. */
  readonly fired: FiredRow | null;
  readonly candidates: readonly Candidate[];
  /** Fields of the contract that this card may not hold, and by whose word. */
  readonly withheld: readonly { readonly field: string; readonly by: 'row' | 'audience' }[];
};

export type Candidate = {
  /** As written: `role:CSM`, `backup`; `fallback` at the end. */
  readonly link: string;
  readonly who: string | null;
  readonly chosen: boolean;
  /** The verdict, to be read after the name. */
  readonly words: string;
  /** Of somebody who is away. */
  readonly away: { readonly until: string | null; readonly deputy: string | null } | null;
};

/** `POST /api/accounts`: accounts whose name holds the text, however capitalized, or whose id begins with it. A few. */
export type NameQuery = { readonly text: string };
export type NamedAccount = { readonly account: string; readonly name: string; readonly group: string | null };

/** `POST /api/coverage`. */
export type CoverageQuery = {
  /** The asked moment; null: when it is looked at. */
  readonly at: string | null;
  /** Whether anything has changed or not. */
  readonly again: boolean;
};

export type CoverageReply =
  | { readonly kind: 'nothing_imported' }
  | { readonly kind: 'looking'; readonly accounts: number; readonly before: Coverage | null }
  | ({ readonly kind: 'looked' } & Coverage);

export type Coverage = {
  readonly report: CoverageReport;
  /** What the report's figures are called. */
  readonly labels: {
    readonly by: string | null;
    readonly value: string | null;
    readonly isMoney: boolean;
    readonly outcomes: Readonly<Record<Outcome, string>>;
    readonly causes: Readonly<Record<Cause, string>>;
  };
};

/** `POST /api/coverage/accounts`: the accounts behind a number; those worth the most first. */
export type AccountsQuery = {
  readonly outcome: Outcome | null;
  readonly cause: Cause | null;
  readonly row: string | null;
  /** A value of the fact that is broken down by; `''`: accounts without one. */
  readonly group: string | null;
  /** A stale owner's key: what they hold in any role. */
  readonly holder: string | null;
  /** Of which look: the `at` of its report. Null, or one that is gone: the last. */
  readonly at: string | null;
  /** From 0. */
  readonly page: number;
};

export type AccountsReply = {
  readonly accounts: number;
  readonly pages: number;
  readonly listed: readonly ListedAccount[];
};

export type ListedAccount = {
  readonly account: string;
  readonly name: string;
  readonly group: string | null;
  readonly value: number | null;
  readonly row: string | null;
  readonly outcome: Outcome;
  readonly cause: Cause | null;
  readonly contact: string;
  readonly owner: string | null;
};

/** Of every reply that isn't 200: what is wrong, and how to mend it. */
export type Refused = {
  readonly error: string;
  readonly mend: string;
};
