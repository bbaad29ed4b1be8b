/**
 * The facts of a call: one denormalized read of the account, the people, and what was asked.
 * Only a known account has facts: unknown, ambiguous and domain references gather nothing.
 */
import type { AccountKey, Dossier, Roster } from '../directory/records.ts';
import type { FactRow } from '../facts/types.ts';
import type { Call } from './call.ts';
import type { Customer } from './customer.ts';
import type { Desk } from './desk.ts';
import { factRow } from './question.ts';
import { readable } from './readable.ts';

export type GatheredFacts = { readonly dossier: Dossier; readonly roster: Roster; readonly row: FactRow };

export async function gather({ reference, request }: Customer, call: Call, desk: Desk): Promise<GatheredFacts | null> {
  if (reference.kind !== 'known') return null;
  const read = await readable(() => readDirectory(reference.account, desk), null, desk, call);
  if (read === null) return null;
  const { ask, release, atMs } = call;
  const { by: matchBy, verified: matchVerified } = reference;
  const question = { ...request, audience: ask.caller.audience, matchBy, matchVerified, atMs };
  return { ...read, row: factRow(read.dossier, question, release) };
}

async function readDirectory(
  account: AccountKey,
  { directory, tenant }: Desk,
): Promise<Omit<GatheredFacts, 'row'> | null> {
  const dossier = await directory.dossier(tenant, account);
  return dossier === undefined ? null : { dossier, roster: await directory.roster(tenant) };
}
