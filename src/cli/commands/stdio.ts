/** `concierge stdio`: serves one client over stdin and stdout. Nothing but the protocol goes to stdout. */
import { serviceOffer } from '../../edge/mcp/service.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import { createOutbound } from '../../outbound/guarded.ts';
import { askedSystems } from '../../services/asked-systems.ts';
import { systemClients } from '../serving/system-clients.ts';
import { serveOverStdio } from '../../edge/mcp/stdio.ts';
import { budgetsInMemory } from '../../caller/budgets.ts';
import {
  log,
  lookUpsTo,
  releasesTo,
  reportTo,
  systemFailuresTo,
  tellRelease,
  upstreamsTo,
  watchTo,
} from '../log/log.ts';
import { differsLines } from '../releases/release-words.ts';
import { Failure } from '../../base/failure.ts';
import type { Concierge } from '../concierge.ts';
import { openServing } from '../concierge.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { fillDirectory, isEmpty, refillDirectory } from '../serving/fill-directory.ts';
import { keeperOf } from '../serving/keeper-of.ts';
import type { Offer } from '../../edge/mcp/sdk-server.ts';
import { stdioAdmission } from '../serving/stdio-admission.ts';

export type StdioOptions = OpenOptions & { readonly fromLastImport?: boolean; readonly service?: string };

export async function stdio(options: StdioOptions, context: CommandContext): Promise<void> {
  const logger = log(context);
  const concierge = await openServing(options, context, (late) => {
    void refillDirectory({ ...options, log: logger }, late).then((lines) => lines.forEach(context.err));
  });
  const stop = new AbortController();
  const { deployment, workspace } = concierge;
  const outbound = createOutbound(deployment.outbound);
  const clients = systemClients(workspace, deployment, outbound, context, upstreamsTo(logger));
  try {
    const service = servedService(options.service, concierge);
    const { caller, judge, statement, requireAdmitted } = stdioAdmission(service, concierge, context, logger);
    const nothingYet = await isEmpty(concierge);
    const filled = fillDirectory({ ...options, signal: stop.signal, log: logger }, concierge).then(({ warnings }) =>
      warnings.forEach(context.err),
    );
    const ready = nothingYet ? filled : Promise.resolve();
    const { now } = context.clock;
    const askSystem = askedSystems({ ...clients, now, onFailure: systemFailuresTo(logger) });
    const live = { onTrouble: lookUpsTo(logger), onLookedUp: () => {} };
    const desk = concierge.deskWith({ ...watchTo(logger), budgets: budgetsInMemory(now), live, askSystem });
    const dismissed = Promise.withResolvers<never>();
    const offer = whileAdmitted(serviceOffer(service, desk, judge), requireAdmitted, dismissed.reject);
    const session = serveOverStdio(offer, caller, { report: reportTo(logger), statement, ready });
    logger.tell('serving_started', { transport: 'stdio', port: null });
    tellRelease(logger, concierge);
    for (const line of differsLines(concierge.workspace, concierge.publication())) context.err(line);
    const { onLive, onTrouble } = releasesTo(logger, desk.tenant);
    const follower = concierge.follow({
      onLive: (publication) => {
        onLive(publication);
        session.menuChanged();
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
    await Promise.all([outbound.close(), clients.close()]);
    await concierge.close();
  }
}

/** @throws Failure `usage` for a service that the live release doesn't have */
function servedService(named: string | undefined, concierge: Concierge): string {
  const services = [CONCIERGE, ...concierge.release().workspace.services.map(({ name }) => name)];
  if (named === undefined || services.includes(named)) return named ?? CONCIERGE;
  throw new Failure('usage', `There is no service \`${named}\`.`, `There are: ${services.join(', ')}.`);
}

/** Who is no longer admitted gets no answer, and `dismiss` is told why. */
function whileAdmitted(
  { answer, ...offer }: Offer,
  requireAdmitted: () => void,
  dismiss: (why: unknown) => void,
): Offer {
  return {
    ...offer,
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
