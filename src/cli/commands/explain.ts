/**
 * `concierge explain`: whom a customer would meet, and the whole story behind it. Writes no decision record:
 * nothing was answered to an agent.
 */
import { consider } from '../../answer/answer.ts';
import type { Explanation } from '../../answer/explain.ts';
import { explanation } from '../../answer/explain.ts';
import { stoppedClock } from '../../base/clock.ts';
import { Failure } from '../../base/failure.ts';
import type { Audience } from '../../facts/frame.ts';
import { AUDIENCES } from '../../facts/frame.ts';
import type { Concierge, OpenOptions } from '../concierge.ts';
import { openConcierge } from '../concierge.ts';
import type { CommandContext } from '../context.ts';
import { explanationText } from '../explanation-text.ts';
import { alarmTo, log } from '../log.ts';
import { importLines } from './import.ts';

export type ExplainOptions = OpenOptions & {
  readonly account?: string;
  readonly email?: string;
  readonly topic?: string;
  readonly language?: string;
  readonly urgency?: string;
  readonly audience?: string;
  readonly at?: string;
  readonly json?: boolean;
};

export async function explain(options: ExplainOptions, context: CommandContext): Promise<void> {
  const clock = options.at === undefined ? context.clock : stoppedClock(moment(options.at));
  const concierge = await openConcierge(options, { ...context, clock });
  try {
    await importWhereEmpty(concierge, context);
    const told = await explained(options, concierge, context);
    context.out(options.json === true ? JSON.stringify(told, null, 2) : explanationText(told, concierge.workspace));
  } finally {
    await concierge.close();
  }
}

async function explained(options: ExplainOptions, concierge: Concierge, context: CommandContext): Promise<Explanation> {
  const caller = { ...concierge.caller, id: 'explain', audience: audience(options.audience), binding: 'off' as const };
  const tool = concierge.release.menuFor(caller).tools.get('get_escalation_contact');
  if (tool === undefined) {
    throw new Failure(
      'usage',
      `get_escalation_contact is not offered to ${caller.audience}.`,
      'Ask for another audience.',
    );
  }
  const ask = {
    caller,
    service: 'cx_concierge',
    tool: 'get_escalation_contact',
    arguments: given(options),
    assertion: { kind: 'absent' as const },
  };
  const considered = await consider(ask, tool, concierge.deskWith(alarmTo(log(context))));
  if (considered.customer.malformed !== null) throw new Failure('usage', considered.customer.malformed);
  return explanation(considered);
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
  if ((await store.directory.generation(workspace.tenant)) > 0) return;
  err(['Read the sources for the first time.', ...importLines(await importSources())].join('\n'));
}

function audience(word = 'customers'): Audience {
  const known = AUDIENCES.find((one) => one === word);
  if (known !== undefined) return known;
  throw new Failure('usage', `There is no audience ${word}.`, `Audiences are ${AUDIENCES.join(', ')}.`);
}

function moment(text: string): number {
  const at = Date.parse(text);
  if (!Number.isNaN(at) && /[Zz]$|[+-]\d\d:?\d\d$/.test(text)) return at;
  throw new Failure('usage', `--at ${text} is not a moment.`, 'Write ISO 8601 with a zone, e.g. 2026-12-24T10:00:00Z.');
}
