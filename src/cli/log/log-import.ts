/** An import in the log: that it goes on, how it ended, and numbers. Rows and their troubles are for `concierge import`. */
import { isInterrupted } from '../../base/failure.ts';
import type { ImportOutcome } from '../../directory/import-job.ts';
import { isWaitingForAnother } from '../../directory/import-job.ts';
import type { ImportProgress, OnProgress } from '../../directory/progress.ts';
import type { ReadOutcome } from '../../sources/sync/sync-sources.ts';
import type { Log } from './log-writer.ts';

/** Between two lines about the same phase. */
const PROGRESS_MS = 10_000;

/** `run` is the import; what it throws is told and thrown on. `mayBeSkipped`: that it begins is told as a sync. */
export async function importTold(
  { tell }: Log,
  run: (onProgress: OnProgress) => Promise<ImportOutcome>,
  mayBeSkipped = false,
): Promise<ImportOutcome> {
  const startedAt = performance.now();
  const ms = (): number => Math.round(performance.now() - startedAt);
  if (!mayBeSkipped) tell('import_started', {});
  try {
    const outcome = await run(progressTo(tell));
    tellSyncs(tell, outcome.synced);
    if (outcome.kind === 'skipped') return outcome;
    if (outcome.kind === 'held')
      tell('import_held', { changes: outcome.changes.id, ms: ms(), ...changesOf(outcome), ...troublesOf(outcome) });
    else {
      const { accounts, people, contacts } = outcome.report.directory;
      const came = { outcome: outcome.kind, ms: ms(), accounts, people, contacts };
      tell('import_finished', { ...came, ...changesOf(outcome), ...troublesOf(outcome) });
    }
    return outcome;
  } catch (cause) {
    if (isInterrupted(cause)) {
      tell('import_interrupted', { ms: ms() });
      throw cause;
    }
    if (isWaitingForAnother(cause)) {
      tell('import_waits', { ms: ms() });
      throw cause;
    }
    tell('import_failed', { cause, ms: ms() });
    tell('stack', { id: null, cause, frames: cause });
    throw cause;
  }
}

function progressTo(tell: Log['tell']): OnProgress {
  let phase: ImportProgress['phase'] | null = null;
  let toldAt = 0;
  return (progress) => {
    const now = performance.now();
    if (progress.phase === phase && now - toldAt < PROGRESS_MS) return;
    phase = progress.phase;
    toldAt = now;
    const of = 'source' in progress ? { source: progress.source, done: progress.rows, total: null } : ofAll(progress);
    tell('import_progress', { phase: progress.phase, ...of });
  };
}

function ofAll({ done, of: total }: Exclude<ImportProgress, { readonly source: string }>) {
  return { source: null, done, total };
}

function changesOf({ changes: { accounts, people, contacts } }: ImportOutcome) {
  return {
    accounts_added: accounts.added,
    accounts_changed: accounts.changed,
    accounts_dropped: accounts.dropped,
    people_added: people.added,
    people_changed: people.changed,
    people_dropped: people.dropped,
    contacts_added: contacts.added,
    contacts_changed: contacts.changed,
    contacts_dropped: contacts.dropped,
  };
}

function troublesOf({ report }: ImportOutcome) {
  return {
    rows_left_out: report.quarantined.total,
    rows_worth_a_look: report.flagged.total,
    rows_naming_nobody: report.unknownPeople.total,
    conflicts: Object.values(report.conflicts).reduce((sum, each) => sum + each, 0),
  };
}

/** How asking each system went. */
function tellSyncs(tell: Log['tell'], synced: readonly ReadOutcome[]): void {
  for (const { source, read, ...one } of synced) {
    if (one.outcome === 'failed') tell('sync_failed', { source, read, failure: one.kind });
    if (one.outcome === 'busy') tell('sync_elsewhere', { source, read });
    if (one.outcome !== 'synced') continue;
    const { rows: records, changes, drift } = one;
    const { added: records_new, changed: records_changed, dropped: records_gone } = changes;
    tell('sync_finished', {
      source,
      read,
      full: one.kind === 'full',
      records,
      records_new,
      records_changed,
      records_gone,
    });
    if (drift.length > 0) tell('sync_drifted', { source, read, columns: drift.length });
  }
}
