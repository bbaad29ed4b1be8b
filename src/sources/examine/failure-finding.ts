/** What it means for somebody who mends a source that asking its system failed. */
import { Failure } from '../../base/failure.ts';
import type { SourceFailureKind } from '../kit/http/source-failure.ts';
import { SourceFailure } from '../kit/http/source-failure.ts';
import type { Finding } from './finding.ts';
import { look, toMend } from './finding.ts';

const MENDS: Readonly<Record<SourceFailureKind, string>> = {
  auth: 'Look whether the secret is the right one and still counts, and whether the words below `auth` belong to it.',
  forbidden: 'Give the credentials this right, or take the read out of the source.',
  not_found: 'Look at `settings` and `base_url`.',
  limit: 'Wait, or ask the system’s administrator what else uses it up.',
  transient: 'Try again in a while; if it stays so, look at the system’s own status page.',
  contract:
    'Look whether the system has changed (of what was wrapped, the same `concierge wrap` tells), and whether its `base_url`, or its query, asks for what you mean.',
  rejected: 'Look whether the fields that the mapping names are there.',
  tool_error: 'Try other arguments; where all of them fail, look into the log of its server.',
  changed: 'Look at what has changed, and approve it anew: `concierge wrap mcp`.',
  blocked: 'Look at `outbound` in the deployment, and at the names in the mapping.',
};

/** `needed`: the scopes that would let it through. @throws what isn't a failure that was foreseen */
export function failureFinding(check: string, error: unknown, needed: readonly string[] = []): Finding {
  if (error instanceof Failure && error.code === 'configuration') return toMend(check, error.message, error.mend);
  if (!(error instanceof SourceFailure)) throw error;
  const scopes = error.kind === 'forbidden' && needed.length > 0 ? ` What is needed: ${needed.join(', ')}.` : '';
  const mend = `${MENDS[error.kind]}${scopes}`;
  return error.kind === 'limit' ? look(check, error.message, mend) : toMend(check, error.message, mend);
}
