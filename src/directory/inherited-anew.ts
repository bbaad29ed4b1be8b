/** What an account inherits, where what it says of itself is no longer what an import merged: taken from the accounts above it anew. */
import type { Estate, Inheritance } from '../facts/inheritance.ts';
import { estateOf, isInheriting, MAX_GENERATIONS, withInherited } from '../facts/inheritance.ts';
import { ownDossier } from './own-dossier.ts';
import type { AccountKey, Dossier } from './records.ts';

/** `own`: without what it inherits. Those above are as the directory has them. */
export async function inheritedAnew(
  own: Dossier,
  inheritance: Inheritance,
  read: (account: AccountKey) => Promise<Dossier | undefined>,
): Promise<Dossier> {
  if (own.parent === null || !isInheriting(inheritance)) return own;
  const above: Estate[] = [];
  let next: AccountKey | null = own.parent;
  for (let generation = 1; next !== null && generation <= MAX_GENERATIONS; generation++) {
    const dossier: Dossier | undefined = await read(next);
    const estate = dossier === undefined ? null : estateOf(ownDossier(dossier), inheritance);
    if (estate !== null) above.push(estate);
    next = dossier?.parent ?? null;
  }
  return withInherited(own, above, inheritance);
}
