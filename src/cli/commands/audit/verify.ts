/** `concierge audit verify`: whether the records stand up, in the store or in an export of it. */
import { resolve } from 'node:path';
import { LRUCache } from 'lru-cache';
import type { Checkpoint } from '../../../audit/checkpoint.ts';
import { compareWithCheckpoint, readCheckpoint } from '../../../audit/checkpoint.ts';
import type { ContentState, RecordContent, RecordsVerdict } from '../../../audit/verify-records.ts';
import { standsUp, verifyRecords } from '../../../audit/verify-records.ts';
import { Failure } from '../../../base/failure.ts';
import { textHash } from '../../../base/hash.ts';
import type { Tenant } from '../../../caller/caller.ts';
import type { Archive } from '../../records/archive.ts';
import { withArchive } from '../../records/archive.ts';
import type { OpenOptions } from '../../configured.ts';
import type { CommandContext } from '../../context.ts';
import { openExport } from '../../records/export-file.ts';
import { emphasis } from '../../terminal/emphasis.ts';
import { textOf } from '../../files/private-file.ts';
import type { ComparedCheckpoint, Verified } from '../../records/verdict-text.ts';
import { verdictText } from '../../records/verdict-text.ts';
import { watched } from '../../terminal/watched.ts';

export type VerifyCommandOptions = OpenOptions & {
  readonly checkpoint?: readonly string[];
  readonly publicKey?: string;
  readonly file?: string;
  readonly json?: boolean;
};

/** @throws Failure `records_broken` where the records don't stand up */
export async function verify(options: VerifyCommandOptions, context: CommandContext): Promise<void> {
  const verified = await (options.file === undefined
    ? withArchive(options, context, async (archive) => await verifyStore(archive, options, context))
    : verifyFile(options.file, options, context));
  context.out(options.json === true ? JSON.stringify(verified, null, 2) : verdictText(verified, emphasis(context)));
  if (isProven(verified)) return;
  const mend = `Keep the ${options.file === undefined ? 'store' : 'file'} as it is, and compare it with a backup or an earlier export.`;
  throw new Failure('records_broken', 'The records don’t stand up.', mend);
}

async function verifyStore(
  { tenant, store }: Archive,
  options: VerifyCommandOptions,
  context: CommandContext,
): Promise<Verified> {
  const checkpoints = await checkpointsOf(options, tenant, context);
  const links = watched(store.records.chain(tenant), 'Verifying links', context);
  const places = checkpoints.flatMap(({ checkpoint }) => checkpoint.heads);
  const verdict = await verifyRecords(links, { content: storedContent({ tenant, store }), places });
  return { tenant, verdict, checkpoints: compared(checkpoints, verdict), file: null };
}

async function verifyFile(path: string, options: VerifyCommandOptions, context: CommandContext): Promise<Verified> {
  if (options.dir !== undefined)
    throw new Failure(
      'usage',
      'It is either a store or an export that is verified.',
      `Leave out ${options.dir}, or --file.`,
    );
  const file = await openExport(resolve(context.cwd, path));
  const { tenant, since, until, facts } = file.head;
  const checkpoints = await checkpointsOf(options, tenant, context);
  const links = watched(file.links(), 'Verifying links', context);
  const places = checkpoints.flatMap(({ checkpoint }) => checkpoint.heads);
  const isPart = since !== null || until !== null;
  const verdict = await verifyRecords(links, { content: facts ? file.content : null, places, isPart });
  return {
    tenant,
    verdict,
    checkpoints: compared(checkpoints, verdict),
    file: { head: file.head, isWhole: file.isWhole },
  };
}

/** An end that is missing is a cut-off file, whatever else it holds. */
function isProven({ verdict, checkpoints, file }: Verified): boolean {
  const kept = checkpoints.every(({ heads }) =>
    heads.every(({ outcome }) => outcome === 'kept' || outcome === 'expired'),
  );
  return standsUp(verdict) && kept && file?.isWhole !== false;
}

type NamedCheckpoint = { readonly path: string; readonly checkpoint: Checkpoint };

async function checkpointsOf(
  { checkpoint: paths = [], publicKey }: VerifyCommandOptions,
  tenant: Tenant,
  { cwd }: CommandContext,
): Promise<readonly NamedCheckpoint[]> {
  if (paths.length === 0 && publicKey === undefined) return [];
  if (paths.length === 0 || publicKey === undefined)
    throw new Failure(
      'usage',
      'A checkpoint is checked with the key that signed it.',
      'Give --checkpoint FILE and --public-key FILE.',
    );
  const key = textOf(resolve(cwd, publicKey));
  return await Promise.all(
    paths.map(async (path) => ({ path, checkpoint: await readCheckpoint(textOf(resolve(cwd, path)), key, tenant) })),
  );
}

function compared(checkpoints: readonly NamedCheckpoint[], { chain }: RecordsVerdict): readonly ComparedCheckpoint[] {
  let from = 0;
  return checkpoints.map(({ path, checkpoint }) => {
    const places = chain.places.slice(from, (from += checkpoint.heads.length));
    return { path, at: checkpoint.at, heads: compareWithCheckpoint(checkpoint, { ...chain, places }) };
  });
}

const REMEMBERED = 200_000;

function storedContent({ tenant, store }: Pick<Archive, 'tenant' | 'store'>): RecordContent {
  const judged = (read: (hash: string) => Promise<string | undefined>) => {
    const remembered = new LRUCache<string, ContentState>({ max: REMEMBERED });
    return async (hash: string): Promise<ContentState> => {
      const before = remembered.get(hash);
      if (before !== undefined) return before;
      const json = await read(hash);
      const state = json === undefined ? 'missing' : textHash(json) === hash ? 'whole' : 'altered';
      remembered.set(hash, state);
      return state;
    };
  };
  return {
    snapshot: judged(async (hash) => await store.records.snapshot(tenant, hash)),
    release: judged(async (id) => (await store.releases.get(tenant, id))?.json),
  };
}
