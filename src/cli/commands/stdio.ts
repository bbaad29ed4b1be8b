/** `concierge stdio`: serves one client over stdin and stdout. Nothing but the protocol goes to stdout. */
import { conciergeOffer } from '../../edge/mcp/concierge.ts';
import { serveOverStdio } from '../../edge/mcp/stdio.ts';
import { budgetsInMemory } from '../../caller/budgets.ts';
import { log, releasesTo, reportTo, tellRelease, watchTo } from '../log.ts';
import { differsLines } from '../release-words.ts';
import { openServing } from '../concierge.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { fillDirectory, isEmpty, refillDirectory } from '../fill-directory.ts';
import { keeperOf } from '../keeper-of.ts';
import type { Offer } from '../../edge/mcp/sdk-server.ts';
import { stdioAdmission } from '../stdio-admission.ts';

export type StdioOptions = OpenOptions & { readonly fromLastImport?: boolean };

export async function stdio(options: StdioOptions, context: CommandContext): Promise<void> {
  const logger = log(context);
  const concierge = await openServing(options, context, (late) => {
    void refillDirectory({ ...options, log: logger }, late).then((lines) => lines.forEach(context.err));
  });
  const stop = new AbortController();
  try {
    const { caller, judge, statement, requireAdmitted } = stdioAdmission(concierge, context, logger);
    const nothingYet = await isEmpty(concierge);
    const filled = fillDirectory({ ...options, signal: stop.signal, log: logger }, concierge).then(({ warnings }) =>
      warnings.forEach(context.err),
    );
    const ready = nothingYet ? filled : Promise.resolve();
    const desk = concierge.deskWith({ ...watchTo(logger), budgets: budgetsInMemory(context.clock.now) });
    const dismissed = Promise.withResolvers<never>();
    const offer = whileAdmitted(conciergeOffer(desk, judge), requireAdmitted, dismissed.reject);
    const session = serveOverStdio(offer, caller, { report: reportTo(logger), statement, ready });
    logger.tell('serving_started', { transport: 'stdio', port: null });
    tellRelease(logger, concierge);
    for (const line of differsLines(concierge.workspace, concierge.publication())) context.err(line);
    const { onLive, onTrouble } = releasesTo(logger, desk.tenant);
    const follower = concierge.follow({
      onLive: (publication) => {
        onLive(publication);
        session.toolsChanged();
      },
      onTrouble,
    });
    const keeper = keeperOf(concierge, context, logger);
    void filled.then(keeper?.begin, () => {});
    try {
      await Promise.race([filled.then(() => session.ended), session.ended, context.interrupted, dismissed.promise]);
    } finally {
      await keeper?.stop();
      await follower.stop();
      await session.close();
      logger.tell('serving_stopped', { transport: 'stdio' });
    }
    stop.abort();
    await Promise.allSettled([filled]);
  } finally {
    await concierge.close();
  }
}

/** Who is no longer admitted gets no answer, and `dismiss` is told why. */
function whileAdmitted({ menu, answer }: Offer, requireAdmitted: () => void, dismiss: (why: unknown) => void): Offer {
  return {
    menu,
    answer: async (by, call) => {
      try {
        requireAdmitted();
      } catch (why) {
        dismiss(why);
        return { kind: 'no_such_tool' };
      }
      return await answer(by, call);
    },
  };
}
