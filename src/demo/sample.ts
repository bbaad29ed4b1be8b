/** The sample company as its own exports tell it today: what the demo's systems are filled with. Reads files, and nothing else. */
import { fileURLToPath } from 'node:url';
import type { EpochMs } from '../base/clock.ts';
import { requireWorkspace } from '../config/load-workspace.ts';
import { importDirectory } from '../directory/import-directory.ts';
import type { AccountId, CustomerContact, AccountDomain, Dossier, Person, Role } from '../directory/records.ts';

/** The same beside the sources as beside what is compiled. */
export const SAMPLE_FOLDER = fileURLToPath(new URL('../../examples/acme/', import.meta.url));

export type Sample = {
  readonly dossiers: readonly Dossier[];
  readonly accountIds: readonly AccountId[];
  readonly contacts: readonly CustomerContact[];
  readonly domains: readonly AccountDomain[];
  readonly people: readonly Person[];
};

/** @throws Failure where the sample isn't there, or can't be read */
export async function readSample(now: EpochMs): Promise<Sample> {
  const { data, close } = await importDirectory(requireWorkspace(SAMPLE_FOLDER), now);
  try {
    return {
      dossiers: [...data.dossiers],
      accountIds: [...data.accountIds],
      contacts: [...data.contacts],
      domains: [...data.domains],
      people: [...data.people],
    };
  } finally {
    close();
  }
}

/** `005Hs00000BqT7dIAF` of `crm_user:005Hs00000BqT7dIAF`; null where the person has none in the namespace. */
export function idOf({ key, ids = [] }: Pick<Person, 'key' | 'ids'>, namespace: string): string | null {
  const found = [key, ...ids].find((each) => each.startsWith(`${namespace}:`));
  return found === undefined ? null : found.slice(namespace.length + 1);
}

/** What an account says of itself: what it takes from the company above it comes with the import. */
export function ownHolder({ assignments }: Dossier, ...roles: readonly Role[]): string | null {
  const own = assignments.find(({ role, source }) => roles.includes(role) && source.inheritedFrom === undefined);
  return own?.person ?? null;
}

export function ownFact({ facts }: Dossier, name: string): string | number | boolean | null {
  const fact = facts[name];
  return fact === undefined || fact.inheritedFrom !== undefined ? null : fact.value;
}
