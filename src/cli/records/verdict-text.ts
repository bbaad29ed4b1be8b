/** What verifying the records found, as a person reads it. */
import type { Checkpoint, ComparedHead } from '../../audit/checkpoint.ts';
import type { ContentTrouble, RecordsVerdict } from '../../audit/verify-records.ts';
import type { LinkTrouble } from '../../audit/verify-chain.ts';
import { columns } from '../terminal/columns.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { ExportFile } from './export-file.ts';
import type { Emphasize } from '../terminal/emphasis.ts';
import { titled } from '../explanation-text.ts';
import { counted } from '../terminal/counted.ts';
import { count } from '../terminal/progress-line.ts';
import { shortId } from './record-text.ts';

/** What was verified, and what it was compared with. */
export type Verified = {
  readonly tenant: Tenant;
  readonly verdict: RecordsVerdict;
  readonly checkpoints: readonly ComparedCheckpoint[];
  /** An export's own account of itself; null for the store. */
  readonly file: Pick<ExportFile, 'head' | 'isWhole'> | null;
};

export type ComparedCheckpoint = {
  readonly path: string;
  readonly at: Checkpoint['at'];
  readonly heads: readonly ComparedHead[];
};

/** Of broken links, so many are listed here; the JSON has more. */
const MAX_LISTED = 20;

export function verdictText(verified: Verified, emphasize: Emphasize): string {
  const { verdict, checkpoints, file } = verified;
  const section = titled(emphasize);
  const lines = [
    ...section(headline(verified), columns(figures(verified))),
    ...section('Broken links', brokenLines(verified)),
    ...section(
      'Facts and releases',
      verdict.troubles.map(troubleText).concat(more(verdict.troubleCount, verdict.troubles.length)),
    ),
    ...checkpoints.flatMap((one) => section(`Checkpoint ${one.path}, of ${one.at}`, checkpointLines(one))),
    ...(file?.isWhole === false
      ? ['The export was cut short: its last line is missing, or counts other lines.', '']
      : []),
    ...(checkpoints.length === 0 ? [HINT] : []),
  ];
  return lines.join('\n').trimEnd();
}

const HINT =
  'A chain that was made anew from its beginning shows only against a checkpoint kept elsewhere: --checkpoint, --public-key.';

function headline({ tenant, verdict: { chain } }: Verified): string {
  const all = `${counted(chain.links, 'link')} of ${counted(chain.heads.length, 'writer')}, tenant ${tenant}`;
  return chain.brokenLinks === 0 ? `${all}: whole` : `${all}: ${count(chain.brokenLinks)} broken`;
}

function figures({ verdict, file }: Verified): string[][] {
  const { chain, records, erasures, erasureCount, starts } = verdict;
  const part = file === null ? [] : [['export', exportText(file.head)]];
  const begins = starts.map(({ writer, sequence }) => [`writer ${writer}`, `begins with link ${count(sequence)}`]);
  const erased = erasureCount === 0 ? '' : `, by ${counted(erasureCount, 'erasure')}`;
  return [
    ...part,
    ['records', count(records)],
    ['erased', `${count(chain.erased)}${erased}`],
    ...erasures.map(({ at, reason, records: of }) => ['', `${at}  ${counted(of, 'record')}  ${reason}`]),
    ...(chain.expiredBefore === null
      ? []
      : [['expired', `records from before ${chain.expiredBefore} were dropped for their age`]]),
    ...begins,
  ];
}

function exportText({ at, since, until, facts }: NonNullable<Verified['file']>['head']): string {
  const span =
    since === null && until === null ? 'of everything' : `from ${since ?? 'the beginning'} to ${until ?? 'the end'}`;
  return `${span}, made at ${at}, ${facts ? 'with' : 'without'} releases and facts`;
}

function brokenLines({ verdict: { chain } }: Verified): string[] {
  const listed = chain.broken.slice(0, MAX_LISTED);
  const lines = columns(
    listed.map(({ writer, sequence, id, trouble }) => [`${writer} ${count(sequence)}`, id, TROUBLES[trouble]]),
  );
  return [...lines, ...more(chain.brokenLinks, listed.length)];
}

const TROUBLES: Record<LinkTrouble, string> = {
  gap: 'links before it are missing, or it is out of order',
  previous_differs: 'it doesn’t follow the link before it',
  hash_differs: 'its hash is another',
  body_differs: 'its record was changed',
  body_missing: 'its record is gone, and no entry says that it was erased',
  entry_unreadable: 'it tells of an erasure in a form that isn’t known here',
};

function troubleText({ id, what, hash, state }: ContentTrouble): string {
  return `the ${what} ${hash.slice(0, 12)} of ${shortId(id)} ${state === 'missing' ? 'is gone' : 'was changed'}`;
}

function checkpointLines({ heads }: ComparedCheckpoint): string[] {
  const told = columns(
    heads.map(({ writer, sequence, outcome }) => [`${writer} ${count(sequence)}`, OUTCOMES[outcome]]),
  );
  return told.length === 0 ? ['there was nothing yet'] : told;
}

const OUTCOMES: Record<ComparedHead['outcome'], string> = {
  kept: 'stands where it stood',
  expired: 'was dropped for its age since',
  differs: 'another link is in its place',
  missing: 'is gone: the chain was cut short',
};

function more(all: number, listed: number): string[] {
  return all > listed ? [`and ${count(all - listed)} more`] : [];
}
