/**
 * The facts of a call: one denormalized read of the account, the people, and what was asked.
 * Only a known account has facts: unknown, ambiguous and domain references gather nothing.
 */
import { localDay } from '../base/local-day.ts';
import type { EpochMs } from '../base/clock.ts';
import type { AccountKey, Dossier, Roster } from '../directory/records.ts';
import type { FactRow } from '../facts/types.ts';
import type { Ask } from './ask.ts';
import type { Customer } from './customer.ts';
import type { Desk } from './desk.ts';
import type { PreparedRelease } from './prepared-release.ts';
import { readable } from './readable.ts';

export type GatheredFacts = { readonly dossier: Dossier; readonly roster: Roster; readonly row: FactRow };

export async function gather(
  { reference, request }: Customer,
  ask: Ask,
  release: PreparedRelease,
  desk: Desk,
  atMs: EpochMs,
): Promise<GatheredFacts | null> {
  if (reference.kind !== 'known') return null;
  const read = await readable(() => readDirectory(reference.account, desk), null, desk);
  if (read === null) return null;
  const row = release.rows.row(read.dossier, {
    ...request,
    audience: ask.caller.audience,
    matchBy: reference.by,
    matchVerified: reference.verified,
    atMs,
    day: localDay(release.workspace.timezone, atMs),
  });
  return { ...read, row };
}

async function readDirectory(
  account: AccountKey,
  { directory, tenant }: Desk,
): Promise<Omit<GatheredFacts, 'row'> | null> {
  const dossier = await directory.dossier(tenant, account);
  return dossier === undefined ? null : { dossier, roster: await directory.roster(tenant) };
}
