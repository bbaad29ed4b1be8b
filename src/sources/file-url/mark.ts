/** What a server says of a file, so that it needs to be sent only where it has changed; kept with the copy as the mark of its changes. */
import type { Instant } from '../../base/clock.ts';
import { instantOf } from '../../base/clock.ts';
import { isPlainObject, jsonIn } from '../../base/json.ts';
import type { ChangeMark } from '../../store/copies.ts';

export type FileMark = { readonly etag: string | null; readonly modified: string | null };

const PREFIX = 'file:';

export function markText({ etag, modified }: FileMark): string {
  return PREFIX + JSON.stringify({ etag, modified });
}

/** Null for a mark of another kind. */
export function fileMark(mark: ChangeMark): FileMark | null {
  if (typeof mark !== 'string' || !mark.startsWith(PREFIX)) return null;
  const said = jsonIn(mark.slice(PREFIX.length));
  if (!isPlainObject(said)) return null;
  const { etag, modified } = said;
  return { etag: typeof etag === 'string' ? etag : null, modified: typeof modified === 'string' ? modified : null };
}

/** A file is as old as its server says, however late it was fetched. Others were so when they were asked. */
export function writtenAt(mark: ChangeMark, asOf: Instant): Instant {
  const at = Date.parse(fileMark(mark)?.modified ?? '');
  return Number.isNaN(at) || at > Date.parse(asOf) ? asOf : instantOf(at);
}
