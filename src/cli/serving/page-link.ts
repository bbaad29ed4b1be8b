/** The link by which a person opens the page where agents prove who they are: good once, and not for long. */
import { issuePass } from '../../admin/pass.ts';
import type { EpochMs } from '../../base/clock.ts';

export function pageLink(origin: string, key: string, now: EpochMs): string {
  return `${origin}/?token=${issuePass('link', key, now)}`;
}
