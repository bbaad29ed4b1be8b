/** Whether somebody only says who they are, to an audience for which that names no person. Pure. */
import type { AccountReference } from '../account/reference.ts';
import type { Audience } from '../facts/frame.ts';
import type { PreparedRelease } from './prepared-release.ts';

/** An address that was typed into a chat proves nothing. */
export function isUnprovenTo(
  reference: AccountReference,
  audience: Audience,
  { workspace }: Pick<PreparedRelease, 'workspace'>,
): boolean {
  if (reference.kind !== 'known' || reference.by !== 'email' || reference.verified) return false;
  return workspace.service.audiences[audience].unverifiedEmail === 'team';
}
