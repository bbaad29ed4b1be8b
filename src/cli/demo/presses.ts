/** Keys of the demo that are pressed by themselves, for whoever records it or has no terminal. */

export type Press = { readonly key: string; readonly afterMs: number };

const PRESS = /^([1-4csq])@(\d{1,5}(?:\.\d{1,3})?)s?$/;

/** `2@10`: key 2 after ten seconds. Null for what says nothing of the kind. */
export function pressOf(text: string): Press | null {
  const [, key, seconds] = PRESS.exec(text) ?? [];
  return key === undefined || seconds === undefined ? null : { key, afterMs: Number(seconds) * 1000 };
}
