/**
 * What an import and a publication may do by themselves, from `concierge.yaml`:
 * `import: { hold_above: { dropped: 20%, changed: never } }`, `publish: { hold_above: { contact: 5% } }`.
 */
import type { HoldAbove } from '../../directory/changes.ts';
import { importSchema, publishSchema } from '../schema/workspace-schema.ts';
import type { PublishAbove } from '../workspace.ts';
import type { ConfigDocument } from '../yaml/document.ts';

const DROPPED = 0.2;
const CHANGED = 0.5;

export function readHoldAbove(document: ConfigDocument): HoldAbove {
  const written = document.read(['import'], importSchema)?.hold_above;
  return { dropped: shareOf(written?.dropped, DROPPED), changed: shareOf(written?.changed, CHANGED) };
}

/** Only what somebody wrote holds a publication. */
export function readPublishAbove(document: ConfigDocument): PublishAbove {
  const written = document.read(['publish'], publishSchema)?.hold_above;
  return { contact: shareOf(written?.contact, null), fallback: shareOf(written?.fallback, null) };
}

/** 0 to 1; `null` for `never`. */
function shareOf(written: string | undefined, otherwise: number | null): number | null {
  if (written === undefined) return otherwise;
  return written === 'never' ? null : Number.parseFloat(written) / 100;
}
