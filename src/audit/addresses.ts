/** The e-mail addresses in a text. */

/** Whole ones: `ann@x.example` is not in `joann@x.example`, nor in `ann@x.example.org`. */
export function addressesIn(text: string): readonly string[] {
  const found = text.toLowerCase().match(/[^\s@<>"(),:;\\[\]]+@[\p{L}\p{N}.-]+/gu) ?? [];
  return found.map((address) => address.replace(/[.-]+$/u, ''));
}
