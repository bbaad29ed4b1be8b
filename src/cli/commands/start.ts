/**
 * `concierge start`: serves `cx_concierge` over HTTP, prints where and how to connect, reads the sources meanwhile, answers
 * the deployment's sample questions, and serves until it is interrupted.
 */
import { resolve } from 'node:path';
import { answer } from '../../answer/answer.ts';
import type { Desk } from '../../answer/desk.ts';
import { problemText } from '../../base/problem.ts';
import type { EscalationCard } from '../../card/contract.ts';
import type { Listener, SampleQuestion } from '../../config/deployment.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import { refusedListener } from '../../edge/http/listen.ts';
import type { Concierge } from '../concierge.ts';
import { openServing } from '../concierge.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { hookWorries } from '../serving/hooks.ts';
import { keeperOf } from '../serving/keeper-of.ts';
import { listenAddress } from '../serving/listen-address.ts';
import { housekeepingTo, log, tellRelease } from '../log/log.ts';
import type { Log } from '../log/log-writer.ts';
import type { House } from '../serving/housekeeping.ts';
import { keepHouse } from '../serving/housekeeping.ts';
import { differsLines } from '../releases/release-words.ts';
import { serveHttp } from '../serving/serve-http.ts';
import { connectText, questionText } from '../serving/welcome.ts';
import type { Emphasize } from '../terminal/emphasis.ts';
import { emphasis } from '../terminal/emphasis.ts';
import type { Filled } from '../serving/fill-directory.ts';
import { fillDirectory, isEmpty, isReadable, refillDirectory } from '../serving/fill-directory.ts';
import { importSummary } from '../sources/import-text.ts';

export type StartOptions = OpenOptions & { readonly port?: number; readonly fromLastImport?: boolean };

export async function start(options: StartOptions, context: CommandContext): Promise<void> {
  const logger = log(context);
  const concierge = await openServing(options, context, (late) => void refilled(options, late, context, logger));
  try {
    const listen = listenAddress(concierge.deployment, options.port, context.env);
    const refused = refusedListener(listen, concierge.deployment.auth.kind === 'open');
    if (refused !== null) throw refused;
    for (const warning of concierge.warnings) context.err(problemText(warning));
    for (const line of differsLines(concierge.workspace, concierge.publication())) context.err(line);
    if (concierge.deployment.syncs) for (const line of hookWorries(concierge, context.env)) context.err(line);
    await serve(concierge, listen, options, context, logger);
  } finally {
    await concierge.close();
  }
}

async function serve(
  concierge: Concierge,
  listen: Listener,
  options: StartOptions,
  context: CommandContext,
  logger: Log,
): Promise<void> {
  const keeper = keeperOf(concierge, context, logger);
  const serving = await serveHttp(concierge, listen, () => notReady(concierge), context, logger, keeper);
  logger.tell('serving_started', { transport: 'http', port: serving.port });
  tellRelease(logger, concierge);
  const house = keepHouse(houseOf(concierge, context, logger));
  const emphasize = emphasis(context);
  try {
    context.out(
      connectText(
        serving,
        concierge.deployment,
        [...context.self, 'stdio', ...sameConcierge(concierge, options)],
        emphasize,
      ),
    );
    const filled = await filledUnlessStopped(options, concierge, context, logger);
    if (filled !== null) {
      for (const line of filledLines(filled, concierge)) context.err(line);
      for (const question of concierge.deployment.questions)
        context.out(await answered(question, serving.desk, concierge, emphasize));
      context.out('Serving. Ctrl-C stops it.');
      keeper?.begin();
    }
    await context.interrupted;
    context.err('Stopping.');
  } finally {
    await keeper?.stop();
    await house.stop();
    await serving.close();
    logger.tell('serving_stopped', { transport: 'http' });
  }
}

function houseOf({ workspace, deployment, store }: Concierge, { env, clock }: CommandContext, logger: Log): House {
  const { tenant } = workspace;
  return { tenant, deployment, records: () => store.records, env, now: clock.now, ...housekeepingTo(logger) };
}

async function refilled(
  { fromLastImport = false }: StartOptions,
  late: Concierge,
  { err }: CommandContext,
  logger: Log,
): Promise<void> {
  for (const line of await refillDirectory({ fromLastImport, log: logger }, late)) err(line);
}

/** Null where somebody stops it before the import is done; the directory then stays as it was. */
async function filledUnlessStopped(
  { fromLastImport = false }: StartOptions,
  concierge: Concierge,
  { interrupted }: CommandContext,
  logger: Log,
): Promise<Filled | null> {
  const stop = new AbortController();
  const filling = fillDirectory({ fromLastImport, signal: stop.signal, log: logger }, concierge);
  const filled = await Promise.race([filling, interrupted.then(() => null)]);
  if (filled !== null) return filled;
  stop.abort();
  await Promise.allSettled([filling]);
  return null;
}

function filledLines({ outcome, warnings }: Filled, { workspace }: Concierge): readonly string[] {
  return [...(outcome === null ? [] : importSummary(outcome, workspace.folder)), ...warnings];
}

/**
 * Records that can't be written, a directory that can't be read, or none so far: answers go on, but a load balancer had
 * better ask somebody else.
 */
async function notReady(concierge: Concierge): Promise<readonly string[]> {
  const records = concierge.store.records.healthy() ? [] : ['records'];
  if (!(await isReadable(concierge))) return [...records, 'directory'];
  return (await isEmpty(concierge)) ? [...records, 'empty'] : records;
}

/** The arguments by which another process serves the same. */
function sameConcierge({ workspace }: Concierge, { deployment }: StartOptions): readonly string[] {
  return [workspace.folder, ...(deployment === undefined ? [] : ['--deployment', resolve(deployment)])];
}

/** Through the same way as an agent's call, record and all. */
async function answered(
  question: SampleQuestion,
  desk: Desk,
  { caller }: Concierge,
  emphasize: Emphasize,
): Promise<string> {
  const tool = 'get_escalation_contact';
  const outcome = await answer(
    { caller, service: CONCIERGE, tool, arguments: question.arguments, assertion: { kind: 'absent' } },
    desk,
  );
  if (outcome.kind === 'answered') return questionText(question, outcome.card as EscalationCard, emphasize);
  return `“${question.title}”  ${outcome.kind === 'mend' ? outcome.message : `${tool} is not offered to ${caller.audience}.`}\n`;
}
