/**
 * A person's question, put through the way of an agent's call up to the card, by every tool that the audience has. Writes no
 * decision record and spends nobody's budget: no agent was answered.
 */
import { consider } from '../../answer/answer.ts';
import type { Ask } from '../../answer/ask.ts';
import type { Considered } from '../../answer/considered.ts';
import type { Desk } from '../../answer/desk.ts';
import type { PreparedRelease } from '../../answer/prepared-release.ts';
import { stoppedClock } from '../../base/clock.ts';
import type { EpochMs } from '../../base/clock.ts';
import { normalEmail } from '../../base/email.ts';
import { Failure } from '../../base/failure.ts';
import { UNLIMITED } from '../../caller/budgets.ts';
import type { Caller } from '../../caller/caller.ts';
import { anyCaller } from '../../cli/callers/callers.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import type { Store } from '../../store/store.ts';
import type { Question, Story } from '../contract.ts';
import { storyOf } from './story.ts';

/** @throws Failure `usage` for what could never name anybody, `store_unavailable` where the directory can't be read */
export async function askedStory(
  question: Question,
  release: PreparedRelease,
  store: Pick<Store, 'directory' | 'records'>,
  atMs: EpochMs,
): Promise<Story> {
  const caller = callerFor(question, release);
  const menu = release.menuFor(caller);
  const desk = deskAt(release, store, atMs);
  const asked = askedOf(question);
  const answers: Considered[] = [];
  for (const [tool, descriptor] of menu.tools) {
    const { arguments: given, ...identity } = tool === 'get_escalation_contact' ? asked : withoutTopic(asked);
    const ask = { caller, service: CONCIERGE, tool, arguments: given, ...identity };
    answers.push(usable(await consider(ask, descriptor, release, desk)));
  }
  const [first, ...rest] = answers;
  if (first === undefined)
    throw new Failure('usage', `Agents for ${question.audience} have no tool.`, 'Choose another audience.');
  return storyOf([first, ...rest]);
}

function callerFor({ audience, verified }: Question, { workspace }: PreparedRelease): Caller {
  return { ...anyCaller(workspace), id: 'page', audience, binding: verified ? 'required' : 'off' };
}

function deskAt(
  release: PreparedRelease,
  { directory, records }: Pick<Store, 'directory' | 'records'>,
  at: EpochMs,
): Desk {
  return {
    tenant: release.workspace.tenant,
    release: () => release,
    directory,
    records,
    clock: stoppedClock(at),
    budgets: UNLIMITED,
    // An agent would be answered all the same; who looks into it wants to know.
    alarm: (_what, cause) => {
      throw cause;
    },
  };
}

type Asked = Pick<Ask, 'assertion'> & { readonly arguments: Readonly<Record<string, string>> };

function askedOf({ customer, verified, topic, language, urgency }: Question): Asked {
  const value = customer.trim();
  const isEmail = value.includes('@');
  if (isEmail && normalEmail(value) === null)
    throw new Failure('usage', `${value} is not an e-mail address.`, 'Write it like aoife@customer.example.');
  const rest = { ...(topic === null ? {} : { topic }), ...(language === null ? {} : { language }), urgency };
  if (!verified)
    return {
      arguments: { ...rest, ...(isEmail ? { customer_email: value } : { account_id: value }) },
      assertion: { kind: 'absent' },
    };
  const subject = isEmail ? ({ type: 'email', value } as const) : ({ type: 'account_id', value } as const);
  return { arguments: rest, assertion: { kind: 'verified', subject, expiresAtMs: Number.POSITIVE_INFINITY } };
}

/** The other tools take nothing but who it is. */
function withoutTopic({ arguments: given, assertion }: Asked): Asked {
  const { topic: _topic, language: _language, urgency: _urgency, ...identity } = given;
  return { arguments: identity, assertion };
}

function usable(considered: Considered): Considered {
  const { malformed } = considered.customer;
  if (malformed !== null) throw new Failure('usage', malformed);
  return considered;
}
