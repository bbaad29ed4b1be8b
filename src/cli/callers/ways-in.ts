/** How a caller's agent proves who calls, by what the deployment accepts: for whoever builds the agent. Holds no secret. */
import type { AuthChoice } from '../../config/deployment.ts';
import type { OpenOptions } from '../configured.ts';

export type WaysIn = {
  /** Whether everybody gets in, as one caller, without proof. */
  readonly open: boolean;
  /** Where all get in: as which of the callers, or null for one that none of them is. */
  readonly openAs: string | null;
  /** The command that makes an API key; null where none is accepted. */
  readonly apiKey: { readonly command: string } | null;
  readonly oauth: { readonly issuer: string; readonly clients: readonly string[] } | null;
};

/** `place`: as a command was given it, for the command that comes after. */
export function waysIn(auth: AuthChoice, caller: string, place: OpenOptions): WaysIn {
  if (auth.kind === 'open') return { open: true, openAs: auth.caller, apiKey: null, oauth: null };
  const { apiKeys, oauth } = auth;
  return {
    open: false,
    openAs: null,
    apiKey: apiKeys ? { command: commandAt(['key', 'create', caller], place) } : null,
    oauth: oauth && { issuer: oauth.issuer, clients: clientsOf(oauth.clients, caller) },
  };
}

/** A command of this program as a shell takes it, for the workspace that this one was given. */
export function commandAt(words: readonly string[], { dir, deployment }: OpenOptions): string {
  const there = [
    ...(dir === undefined ? [] : [dir]),
    ...(deployment === undefined ? [] : ['--deployment', deployment]),
  ];
  return ['concierge', ...words, ...there].map(shellWord).join(' ');
}

function shellWord(word: string): string {
  return /^[\w./~@:-]+$/.test(word) ? word : `"${word}"`;
}

/** A client whose id is the caller's name needs no entry. */
function clientsOf(clients: Readonly<Record<string, string>>, caller: string): readonly string[] {
  const named = Object.entries(clients).flatMap(([client, one]) => (one === caller ? [client] : []));
  return Object.hasOwn(clients, caller) ? named : [...named, caller];
}
