/**
 * `concierge call`: one tool of a service as an agent would call it, with the request that went to the system (without secrets),
 * its raw reply and the shaped one. For whoever sets a service up: nothing is recorded, and no budget counts.
 */
import { answer } from '../../answer/answer.ts';
import type { Ask, Outcome } from '../../answer/ask.ts';
import { EXIT_CODES, Failure } from '../../base/failure.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import { createOutbound } from '../../outbound/guarded.ts';
import type { Finding } from '../../sources/examine/finding.ts';
import type { SourceFailureKind } from '../../sources/kit/http/source-failure.ts';
import type { AskSystem } from '../../services/ask-system.ts';
import { askedSystems } from '../../services/asked-systems.ts';
import { argumentsGiven } from '../arguments-given.ts';
import type { Concierge } from '../concierge.ts';
import { openConcierge } from '../concierge.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { emphasis } from '../terminal/emphasis.ts';
import { titled } from '../explanation-text.ts';
import type { Overheard } from '../sources/overheard.ts';
import { overhearing, overhearingQuestions, overheardLines, seen } from '../sources/overheard.ts';
import type { AsCaller } from '../service-asked.ts';
import { callerAsked, serviceNamed } from '../service-asked.ts';
import { overhearingFailures } from '../sources/overheard-failures.ts';
import { systemClients } from '../serving/system-clients.ts';

export type CallOptions = OpenOptions &
  AsCaller & {
    readonly service: string;
    readonly tool: string;
    readonly arg?: readonly string[];
    readonly account?: string;
    readonly email?: string;
    readonly json?: boolean;
  };

type Called = {
  readonly outcome: Outcome;
  readonly overheard: readonly Overheard[];
  /** Empty where there is an answer: that there is no such record is one. */
  readonly failures: readonly SourceFailureKind[];
  /** The same, for a person: never in JSON, which has its kind. */
  readonly findings: readonly Finding[];
};

/**
 * The exit code: that of `sync_failed` where the system couldn't be asked, or says that it failed.
 * @throws Failure `usage`, `not_found` for a tool that this caller hasn't
 */
export async function call(options: CallOptions, context: CommandContext): Promise<number> {
  const concierge = await openConcierge(options, context);
  try {
    const called = await calledOnce(options, concierge, context);
    if (called.outcome.kind === 'no_such_tool') throw noSuchTool(options, concierge);
    const { findings: _, ...told } = called;
    context.out(
      options.json === true ? seen(JSON.stringify(told, null, 2)) : callText(called, options.service, context),
    );
    return called.failures.length === 0 ? 0 : EXIT_CODES.sync_failed;
  } finally {
    await concierge.close();
  }
}

async function calledOnce(options: CallOptions, concierge: Concierge, context: CommandContext): Promise<Called> {
  const { deployment, workspace, store } = concierge;
  const { outbound, overheard } = overhearing(createOutbound(deployment.outbound));
  const findings: Finding[] = [];
  const clients = overhearingFailures(systemClients(workspace, deployment, outbound, context), findings);
  const failures: SourceFailureKind[] = [];
  const asks = overhearingQuestions(
    askedSystems({ ...clients, now: context.clock.now, onFailure: () => {} }),
    overheard,
  );
  const askSystem: AskSystem = async (question) => {
    const reply = await asks(question);
    if (reply.kind === 'failed') failures.push(reply.why);
    return reply;
  };
  const desk = concierge.deskWith({ alarm: refuseAlarm, askSystem });
  const unrecorded = { ...desk, directory: store.directory, records: { append: async () => {} } };
  try {
    const outcome = await answer(askOf(options, concierge), unrecorded);
    if (outcome.kind === 'answered') return { outcome, overheard, failures: [], findings: [] };
    return { outcome, overheard, failures, findings };
  } finally {
    await Promise.all([outbound.close(), clients.close()]);
  }
}

/** What an agent's answer would go on without is this command's failure. */
function refuseAlarm(_what: string, cause: unknown): never {
  throw cause;
}

function askOf({ service: named, tool, arg = [], account, email, ...as }: CallOptions, concierge: Concierge): Ask {
  const caller = callerAsked(as, concierge.workspace);
  const service = serviceNamed(named, concierge.workspace);
  const definition = concierge.release().menuOf(service, caller)?.tools.get(tool)?.definition;
  const shared = { caller, service, tool, arguments: argumentsGiven(arg, definition?.inputSchema) };
  const subject = stated(account, email);
  if (subject === null) return { ...shared, assertion: { kind: 'absent' } };
  if (caller.binding === 'off')
    throw new Failure(
      'usage',
      `No platform states the customer of ${caller.id}.`,
      'Name a --caller that is bound, or say whom you mean by --arg account_id=… or --arg customer_email=….',
    );
  return { ...shared, assertion: { kind: 'verified', subject, expiresAtMs: Number.POSITIVE_INFINITY } };
}

function stated(account: string | undefined, email: string | undefined) {
  if (account !== undefined && email !== undefined)
    throw new Failure('usage', 'A platform states one identity.', 'Give --account or --email.');
  if (account !== undefined) return { type: 'account_id', value: account } as const;
  return email === undefined ? null : ({ type: 'email', value: email } as const);
}

function noSuchTool({ service, tool, ...as }: CallOptions, concierge: Concierge): Failure {
  const caller = callerAsked(as, concierge.workspace);
  const names = [...(concierge.release().menuOf(service, caller)?.tools.keys() ?? [])];
  return new Failure(
    'not_found',
    `${caller.id} has no tool \`${tool}\` in ${service}.`,
    names.length === 0
      ? 'It has none there: `concierge check` says what nobody has looked at yet.'
      : `It has: ${names.join(', ')}.`,
  );
}

function callText({ outcome, overheard, findings }: Called, service: string, context: CommandContext): string {
  const section = titled(emphasis(context));
  const isAnswered = outcome.kind === 'answered';
  const isUnasked = isAnswered && overheard.length === 0 && service !== CONCIERGE;
  return [
    ...overheard.flatMap((one) => section(one.title, overheardLines(one).map(seen))),
    ...section('Nobody was asked', isUnasked ? UNASKED : []),
    ...section('Failed', findings.flatMap(({ says, mend }) => [says, `→ ${mend}`]).map(seen)),
    ...section('What the agent gets', gotten(outcome).map(seen)),
  ]
    .join('\n')
    .trimEnd();
}

/** An agent gets the empty answer, whyever. */
const UNASKED = [
  'The directory knows no such customer, or not by the id that the tool’s `customer:` names.',
  '→ Read the sources by `concierge import`; `concierge explain` shows what is known of a customer.',
];

function gotten(outcome: Outcome): readonly string[] {
  if (outcome.kind === 'answered') return JSON.stringify(outcome.card, null, 2).split('\n');
  if (outcome.kind === 'no_such_tool') return [];
  const meanwhile = outcome.meanwhile === null ? [] : JSON.stringify(outcome.meanwhile.card, null, 2).split('\n');
  return [outcome.message, ...meanwhile];
}
