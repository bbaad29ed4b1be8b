/**
 * `concierge explain`: whom a customer would meet, and the whole story behind it. Writes no decision record:
 * nothing was answered to an agent.
 */
import { consider } from '../../answer/answer.ts';
import type { Ask } from '../../answer/ask.ts';
import type { Desk } from '../../answer/desk.ts';
import type { Explanation } from '../../answer/explain.ts';
import { explanation } from '../../answer/explain.ts';
import { stoppedClock } from '../../base/clock.ts';
import { normalEmail } from '../../base/email.ts';
import { Failure } from '../../base/failure.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import type { AccountKey } from '../../directory/records.ts';
import type { LiveWatch } from '../../sources/live/live-accounts.ts';
import { audienceNamed, momentAt } from '../asked.ts';
import type { Concierge, Watch } from '../concierge.ts';
import { openConcierge } from '../concierge.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { emphasis } from '../terminal/emphasis.ts';
import type { NamesAbove } from '../explanation-text.ts';
import { explanationText, lendersIn } from '../explanation-text.ts';
import { alarmTo, log, lookUpsTo } from '../log/log.ts';
import { importLines } from '../sources/import-text.ts';

export type ExplainOptions = OpenOptions & {
  readonly tool?: string;
  readonly account?: string;
  readonly email?: string;
  readonly verified?: boolean;
  readonly topic?: string;
  readonly language?: string;
  readonly urgency?: string;
  readonly audience?: string;
  readonly at?: string;
  readonly json?: boolean;
};

export async function explain(options: ExplainOptions, context: CommandContext): Promise<void> {
  refuseNobody(options);
  const clock = options.at === undefined ? context.clock : stoppedClock(momentAt(options.at));
  const concierge = await openConcierge(options, context);
  try {
    await importWhereEmpty(concierge, context);
    const told = await explained(options, concierge, concierge.deskWith(watch(options, context), clock));
    const names = await namesAbove(told, concierge);
    context.out(
      options.json === true
        ? JSON.stringify(told, null, 2)
        : explanationText(told, concierge.workspace, emphasis(context), names),
    );
  } finally {
    await concierge.close();
  }
}

/** At another moment, what systems say right now is of no use. */
function watch({ at }: ExplainOptions, context: CommandContext): Watch {
  const logger = log(context);
  const live = { onTrouble: lookUpsTo(logger), onLookedUp: tellingOf(context), onHeld: () => context.err(HELD) };
  return { alarm: alarmTo(logger), ...(at === undefined && { live }) };
}

const HELD = 'The last import is held, so no system is looked into: told as it was imported.';

/** Why a fact isn't as it is now, though its source is looked up live. */
function tellingOf({ err }: CommandContext): LiveWatch['onLookedUp'] {
  const said = { late: 'didn’t answer in time', gone: 'has no such record any more', failed: 'couldn’t be asked' };
  return (source, outcome) => {
    if (outcome === 'late' || outcome === 'gone' || outcome === 'failed')
      err(`The source \`${source}\` ${said[outcome]}: told as it was synced.`);
  };
}

/** What could never name anybody is a slip of the hand, not a customer whom nobody knows. */
function refuseNobody({ account, email, verified }: ExplainOptions): void {
  if (account === undefined && email === undefined)
    throw new Failure('usage', 'Say which customer you mean.', 'Give --account ID or --email ADDRESS.');
  if (email !== undefined && normalEmail(email) === null)
    throw new Failure('usage', `--email ${email} is not an e-mail address.`, 'Write it like aoife@customer.example.');
  if (verified === true && account !== undefined && email !== undefined)
    throw new Failure('usage', 'A platform states one identity.', 'With --verified give --account or --email.');
}

async function explained(options: ExplainOptions, concierge: Concierge, desk: Desk): Promise<Explanation> {
  const caller = {
    ...concierge.caller,
    id: 'explain',
    audience: audienceNamed(options.audience),
    binding: options.verified === true ? ('required' as const) : ('off' as const),
  };
  const name = options.tool ?? 'get_escalation_contact';
  const { tools } = concierge.release().menuFor(caller);
  const tool = tools.get(name);
  if (tool === undefined)
    throw new Failure(
      'usage',
      `${caller.audience} have no tool ${name}.`,
      `Their tools are ${[...tools.keys()].join(', ')}; another --audience may have it.`,
    );
  const ask = { caller, service: CONCIERGE, tool: name, ...asked(options) };
  const considered = await consider(ask, tool, concierge.release(), desk);
  if (considered.customer.malformed !== null) throw new Failure('usage', considered.customer.malformed);
  return explanation(considered);
}

async function namesAbove(told: Explanation, { store, workspace }: Concierge): Promise<NamesAbove> {
  const names = new Map<AccountKey, string>();
  for (const account of lendersIn(told)) {
    const above = await store.directory.dossier(workspace.tenant, account);
    if (above !== undefined) names.set(account, above.name);
  }
  return names;
}

/** Typed into a chat, or stated by the platform. */
function asked(options: ExplainOptions): Pick<Ask, 'arguments' | 'assertion'> {
  if (options.verified !== true) return { arguments: given(options), assertion: { kind: 'absent' } };
  const { account, email = '', ...rest } = options;
  const subject =
    account === undefined
      ? ({ type: 'email', value: email } as const)
      : ({ type: 'account_id', value: account } as const);
  return { arguments: given(rest), assertion: { kind: 'verified', subject, expiresAtMs: Number.POSITIVE_INFINITY } };
}

function given({ account, email, topic, language, urgency }: ExplainOptions): Record<string, string | undefined> {
  const all = { account_id: account, customer_email: email, topic, language, urgency };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** A folder that was never served has no directory yet. */
async function importWhereEmpty(
  { store, workspace, importSources }: Concierge,
  { err }: CommandContext,
): Promise<void> {
  if ((await store.directory.generation(workspace.tenant)) > 0)
    return err('Told from the last import; `concierge import` reads the sources again.');
  err(['Read the sources for the first time.', ...importLines(await importSources())].join('\n'));
}
