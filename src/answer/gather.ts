/**
 * The facts of a call: one denormalized read of the account, the people, and what was asked.
 * Only a known account has facts: unknown, ambiguous and domain references gather nothing.
 */
import { localDay } from '../base/local-day.ts';
import type { EpochMs } from '../base/clock.ts';
import type { Dossier, Roster } from '../directory/records.ts';
import type { FactRow } from '../facts/types.ts';
import type { Ask } from './ask.ts';
import type { Customer } from './customer.ts';
import type { Desk } from './desk.ts';
import type { PreparedRelease } from './prepared-release.ts';

export type GatheredFacts = { readonly dossier: Dossier; readonly roster: Roster; readonly row: FactRow };

export async function gather(
  customer: Customer,
  ask: Ask,
  release: PreparedRelease,
  { directory, tenant }: Desk,
  atMs: EpochMs,
): Promise<GatheredFacts | null> {
  const { reference, request } = customer;
  if (reference.kind !== 'known') return null;
  const dossier = await directory.dossier(tenant, reference.account);
  if (dossier === undefined) return null;
  const row = release.rows.row(dossier, {
    ...request,
    audience: ask.caller.audience,
    matchBy: reference.by,
    matchVerified: reference.verified,
    atMs,
    day: localDay(release.workspace.timezone, atMs),
  });
  return { dossier, roster: await directory.roster(tenant), row };
}
