/** What an import may do by itself, from `concierge.yaml`: `import: { hold_above: { dropped: 20%, changed: never } }`. */
import type { HoldAbove } from '../../directory/changes.ts';
import { importSchema } from '../schema/workspace-schema.ts';
import type { ConfigDocument } from '../yaml/document.ts';

const DROPPED = 0.2;
const CHANGED = 0.5;

export function readHoldAbove(document: ConfigDocument): HoldAbove {
  const written = document.read(['import'], importSchema)?.hold_above;
  return { dropped: shareOf(written?.dropped, DROPPED), changed: shareOf(written?.changed, CHANGED) };
}

/** 0 to 1; `null` for `never`. */
function shareOf(written: string | undefined, otherwise: number): number | null {
  if (written === undefined) return otherwise;
  return written === 'never' ? null : Number.parseFloat(written) / 100;
}
