/** `concierge sync` and imports where a source couldn't be asked: nobody takes that for having been read. */
import { expect, it } from 'vitest';
import { EXIT_CODES, Failure } from '../../src/base/failure.ts';
import type { CommandContext } from '../../src/cli/context.ts';
import { log as logTo } from '../../src/cli/log/log.ts';
import { importTold } from '../../src/cli/log/log-import.ts';
import { runImport } from '../../src/directory/import-job.ts';
import type { ReadOutcome } from '../../src/sources/sync/sync-sources.ts';
import { openTestStore } from '../../src/store/test-store.ts';
import { runCommand } from '../support/cli.ts';
import { importHere } from '../support/import-here.ts';
import { workspaceFolder } from '../support/workspace-folder.ts';

const DESK = `source: desk
connector: hubspot
auth: { way: private_app, secret: hubspot_token }
reads: { companies: { read: companies } }
records:
  - account: { from: companies, id: { column: id, in: hubspot }, name: properties.name }
`;

const BUSY: ReadOutcome = { source: 'desk', read: 'companies', outcome: 'busy' };
const FAILED: ReadOutcome = { ...BUSY, source: 'hr', outcome: 'failed', kind: 'auth', message: 'No.' };

it.each<[string, readonly ReadOutcome[], string]>([
  ['is busy', [BUSY], 'Another process syncs: desk. Sync again when it is done.'],
  ['fails', [FAILED], 'Not everything could be read of: hr.'],
  ['is busy and another fails', [BUSY, FAILED], 'Not everything could be read of: hr. Another process syncs: desk.'],
])('sync is no success where a source %s', async (_name, synced, said) => {
  const folder = workspaceFolder([], { 'sources/desk.yaml': DESK });
  const runImportHere: CommandContext['runImport'] = async (job, deployment, watch) => {
    const sources = job.workspace.sources.filter(({ name }) => name !== 'desk');
    const files = { ...job, workspace: { ...job.workspace, sources } };
    return { ...(await importHere(files, deployment, watch)), synced };
  };
  const { code, err } = await runCommand(['sync', folder], { runImport: runImportHere });
  expect([code, err]).toEqual([EXIT_CODES.sync_failed, expect.stringContaining(said)]);
});

it('an import that lacks a copy says that another process is at it, and the log tells it as no trouble', async () => {
  const { store, dispose } = await openTestStore();
  const folder = workspaceFolder([], { 'sources/desk.yaml': DESK });
  const missing = new Failure('unreadable_source', '`companies` of the source `desk` has no whole copy.');
  const lines: string[] = [];
  const log = logTo({ env: { LOG_LEVEL: 'info' }, err: (text) => void lines.push(text) });
  const tried = runCommand(['import', folder], {
    runImport: async (job, _deployment, { onProgress }) => {
      const ground = {
        directory: store.directory,
        copied: () => Promise.reject(missing),
        sync: async () => [BUSY],
        remembered: null,
      };
      return await importTold(log, () => runImport(job, ground, onProgress));
    },
  });
  const { code, err } = await tried;
  expect(code).toBe(EXIT_CODES.sync_failed);
  expect(err).toContain('desk.companies: another process syncs this source just now.');
  expect(err).toContain('Sync again when the other process is done.');
  expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual([
    'import_started',
    'import_waits',
  ]);
  await dispose();
});
