/**
 * The facts of a call: one denormalized read of the account, what sources say of it right now, the people, and what was asked.
 * Only a known account has facts: unknown, ambiguous and domain references gather nothing.
 */
import type { AccountReference } from '../account/reference.ts';
import type { AccountKey, Dossier, Roster } from '../directory/records.ts';
import type { FactRow } from '../facts/types.ts';
import type { Call } from './call.ts';
import type { Customer } from './customer.ts';
import type { Desk } from './desk.ts';
import { factRow } from './question.ts';
import { readable } from './readable.ts';
import { isUnprovenTo } from './unproven.ts';

export type GatheredFacts = { readonly dossier: Dossier; readonly roster: Roster; readonly row: FactRow };

export async function gather({ reference, request }: Customer, call: Call, desk: Desk): Promise<GatheredFacts | null> {
  if (reference.kind !== 'known') return null;
  const read = await readable(() => readDirectory(reference.account, desk), null, desk, call);
  if (read === null) return null;
  const { ask, release, atMs } = call;
  const held = release.isLive ? { ...read, dossier: await lookedUp(read, reference, call, desk) } : read;
  const { by: matchBy, verified: matchVerified } = reference;
  const question = { ...request, audience: ask.caller.audience, matchBy, matchVerified, atMs };
  return { ...held, row: factRow(held.dossier, question, release) };
}

type Held = Omit<GatheredFacts, 'row'>;

async function readDirectory(account: AccountKey, { directory, tenant }: Desk): Promise<Held | null> {
  const dossier = await directory.dossier(tenant, account);
  return dossier === undefined ? null : { dossier, roster: await directory.roster(tenant) };
}

/** Who only says who they are sets nothing in motion outside: how long it takes would tell what the card doesn't. */
async function lookedUp(
  held: Held,
  reference: AccountReference,
  { ask, release }: Call,
  { lookUp }: Pick<Desk, 'lookUp'>,
): Promise<Dossier> {
  if (lookUp === undefined || isUnprovenTo(reference, ask.caller.audience, release)) return held.dossier;
  return await lookUp(held, release.workspace);
}
