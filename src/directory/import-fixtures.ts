/** Imports whole, for tests: every part of the directory in memory, and the report that is complete then. */
import type { EpochMs } from '../base/clock.ts';
import { NOTHING_INHERITED } from '../facts/inheritance.ts';
import { importDirectory } from './import-directory.ts';
import type { ImportedWorkspace } from './import-directory.ts';
import type { ImportJob } from './import-job.ts';
import type { ImportReport } from './import-report.ts';
import type { OnProgress } from './progress.ts';
import type { AccountDomain, AccountId, CustomerContact, Dossier, Person } from './records.ts';

export type WholeImport = {
  readonly data: {
    readonly dossiers: readonly Dossier[];
    readonly accountIds: readonly AccountId[];
    readonly contacts: readonly CustomerContact[];
    readonly domains: readonly AccountDomain[];
    readonly people: readonly Person[];
  };
  readonly report: ImportReport;
};

export async function importWhole(
  workspace: ImportedWorkspace,
  now: EpochMs,
  onProgress?: OnProgress,
): Promise<WholeImport> {
  const { data, report, close } = await importDirectory(workspace, now, onProgress);
  try {
    const parts = {
      dossiers: [...data.dossiers],
      accountIds: [...data.accountIds],
      contacts: [...data.contacts],
      domains: [...data.domains],
      people: [...data.people],
    };
    return { data: parts, report: report() };
  } finally {
    close();
  }
}

/** Of a workspace without sources. */
export const BLANK_JOB: ImportJob = {
  tenant: 'default',
  workspace: {
    folder: '',
    timezone: 'UTC',
    facts: [],
    precedence: {},
    calendars: new Map(),
    approved: { emailDomains: [], links: [] },
    sources: [],
    sampleDay: null,
    inheritance: NOTHING_INHERITED,
  },
  nowMs: 0,
  holdAbove: { dropped: null, changed: null },
  confirmed: null,
  sync: { sources: 'due', full: false },
};
