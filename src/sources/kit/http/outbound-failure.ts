/** What the way out says, as a failure of a source. */
import type { OutboundFailure, OutboundFailureCode } from '../../../outbound/outbound.ts';
import type { SourceFailureKind } from './source-failure.ts';
import { SourceFailure } from './source-failure.ts';

const KINDS: Readonly<Record<OutboundFailureCode, SourceFailureKind>> = {
  refused_url: 'blocked',
  refused_address: 'blocked',
  unreachable: 'transient',
  timeout: 'transient',
  too_large: 'contract',
  too_many_redirects: 'contract',
};

export function outboundFailure(error: OutboundFailure): SourceFailure {
  return new SourceFailure(KINDS[error.code], error.message, { cause: error });
}
