/**
 * What scenarios stand on: the release, and for those of real customers the directory as the last import left it. A sample's
 * dates are true on its own day and move with today, so its sources are read as of that day, into a folder that goes again.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareRelease } from '../../answer/prepared-release.ts';
import { instantOf, stoppedClock } from '../../base/clock.ts';
import { releaseOf } from '../../config/release.ts';
import type { Workspace } from '../../config/workspace.ts';
import type { Ground } from '../../scenarios/ask.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import type { Concierge } from '../concierge.ts';
import { openConcierge } from '../concierge.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { isEmpty } from '../serving/fill-directory.ts';
import { importLines } from '../sources/import-text.ts';

/** Runs `use` on it, and leaves nothing open. */
export async function onGround<Result>(
  scenarios: readonly Scenario[],
  workspace: Workspace,
  options: OpenOptions,
  context: CommandContext,
  use: (ground: Ground) => Promise<Result>,
): Promise<Result> {
  const asksAboutReal = scenarios.some(({ given }) => given.customer.kind === 'real');
  if (!asksAboutReal) return await use({ release: releaseNow(workspace, context), directory: null });
  if (workspace.sampleDay === null) return await inDirectory(options, context, use);
  const folder = mkdtempSync(join(tmpdir(), 'concierge-test-'));
  try {
    return await inDirectory(options, asOf(workspace.sampleDay, folder, context), use);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function releaseNow(workspace: Workspace, { clock }: CommandContext): Ground['release'] {
  return prepareRelease(workspace, releaseOf(workspace).id, instantOf(clock.now()));
}

async function inDirectory<Result>(
  options: OpenOptions,
  context: CommandContext,
  use: (ground: Ground) => Promise<Result>,
): Promise<Result> {
  const concierge = await openConcierge(options, context);
  try {
    if (await isEmpty(concierge)) await importFirst(concierge, context);
    return await use({ release: concierge.release(), directory: concierge.store.directory });
  } finally {
    await concierge.close();
  }
}

async function importFirst({ importSources, workspace }: Concierge, { err }: CommandContext): Promise<void> {
  const lines = importLines(await importSources());
  if (workspace.sampleDay === null) err(['Read the sources for the first time.', ...lines].join('\n'));
}

/** The same process on that day, and with an empty store. */
function asOf(day: string, folder: string, context: CommandContext): CommandContext {
  const store = { kind: 'sqlite', folder } as const;
  return {
    ...context,
    clock: stoppedClock(Date.parse(`${day}T12:00:00Z`)),
    openStore: async (_choice, clock) => await context.openStore(store, clock),
    runImport: async (job, deployment, watch) => await context.runImport(job, { ...deployment, store }, watch),
  };
}
