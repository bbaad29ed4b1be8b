/**
 * While what was read last is held, no system is looked into: what a look-up finds may be what somebody has yet to look at. Answers
 * then go by the directory, with its age.
 */
import type { LookUp } from '../../answer/desk.ts';
import type { EpochMs } from '../../base/clock.ts';
import { isLiveSource } from '../../sources/declaration.ts';
import type { SyncBook } from '../../store/sync-notes.ts';

/** How long a hold, or its end, may go unseen. */
const FRESH_MS = 5_000;

export type HeldGround = {
  readonly book: () => Promise<Pick<SyncBook, 'lastImport'>>;
  readonly now: () => EpochMs;
  /** Of each answer that would have looked. */
  readonly onHeld: (() => void) | undefined;
};

export function unlessHeld(lookUp: LookUp, { book, now, onHeld }: HeldGround): LookUp {
  let held: Promise<boolean> = Promise.resolve(false);
  let seenAt: EpochMs = Number.NEGATIVE_INFINITY;
  const isHeld = async (): Promise<boolean> => {
    if (Math.abs(now() - seenAt) >= FRESH_MS) {
      const before = held;
      seenAt = now();
      held = book().then(
        ({ lastImport }) => lastImport?.outcome === 'held',
        // A store that can't be read has its own alarm.
        () => before,
      );
    }
    return await held;
  };
  return async (known, workspace) => {
    if (!workspace.sources.some(isLiveSource) || !(await isHeld())) return await lookUp(known, workspace);
    onHeld?.();
    return known.dossier;
  };
}
