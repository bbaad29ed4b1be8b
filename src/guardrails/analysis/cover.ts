/**
 * Whether boxes together cover another, and if not, what they leave open. The question is as hard as any (it is whether
 * a formula always holds), so each one may look at so many boxes and no more: by count, not by time, so that every
 * machine says the same.
 */
import type { Box, Layout, Span } from './box.ts';
import { holds, meets, narrowed } from './box.ts';

/** Boxes that one question may look at. */
export const BOXES_PER_QUESTION = 200_000;

/** Boxes that the questions about one table may still look at. */
export type Work = { left: number };

export type Cover =
  /** `by`: indexes of boxes that are enough, though perhaps not all needed. */
  | { readonly kind: 'covered'; readonly by: ReadonlySet<number> }
  /** `rest`: inputs in the box that are in none of the others. */
  | { readonly kind: 'open'; readonly rest: Box }
  | { readonly kind: 'not_proved' };

export function coverOf(box: Box, boxes: readonly Box[], layout: Layout, work: Work): Cover {
  const allowed = Math.min(BOXES_PER_QUESTION, work.left);
  const search: Search = { boxes, layout, used: new Set(), left: allowed };
  const found = searched(search, box, [...boxes.keys()]);
  work.left -= allowed - Math.max(0, search.left);
  if (found === 'covered') return { kind: 'covered', by: search.used };
  return found === 'not_proved' ? { kind: found } : { kind: 'open', rest: found };
}

type Search = {
  readonly boxes: readonly Box[];
  readonly layout: Layout;
  readonly used: Set<number>;
  left: number;
};

/** Halves the box by the border of one of the others until each part lies within one of them, or one part in none. */
function searched(search: Search, box: Box, among: readonly number[]): 'covered' | 'not_proved' | Box {
  search.left -= among.length + 1;
  if (search.left < 0) return 'not_proved';
  const { boxes, layout } = search;
  const meeting = among.filter((index) => meets(box, at(boxes, index), layout));
  const around = meeting.find((index) => holds(at(boxes, index), box));
  if (around !== undefined) {
    search.used.add(around);
    return 'covered';
  }
  const met = meeting.map((index) => at(boxes, index));
  const rest = unmet(box, met, layout);
  if (rest !== null) return rest;
  const { by, span } = border(box, met, layout);
  // What lies outside is the likelier to be open.
  const outside = searched(search, narrowed(box, by, span, false), meeting);
  return outside === 'covered' ? searched(search, narrowed(box, by, span, true), meeting) : outside;
}

/** The part of the box whose regions, of one input, are in none of the others. */
function unmet(box: Box, met: readonly Box[], { spans, words }: Layout): Box | null {
  if (met.length === 0) return box;
  const union = new Uint32Array(words);
  for (const other of met)
    for (let word = 0; word < words; word++) union[word] = (union[word] ?? 0) | (other[word] ?? 0);
  const span = spans.find((each) => !holds(union, box, each));
  return span === undefined ? null : narrowed(box, union, span, false);
}

/** The box that is nearest to covering this one, and of its borders within it the one that most others have too. */
function border(box: Box, met: readonly Box[], { spans }: Layout): { readonly by: Box; readonly span: Span } {
  const counts = spans.map(() => 0);
  let by = met[0] ?? box;
  let fewest = Infinity;
  for (const other of met) {
    let borders = 0;
    spans.forEach((span, input) => {
      if (holds(other, box, span)) return;
      borders += 1;
      counts[input] = (counts[input] ?? 0) + 1;
    });
    if (borders < fewest) [by, fewest] = [other, borders];
  }
  return { by, span: mostShared(box, by, spans, counts) };
}

function mostShared(box: Box, by: Box, spans: readonly Span[], counts: readonly number[]): Span {
  let [found, most] = [spans[0], -1];
  spans.forEach((span, input) => {
    const count = counts[input] ?? 0;
    if (count > most && !holds(by, box, span)) [found, most] = [span, count];
  });
  if (found === undefined) throw new RangeError('Without inputs a box has no border.');
  return found;
}

function at(boxes: readonly Box[], index: number): Box {
  const box = boxes[index];
  if (box === undefined) throw new RangeError(`There is no box ${index}.`);
  return box;
}
