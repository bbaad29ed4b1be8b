/** A table as boxes in the space of its inputs (Calvanese et al., "Semantics and Analysis of DMN Decision Tables", 2016). */
import type { FactFrame } from '../../facts/frame.ts';
import type { FactName, FactValue } from '../../facts/types.ts';
import type { Cell } from '../table.ts';
import type { Box, Layout } from './box.ts';
import { boxOf, firstRegion, intersection, layoutOf } from './box.ts';
import type { Input } from './inputs.ts';
import { declarationOf, inputsOf, isAnalysed } from './inputs.ts';

export type Row = { readonly id: string; readonly when: readonly Cell[] };

export type RowBox = {
  /** What the row can take at most. */
  readonly most: Box;
  /** The fact of its first cell that isn't analysed; null: it takes all of the box. */
  readonly unread: FactName | null;
  /** Those that the row asks for. */
  readonly facts: readonly FactName[];
};

export type Space = {
  readonly inputs: readonly Input[];
  readonly layout: Layout;
  /** Every input. */
  readonly all: Box;
  /** By row of the table. */
  readonly rows: readonly RowBox[];
  /** Inputs that there can't be: a date without the days from it, or these without it. */
  readonly impossible: readonly Box[];
};

export type Example = readonly { readonly fact: FactName; readonly value: FactValue }[];

export function spaceOf(rows: readonly Row[], frame: FactFrame): Space {
  const inputs = inputsOf(
    rows.flatMap(({ when }) => when),
    frame,
  );
  const sizes = inputs.map(({ values }) => values.length);
  const layout = layoutOf(sizes);
  const all = boxOf(layout, sizes, () => true);
  const boxes: Boxes = {
    inputs,
    all,
    where: (input, has) => boxOf(layout, sizes, (each, region) => each !== input || has(region)),
  };
  return {
    inputs,
    layout,
    all,
    rows: rows.map(({ when }) => rowBox(when, frame, boxes)),
    impossible: inputs.flatMap((_, input) => impossibleWith(input, boxes)),
  };
}

/** What an input of the box would be, as far as these facts tell. */
export function exampleIn(box: Box, facts: ReadonlySet<FactName>, { inputs, layout }: Space): Example {
  return inputs.flatMap((input, index) => {
    const span = layout.spans[index];
    const value = input.values[span === undefined ? -1 : firstRegion(box, span)] ?? null;
    return input.facts.flatMap((fact) => (facts.has(fact) ? [{ fact, value: input.valueOf(fact, value) }] : []));
  });
}

type Boxes = {
  readonly inputs: readonly Input[];
  readonly all: Box;
  /** All inputs whose region of this one is of the kind. */
  readonly where: (input: number, has: (region: number) => boolean) => Box;
};

function rowBox(when: readonly Cell[], frame: FactFrame, { inputs, all, where }: Boxes): RowBox {
  let most = all;
  let unread: FactName | null = null;
  for (const cell of when) {
    const input = inputs.findIndex(({ facts }) => facts.includes(cell.fact));
    if (!isAnalysed(cell, declarationOf(cell.fact, frame))) unread ??= cell.fact;
    else most = intersection(most, where(input, inputs[input]?.passing(cell) ?? (() => true)));
  }
  return { most, unread, facts: when.map(({ fact }) => fact) };
}

/** Days are missing where their date is, and only there. */
function impossibleWith(days: number, { inputs, where }: Boxes): readonly Box[] {
  const { date = null } = inputs[days] ?? {};
  const dates = inputs.findIndex(({ facts }) => date !== null && facts.includes(date));
  if (dates === -1) return [];
  const missing = (input: number, wanted: boolean): Box =>
    where(input, (region) => (inputs[input]?.values[region] === null) === wanted);
  return [true, false].map((wanted) => intersection(missing(dates, wanted), missing(days, !wanted)));
}
