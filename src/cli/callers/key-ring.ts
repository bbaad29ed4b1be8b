/**
 * Opens the API keys of a workspace's tenant for whoever makes, lists or revokes them: of the store nothing but the keys, so
 * that it works while a server runs, during an import, and while another file of the store is damaged.
 */
import { existsSync } from 'node:fs';
import type { KeyStore } from '../../store/store.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import type { OnlyTenant } from '../only-tenant.ts';
import { onlyTenant } from '../only-tenant.ts';

export type KeyRing = OnlyTenant & { readonly keys: KeyStore };

/**
 * Whatever comes of `work`, the keys are closed after it; a store is made where there is none.
 * @throws Failure with what is wrong
 */
export async function withKeys<Result>(
  place: OnlyTenant,
  context: CommandContext,
  work: (ring: KeyRing) => Promise<Result>,
): Promise<Result> {
  const { keys, close } = await context.openKeys(place.deployment.store, context.clock);
  try {
    return await work({ ...place, keys });
  } finally {
    await close();
  }
}

/** The same where nothing is to be made: null where there is no store, so no key. */
export async function withKeysThere<Result>(
  options: OpenOptions,
  context: CommandContext,
  work: (ring: KeyRing) => Promise<Result>,
): Promise<Result | null> {
  const place = keyPlace(options, context);
  const { store } = place.deployment;
  if (store.kind === 'sqlite' && !existsSync(store.folder)) return null;
  return await withKeys(place, context, work);
}

export function keyPlace(options: OpenOptions, context: Pick<CommandContext, 'cwd'>): OnlyTenant {
  return onlyTenant(options, context, 'keys are managed');
}
