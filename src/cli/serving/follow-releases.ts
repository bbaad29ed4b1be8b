/**
 * How a serving process learns that another release is live, whoever published it: it asks the store four times a second,
 * makes the release ready while the one before answers on, and then takes it. What can't be made ready is told once.
 */
import type { Publication } from '../../store/store.ts';

export type Following = {
  /** The newest publication, as the store has it. */
  readonly newest: () => Promise<Publication | undefined>;
  readonly isTaken: (publication: Publication) => boolean;
  /** Makes it ready and takes it. */
  readonly take: (publication: Publication) => Promise<void>;
  readonly onTrouble: (publication: Publication, cause: unknown) => void;
};

export type Follower = {
  /** Waits for what is under way. */
  readonly stop: () => Promise<void>;
};

const LOOK_MS = 250;
/** What couldn't be made ready is tried again: the disk may have been in the way. */
const RETRY_LOOKS = 20;

export function followReleases({ newest, isTaken, take, onTrouble }: Following): Follower {
  let failed: { readonly sequence: number; looks: number } | null = null;
  const look = async (): Promise<void> => {
    const publication = await newest();
    if (publication === undefined || isTaken(publication)) return;
    const again = failed?.sequence === publication.sequence ? failed : null;
    if (again !== null && ++again.looks % RETRY_LOOKS !== 0) return;
    await take(publication).catch((cause: unknown) => {
      if (again === null) onTrouble(publication, cause);
      failed = again ?? { sequence: publication.sequence, looks: 0 };
    });
  };

  let looking = Promise.resolve();
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const later = (): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      // A store that can't be read has its own alarm, at the next answer.
      looking = look()
        .catch(() => {})
        .then(later);
    }, LOOK_MS).unref();
  };
  later();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
