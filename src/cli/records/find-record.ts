/** A record by its id, by enough of its beginning, or the `latest`; or what became of it, if it was erased. */
import type { ErasedEntry } from '../../audit/erasure.ts';
import { PURGE_WRITER } from '../../audit/chain.ts';
import { momentOfId } from '../../audit/recorder.ts';
import { purgeEntryIn } from '../../audit/purge-entry.ts';
import { Failure } from '../../base/failure.ts';
import type { Between, ChainedRecord } from '../../store/store.ts';
import type { Archive } from './archive.ts';
import type { CommandContext } from '../context.ts';
import { watched } from '../terminal/watched.ts';

export type FoundRecord =
  | { readonly kind: 'record'; readonly found: ChainedRecord }
  /** `entry` is null where the body is gone and nothing says why. */
  | { readonly kind: 'erased'; readonly id: string; readonly entry: ErasedEntry | null };

const LATEST = 'latest';
const SHORTEST = 8;
const WHOLE = 36;
/** Of those that begin alike, so many are named. */
const MAX_NAMED = 5;

/** @throws Failure `usage` for what is no id or the beginning of several, `not_found` */
export async function findRecord(text: string, archive: Archive, context: CommandContext): Promise<FoundRecord> {
  const prefix = text.toLowerCase();
  if (prefix === LATEST) return await latestRecord(archive);
  if (!/^[0-9a-f-]+$/.test(prefix) || prefix.length < SHORTEST || prefix.length > WHOLE)
    throw new Failure(
      'usage',
      `${text} is no record's id.`,
      `Copy one from \`audit list\`, ${SHORTEST} signs at least.`,
    );
  const [only, ...others] = await beginningWith(prefix, archive);
  if (only === undefined) return await erasedRecord(prefix, archive, context);
  if (others.length === 0) return { kind: 'record', found: only };
  throw ambiguous(
    text,
    [only, ...others].map(({ record }) => record.id),
  );
}

async function latestRecord({ tenant, store }: Archive): Promise<FoundRecord> {
  for await (const found of store.records.latest(tenant)) return { kind: 'record', found };
  throw new Failure('not_found', 'There is no record yet.', 'Every answer to an agent makes one.');
}

async function beginningWith(prefix: string, { tenant, store }: Archive): Promise<readonly ChainedRecord[]> {
  const alike: ChainedRecord[] = [];
  for await (const chained of store.records.latest(tenant, momentsOf(prefix))) {
    if (chained.record.id.startsWith(prefix)) alike.push(chained);
    if (alike.length > MAX_NAMED) break;
  }
  return alike;
}

/** An id begins with its moment, so its beginning says within which time to look. */
function momentsOf(prefix: string): Between {
  return { fromMs: momentOfId(prefix), untilMs: momentOfId(prefix.replaceAll('-', '').padEnd(32, 'f')) + 1 };
}

/** Its place in the chain is still there, and an entry says why the rest is not. */
async function erasedRecord(prefix: string, { tenant, store }: Archive, context: CommandContext): Promise<FoundRecord> {
  const ids = new Set<string>();
  const entries = new Map<string, ErasedEntry>();
  for await (const { id, writer, body } of watched(store.records.chain(tenant), 'Looking through the chain', context)) {
    if (body === null && id.startsWith(prefix)) ids.add(id);
    const entry = body === null || writer !== PURGE_WRITER ? undefined : purgeEntryIn(body.text);
    if (entry?.entry !== 'erased') continue;
    for (const erased of entry.records) if (erased.startsWith(prefix)) entries.set(erased, entry);
  }
  const [only, ...others] = [...ids];
  if (only === undefined)
    throw new Failure(
      'not_found',
      `There is no record ${prefix}.`,
      'It may have been dropped for its age; `audit verify` says from when on they are kept.',
    );
  if (others.length > 0) throw ambiguous(prefix, [only, ...others]);
  return { kind: 'erased', id: only, entry: entries.get(only) ?? null };
}

function ambiguous(text: string, ids: readonly string[]): Failure {
  const named = ids.slice(0, MAX_NAMED).join(', ');
  const more = ids.length > MAX_NAMED ? ' and others' : '';
  return new Failure('usage', `Several records begin with ${text}.`, `Say which: ${named}${more}.`);
}
