/** `concierge key revoke`: ends an API key, for good and everywhere. */
import { instantOf } from '../../../base/clock.ts';
import { Failure } from '../../../base/failure.ts';
import { apiKeyIdIn } from '../../../caller/api-key.ts';
import type { RevokedKey } from '../../../store/store.ts';
import type { OpenOptions } from '../../configured.ts';
import type { CommandContext } from '../../context.ts';
import { withKeysThere } from '../../callers/key-ring.ts';
import { keyName } from '../../callers/key-text.ts';

export type KeyRevokeOptions = OpenOptions & { readonly id: string };

export async function revokeKey({ id: text, ...place }: KeyRevokeOptions, context: CommandContext): Promise<void> {
  const id = apiKeyIdIn(text);
  // Not repeated: it may hold a secret that was pasted amiss.
  if (id === null) throw new Failure('usage', 'That is no id of an API key.', LISTED);
  const at = instantOf(context.clock.now());
  const revoked = await withKeysThere(place, context, async ({ keys, tenant }) => await keys.revoke(tenant, id, at));
  if (revoked === null || revoked === undefined)
    throw new Failure('not_found', `There is no API key \`${id}\`.`, LISTED);
  context.out(sentence(revoked));
}

const LISTED = '`key list` lists them.';

function sentence({ key, already }: RevokedKey): string {
  if (already) return `${keyName(key)} was revoked already, at ${key.revokedAt}.`;
  return `Revoked ${keyName(key)}. Whoever serves from this store refuses it within a second.`;
}
