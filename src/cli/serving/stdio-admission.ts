/**
 * Who talks over stdio: open mode's caller, or the one whose API key the environment holds. A key that is revoked, or
 * expires, while the client is connected ends the connection at its next call.
 */
import type { Authentication } from '../../caller/authenticated.ts';
import { ASSERTION_VARIABLE } from '../../caller/assertion.ts';
import type { Caller } from '../../caller/caller.ts';
import type { JudgeAssertion } from '../../caller/judge-assertion.ts';
import { assertionJudge } from '../../caller/judge-assertion.ts';
import { Failure } from '../../base/failure.ts';
import { keyAuthenticator, serviceUrls } from './admission.ts';
import { callersOf } from '../callers/callers.ts';
import type { Concierge } from '../concierge.ts';
import type { CommandContext } from '../context.ts';
import { admissionTo } from '../log/log.ts';
import { reachedAt } from './reached-at.ts';
import type { Log } from '../log/log-writer.ts';

export const KEY_VARIABLE = 'CONCIERGE_API_KEY';

export type StdioAdmission = {
  readonly caller: Caller;
  readonly judge: JudgeAssertion;
  /** The assertion of this conversation, where there is one. */
  readonly statement: string | undefined;
  /** @throws Failure `configuration` once the key isn't accepted any more */
  readonly requireAdmitted: () => void;
};

/** @throws Failure `configuration` for a key that is missing, or not accepted */
export function stdioAdmission(
  service: string,
  concierge: Concierge,
  { env, clock }: Pick<CommandContext, 'env' | 'clock'>,
  logger: Log,
): StdioAdmission {
  const { onInvalidAssertion } = admissionTo(logger);
  const { deployment } = concierge;
  const judge = assertionJudge({
    audiences: serviceUrls(service, { concierge, publicUrl: reachedAt(deployment, env) }),
    clock,
    onInvalid: onInvalidAssertion,
  });
  const shared = { judge, statement: env[ASSERTION_VARIABLE] };
  if (deployment.auth.kind === 'open') return { ...shared, caller: concierge.caller, requireAdmitted: () => undefined };
  if (!deployment.auth.apiKeys)
    throw refused(
      'Over stdio callers come with API keys, and the deployment accepts none.',
      'Add `api_keys: true` to `auth`.',
    );
  const admitted = keyHolder(concierge, env[KEY_VARIABLE], clock);
  return { ...shared, caller: admitted(), requireAdmitted: () => void admitted() };
}

function keyHolder(concierge: Concierge, key: string | undefined, clock: CommandContext['clock']): () => Caller {
  if (key === undefined || key === '') throw refused(`${KEY_VARIABLE} is not set, and the deployment asks who calls.`);
  const authenticate = keyAuthenticator({ concierge, clock }, callersOf(concierge.workspace));
  return () => {
    const outcome = authenticate(key) as Authentication;
    if (outcome.kind === 'authenticated') return outcome.caller;
    throw refused(
      `The API key in ${KEY_VARIABLE} is not accepted (${outcome.kind === 'rejected' ? outcome.reason : outcome.kind}).`,
    );
  };
}

function refused(message: string, mend = 'Make one with `concierge key create CALLER`, and put it there.'): Failure {
  return new Failure('configuration', message, mend);
}
