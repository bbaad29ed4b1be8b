/**
 * Why a request isn't served, in one word of a closed list: all that the log says of it, since whatever the request itself
 * holds may be a secret or somebody's name. Not for what the client reads.
 */
import type { RejectionReason } from '../caller/authenticated.ts';

export type RefusalReason =
  | RejectionReason
  | 'no_token'
  | 'undecided' // tokens can't be verified at the moment
  | 'insufficient_scope'
  | 'twice' // a header that may come once came twice
  | 'not_admitted' // a caller that was not given this service
  | 'over_budget'
  | 'forwarded' // through a proxy or tunnel, in open mode
  | 'not_loopback' // by a name that is not this machine's, in open mode
  | 'foreign_host'
  | 'foreign_origin'
  | 'too_large'
  | 'wrong_type'
  | 'not_json'
  | 'too_deep'
  | 'wrong_method'
  | 'no_such_path';

/** Tells whoever runs the program. */
export type OnRefused = (reason: RefusalReason, status: number) => void;
