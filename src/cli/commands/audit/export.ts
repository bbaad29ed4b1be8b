/** `concierge audit export`: the records as lines of JSON, for whoever verifies or keeps them elsewhere. */
import { resolve } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { RecordLink } from '../../../audit/chain.ts';
import { PURGE_WRITER } from '../../../audit/chain.ts';
import type { ExportEnd, ExportHead } from '../../../audit/export.ts';
import { EXPORT_VERSION, linkLine, releaseLine, snapshotLine } from '../../../audit/export.ts';
import { momentOfId } from '../../../audit/recorder.ts';
import { contentNamedBy } from '../../../audit/verify-records.ts';
import { instantOf } from '../../../base/clock.ts';
import type { Between } from '../../../store/store.ts';
import type { Archive } from '../../records/archive.ts';
import { withArchive } from '../../records/archive.ts';
import type { BetweenOptions } from '../../records/between.ts';
import { betweenOf } from '../../records/between.ts';
import type { OpenOptions } from '../../configured.ts';
import type { CommandContext } from '../../context.ts';
import type { WriteText } from '../../files/private-file.ts';
import { writePrivately } from '../../files/private-file.ts';
import { counted } from '../../terminal/counted.ts';
import { watched } from '../../terminal/watched.ts';

export type ExportOptions = OpenOptions &
  BetweenOptions & { readonly withFacts?: boolean; readonly out?: string; readonly force?: boolean };

/** What many records name is written once, as long as it is among so many. */
const REMEMBERED = 200_000;

export async function exportRecords(options: ExportOptions, context: CommandContext): Promise<void> {
  const written = await withArchive(options, context, async (archive) => {
    const between = betweenOf(options, context.clock.now());
    const write = async (writeText: WriteText): Promise<ExportEnd> =>
      await writeExport(writeText, archive, between, options.withFacts === true, context);
    if (options.out === undefined) return await write(async (text) => context.out(text.trimEnd()));
    return await writePrivately(
      resolve(context.cwd, options.out),
      options.force === true || 'Name another file, or give --force.',
      write,
    );
  });
  const { links, snapshots, releases } = written;
  const facts =
    options.withFacts === true ? `, ${counted(snapshots, 'snapshot')} and ${counted(releases, 'release')}` : '';
  context.err(`Exported ${counted(links, 'link')} of the chains${facts}.`);
}

async function writeExport(
  write: WriteText,
  archive: Archive,
  between: Between,
  facts: boolean,
  context: CommandContext,
): Promise<ExportEnd> {
  const { tenant, store } = archive;
  const isWanted = await wantedLinks(archive, between, context);
  const named = facts ? namedContent(archive) : async (): Promise<Named> => NOTHING;
  const total = { links: 0, snapshots: 0, releases: 0 };
  await write(`${JSON.stringify(headOf(tenant, between, facts, context))}\n`);
  for await (const link of watched(store.records.chain(tenant), 'Exporting links', context)) {
    if (!isWanted(link)) continue;
    const { lines, snapshots, releases } = await named(link);
    for (const line of [...lines, linkLine(link)]) await write(`${line}\n`);
    total.links += 1;
    total.snapshots += snapshots;
    total.releases += releases;
  }
  const end: ExportEnd = { version: EXPORT_VERSION, kind: 'end', ...total };
  await write(`${JSON.stringify(end)}\n`);
  return end;
}

function headOf(
  tenant: string,
  { fromMs, untilMs }: Between,
  facts: boolean,
  { clock }: Pick<CommandContext, 'clock'>,
): ExportHead {
  const instant = (ms: number | undefined): string | null => (ms === undefined ? null : instantOf(ms));
  const at = instantOf(clock.now());
  return {
    version: EXPORT_VERSION,
    kind: 'export',
    tenant,
    at,
    since: instant(fromMs),
    until: instant(untilMs),
    facts,
  };
}

type LinkTest = (link: RecordLink) => boolean;

/**
 * Of each writer's chain what lies between the first and the last link of that time, so that it is one piece: commits
 * don't keep to the order of moments. What tells of erased and expired records is wanted in any case.
 */
async function wantedLinks(
  { tenant, store }: Archive,
  { fromMs = Number.NEGATIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY }: Between,
  context: CommandContext,
): Promise<LinkTest> {
  if (fromMs === Number.NEGATIVE_INFINITY && untilMs === Number.POSITIVE_INFINITY) return () => true;
  const pieces = new Map<string, { readonly first: number; readonly last: number }>();
  for await (const { writer, sequence, id } of watched(store.records.chain(tenant), 'Looking through links', context)) {
    const at = momentOfId(id);
    if (at >= fromMs && at < untilMs)
      pieces.set(writer, { first: pieces.get(writer)?.first ?? sequence, last: sequence });
  }
  return ({ writer, sequence }) => {
    const piece = pieces.get(writer);
    return writer === PURGE_WRITER || (piece !== undefined && sequence >= piece.first && sequence <= piece.last);
  };
}

type Named = { readonly lines: readonly string[]; readonly snapshots: number; readonly releases: number };

const NOTHING: Named = { lines: [], snapshots: 0, releases: 0 };

/** The lines of the release and the facts that a link's record names, and that weren't written before. */
function namedContent({ tenant, store }: Archive): (link: RecordLink) => Promise<Named> {
  const remembered = new LRUCache<string, true>({ max: REMEMBERED });
  const lineOf = {
    snapshot: async (hash: string): Promise<string | undefined> => {
      const json = await store.records.snapshot(tenant, hash);
      return json === undefined ? undefined : snapshotLine(hash, json);
    },
    release: async (id: string): Promise<string | undefined> => {
      const stored = await store.releases.get(tenant, id);
      return stored === undefined ? undefined : releaseLine(id, stored.at, stored.json);
    },
  };
  return async ({ writer, body }) => {
    if (writer === PURGE_WRITER || body === null) return NOTHING;
    const lines: string[] = [];
    const written = { snapshot: 0, release: 0 };
    for (const [what, hash] of contentNamedBy(body.text)) {
      const line = remembered.get(hash) === true ? undefined : await lineOf[what](hash);
      remembered.set(hash, true);
      if (line === undefined) continue;
      lines.push(line);
      written[what] += 1;
    }
    return { lines, snapshots: written.snapshot, releases: written.release };
  };
}
