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
import { createHttpServer } from '../../edge/http/server.ts';
import { conciergeEndpoint, conciergePaths } from '../../edge/mcp/concierge.ts';
import { identifyAs } from '../../edge/mcp/endpoint-of.ts';
import type { Concierge } from '../concierge.ts';
import { openServing } from '../concierge.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { listenAddress } from '../listen-address.ts';
import { alarmTo, log, reportTo } from '../log.ts';
import { connectText, questionText } from '../welcome.ts';
import type { Emphasize } from '../emphasis.ts';
import { emphasis } from '../emphasis.ts';
import type { Filled } from '../fill-directory.ts';
import { fillDirectory, isEmpty, refillDirectory } from '../fill-directory.ts';
import { importSummary } from '../import-text.ts';

export type StartOptions = OpenOptions & { readonly port?: number; readonly fromLastImport?: boolean };

export async function start(options: StartOptions, context: CommandContext): Promise<void> {
  const concierge = await openServing(options, context, (late) => void refilled(options, late, context));
  try {
    const listen = listenAddress(concierge.deployment, options.port, context.env);
    const refused = refusedListener(listen, concierge.deployment.auth.kind === 'open');
    if (refused !== null) throw refused;
    for (const warning of concierge.warnings) context.err(problemText(warning));
    await serve(concierge, listen, options, context);
  } finally {
    await concierge.close();
  }
}

async function serve(
  concierge: Concierge,
  listen: Listener,
  options: StartOptions,
  context: CommandContext,
): Promise<void> {
  const logger = log(context);
  const desk = concierge.deskWith({ alarm: alarmTo(logger) });
  const { limits, allowedHosts, allowedOrigins, auth } = concierge.deployment;
  const report = reportTo(logger);
  const server = createHttpServer([conciergeEndpoint(desk, identifyAs(concierge.caller), report)], {
    limits,
    allowedHosts,
    allowedOrigins,
    openMode: auth.kind === 'open',
    notReady: () => notReady(concierge),
    report,
  });
  const { origin } = await server.listen(listen);
  const emphasize = emphasis(context);
  try {
    const [path] = conciergePaths(desk.tenant);
    context.out(
      connectText(`${origin}${path}`, [...context.self, 'stdio', ...sameConcierge(concierge, options)], emphasize),
    );
    const filled = await filledUnlessStopped(options, concierge, context);
    if (filled !== null) {
      for (const line of filledLines(filled, concierge)) context.err(line);
      for (const question of concierge.deployment.questions)
        context.out(await answered(question, desk, concierge, emphasize));
      context.out('Serving. Ctrl-C stops it.');
    }
    await context.interrupted;
    context.err('Stopping.');
  } finally {
    await server.close();
  }
}

async function refilled({ fromLastImport = false }: StartOptions, late: Concierge, { err }: CommandContext) {
  for (const line of await refillDirectory({ fromLastImport }, late)) err(line);
}

/** Null where somebody stops it before the import is done; the directory then stays as it was. */
async function filledUnlessStopped(
  { fromLastImport = false }: StartOptions,
  concierge: Concierge,
  { interrupted }: CommandContext,
): Promise<Filled | null> {
  const stop = new AbortController();
  const filling = fillDirectory({ fromLastImport, signal: stop.signal }, concierge);
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
  const { store, workspace } = concierge;
  const records = store.records.healthy() ? [] : ['records'];
  try {
    await store.directory.accountsById(workspace.tenant, 'readiness');
    return (await isEmpty(concierge)) ? [...records, 'empty'] : records;
  } catch {
    return [...records, 'directory'];
  }
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
