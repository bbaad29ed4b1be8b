/**
 * Sets of inputs as boxes: for each input the set of its regions, as bits. All inputs of a box lie in one array, so that
 * most questions about boxes are a few operations on words.
 */

export type Box = Uint32Array;

/** Where the bits of one input stand: words `from` up to, but not with, `to`. */
export type Span = { readonly from: number; readonly to: number };
export type Layout = { readonly words: number; readonly spans: readonly Span[] };

const BITS = 32;

/** `sizes`: how many regions each input has. */
export function layoutOf(sizes: readonly number[]): Layout {
  let words = 0;
  const spans = sizes.map((size) => {
    const from = words;
    words += Math.max(1, Math.ceil(size / BITS));
    return { from, to: words };
  });
  return { words, spans };
}

/** The box of all regions that `has` says, input by input. */
export function boxOf(
  { words, spans }: Layout,
  sizes: readonly number[],
  has: (input: number, region: number) => boolean,
): Box {
  const box = new Uint32Array(words);
  for (const [input, { from }] of spans.entries()) {
    for (let region = 0; region < (sizes[input] ?? 0); region++) {
      if (has(input, region)) setBit(box, from, region);
    }
  }
  return box;
}

function setBit(box: Box, from: number, region: number): void {
  const word = from + Math.floor(region / BITS);
  box[word] = (box[word] ?? 0) | (1 << (region % BITS));
}

/** Whether some input fits both. */
export function meets(one: Box, other: Box, { spans }: Layout): boolean {
  for (const span of spans) if (!meetsIn(one, other, span)) return false;
  return true;
}

function meetsIn(one: Box, other: Box, { from, to }: Span): boolean {
  for (let word = from; word < to; word++) if (((one[word] ?? 0) & (other[word] ?? 0)) !== 0) return true;
  return false;
}

/** Whether `outer` holds all that `inner` holds, in one input or in all of them. */
export function holds(outer: Box, inner: Box, { from, to }: Span = { from: 0, to: inner.length }): boolean {
  for (let word = from; word < to; word++) if (((inner[word] ?? 0) & ~(outer[word] ?? 0)) !== 0) return false;
  return true;
}

/** The box with one input narrowed to what `other` has there (`keep`), or has not. */
export function narrowed(box: Box, other: Box, { from, to }: Span, keep: boolean): Box {
  const made = box.slice();
  for (let word = from; word < to; word++) {
    const bits = other[word] ?? 0;
    made[word] = (made[word] ?? 0) & (keep ? bits : ~bits);
  }
  return made;
}

export function intersection(one: Box, other: Box): Box {
  return one.map((bits, word) => bits & (other[word] ?? 0));
}

/** The first input of which a box has no region: it holds nothing then. -1: it holds something. */
export function emptyInput(box: Box, { spans }: Layout): number {
  return spans.findIndex((span) => !meetsIn(box, box, span));
}

/** The lowest region that the box has of an input. */
export function firstRegion(box: Box, { from, to }: Span): number {
  for (let word = from; word < to; word++) {
    const bits = box[word] ?? 0;
    if (bits !== 0) return (word - from) * BITS + (BITS - 1 - Math.clz32(bits & -bits));
  }
  return -1;
}

/** One input of the box: the first region of each. */
export function pointIn(box: Box, { spans }: Layout): Box {
  const point = new Uint32Array(box.length);
  for (const span of spans) {
    const region = firstRegion(box, span);
    if (region !== -1) setBit(point, span.from, region);
  }
  return point;
}
