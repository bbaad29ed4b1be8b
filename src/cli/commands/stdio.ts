/** `concierge stdio`: serves one client over stdin and stdout. Nothing but the protocol goes to stdout. */
import { serveOverStdio } from '../../edge/mcp/stdio.ts';
import { alarmTo, log, reportTo } from '../log.ts';
import type { OpenOptions } from '../concierge.ts';
import { openConcierge } from '../concierge.ts';
import type { CommandContext } from '../context.ts';

export async function stdio(options: OpenOptions, context: CommandContext): Promise<void> {
  const concierge = await openConcierge(options, context);
  try {
    await concierge.importSources();
    const logger = log(context);
    const session = serveOverStdio(concierge.deskWith(alarmTo(logger)), concierge.caller, reportTo(logger));
    await Promise.race([session.ended, context.interrupted]);
    await session.close();
  } finally {
    await concierge.close();
  }
}
