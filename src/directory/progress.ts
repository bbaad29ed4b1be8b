/** How far an import has come, for whoever waits for it. */
export type ImportProgress =
  | { readonly phase: 'reading' | 'syncing'; readonly source: string; readonly rows: number }
  /** Of so many accounts and people together, once it is known. */
  | { readonly phase: 'merging' | 'writing'; readonly done: number; readonly of: number | null };

export type OnProgress = (progress: ImportProgress) => void;

/** Nobody waits. */
export const UNWATCHED: OnProgress = () => {};
