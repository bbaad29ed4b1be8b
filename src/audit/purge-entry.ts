/** Reads the purge entries of a chain, which may come from anybody's hand. Not for writing them. */
import { z } from 'zod';
import { jsonIn } from '../base/json.ts';
import type { PurgeEntry } from './erasure.ts';
import { PURGE_VERSION } from './erasure.ts';

export const chainHead = z.object({ writer: z.string(), sequence: z.int().positive(), hash: z.string() });

const common = { version: z.literal(PURGE_VERSION), id: z.string(), tenant: z.string(), at: z.string() };
const count = z.int().nonnegative();

const purgeEntry = z.discriminatedUnion('entry', [
  z.object({
    ...common,
    entry: z.literal('erased'),
    reason: z.string(),
    records: z.array(z.string()),
    snapshots: count,
  }),
  z.object({
    ...common,
    entry: z.literal('expired'),
    before: z.string(),
    records: count,
    snapshots: count,
    heads: z.array(chainHead),
  }),
]);

/** `undefined` for a text that is no entry, or one of a version that isn't known here. */
export function purgeEntryIn(text: string): PurgeEntry | undefined {
  return purgeEntry.safeParse(jsonIn(text)).data;
}
