/**
 * `concierge demo --live`: the sample company with its systems. Four stand-ins on loopback are synced for real into a workspace of its
 * own, which is served and asked a question every few seconds, while keys switch systems off and on, or change something in them.
 * When it ends, nothing of it is left.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSample } from '../../demo/sample.ts';
import type { AcmeSystems } from '../../demo/systems-of-acme.ts';
import { acmeSystems } from '../../demo/systems-of-acme.ts';
import { writeDemoWorkspace } from '../../demo/write-workspace.ts';
import { openServing } from '../concierge.ts';
import type { CommandContext } from '../context.ts';
import type { Press } from '../demo/presses.ts';
import type { Keyboard } from '../demo/keyboard.ts';
import { keyboardOf } from '../demo/keyboard.ts';
import { show } from '../demo/show.ts';
import { isEmpty } from '../serving/fill-directory.ts';
import { listenAddress } from '../serving/listen-address.ts';
import { log } from '../log/log.ts';
import { serveHttp } from '../serving/serve-http.ts';

export type DemoOptions = { readonly port?: number; readonly press?: readonly Press[] };

/** @throws Failure as `start` does */
export async function demo(options: DemoOptions, context: CommandContext): Promise<void> {
  const keyboard = keyboardOf(context);
  const folder = await mkdtemp(join(tmpdir(), 'concierge-demo-'));
  try {
    const now = context.clock.now();
    const acme = await acmeSystems(await readSample(now), now);
    try {
      writeDemoWorkspace(folder, acme.systems);
      await served({ folder, acme, keyboard }, options, context);
    } finally {
      await acme.close();
    }
  } finally {
    keyboard.close();
    await rm(folder, { recursive: true, force: true });
  }
  context.out('Ended; nothing of it is left.');
}

type Stage = { readonly folder: string; readonly acme: AcmeSystems; readonly keyboard: Keyboard };

async function served({ folder, acme, keyboard }: Stage, { port, press = [] }: DemoOptions, context: CommandContext) {
  // What happens is told in words; `LOG_LEVEL` has the events between them.
  const logger = log({ ...context, env: { LOG_LEVEL: 'silent', ...context.env } });
  const concierge = await openServing({ dir: folder }, { ...context, progress: () => {} }, () => {});
  try {
    const listen = listenAddress(concierge.deployment, port, {});
    const notReady = async () => ((await isEmpty(concierge)) ? ['empty'] : []);
    const serving = await serveHttp(concierge, listen, notReady, context, logger, null);
    try {
      await show({ acme, concierge, serving, press, keyboard }, context);
    } finally {
      await serving.close();
    }
  } finally {
    await concierge.close();
  }
}
