/** Asks the server that this page comes from. What is asked travels in the body: no address names a customer. */
import type {
  About,
  AccountsQuery,
  AccountsReply,
  AskReply,
  CoverageQuery,
  CoverageReply,
  NamedAccount,
  NameQuery,
  Question,
  Refused,
} from '../src/admin/contract.ts';

/** The server said no, or said nothing. */
export class ApiError extends Error {
  /** How to mend it; may be empty. */
  readonly mend: string;
  /** 0: there was no reply. */
  readonly status: number;

  constructor(message: string, mend: string, status: number) {
    super(message);
    this.name = 'ApiError';
    this.mend = mend;
    this.status = status;
  }
}

type Signal = { readonly signal: AbortSignal };

export const api = {
  about: async (also: Signal) => await call<About>('/api/about', also),
  ask: async (query: Question, also: Signal) => await call<AskReply>('/api/ask', { ...also, body: query }),
  accounts: async (query: NameQuery, also: Signal) =>
    await call<readonly NamedAccount[]>('/api/accounts', { ...also, body: query }),
  coverage: async (query: CoverageQuery, also: Signal) =>
    await call<CoverageReply>('/api/coverage', { ...also, body: query }),
  coverageAccounts: async (query: AccountsQuery, also: Signal) =>
    await call<AccountsReply>('/api/coverage/accounts', { ...also, body: query }),
};

async function call<Reply>(path: string, { signal, body }: Signal & { readonly body?: object }): Promise<Reply> {
  const asked =
    body === undefined
      ? { signal }
      : { signal, method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(path, asked).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new ApiError('The server doesn’t answer.', 'See whether it still runs, then try again.', 0);
  });
  if (response.ok) return (await response.json()) as Reply;
  const { error, mend } = (await response.json().catch(() => ({}))) as Partial<Refused>;
  throw new ApiError(error ?? `The server answered with ${response.status}.`, mend ?? '', response.status);
}
