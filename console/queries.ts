/** What the page knows of the server, kept as fresh as a person who looks at it expects. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AccountsQuery, Question } from '../src/admin/contract.ts';
import { api } from './api.ts';

const LOOKING_MS = 400;
/** A release may go live, or an import change the directory, while somebody looks. */
const FRESH_MS = 20_000;

export const aboutQuery = queryOptions({
  queryKey: ['about'],
  queryFn: async ({ signal }) => await api.about({ signal }),
  refetchInterval: FRESH_MS,
});

/** `release`: the live one as the page knows it; under another one it is asked again. */
export function askQuery(question: Question | null, release: string | undefined) {
  return queryOptions({
    queryKey: ['ask', question, release],
    queryFn: async ({ signal }) => (question === null ? null : await api.ask(question, { signal })),
    enabled: question !== null && release !== undefined,
    refetchInterval: ({ state }) => (state.data?.kind === 'reading_names' ? LOOKING_MS : false),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
}

export function coverageQuery(at: string | null) {
  return queryOptions({
    queryKey: ['coverage', at],
    queryFn: async ({ signal }) => await api.coverage({ at, again: false }, { signal }),
    refetchInterval: ({ state }) => (state.data?.kind === 'looking' ? LOOKING_MS : FRESH_MS),
    placeholderData: keepPreviousData,
  });
}

/** `release`: the list's as its look's moment is; another look is another list. */
export function accountsQuery(query: AccountsQuery, release: string) {
  return queryOptions({
    queryKey: ['coverage-accounts', query, release],
    queryFn: async ({ signal }) => await api.coverageAccounts(query, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function namesQuery(text: string) {
  return queryOptions({
    queryKey: ['accounts', text],
    queryFn: async ({ signal }) => await api.accounts({ text }, { signal }),
    enabled: text.trim().length >= 2 && !text.includes('@'),
    placeholderData: keepPreviousData,
  });
}
