/**
 * Cells in aligned columns, two spaces apart, for terminals and pipes alike; wide characters take two places. Columns from
 * `numbersFrom` on hold numbers and end at one edge.
 */
import stringWidth from 'string-width';

export function columns(rows: readonly (readonly string[])[], numbersFrom = Number.POSITIVE_INFINITY): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, stringWidth(cell))));
  const padded = (cell: string, index: number): string => {
    const blanks = ' '.repeat((widths[index] ?? 0) - stringWidth(cell));
    return index < numbersFrom ? cell + blanks : blanks + cell;
  };
  return rows.map((row) => row.map(padded).join('  ').trimEnd());
}

/** As much of the text as fits into so many places, with `…` where it is more. */
export function cut(text: string, places: number): string {
  if (stringWidth(text) <= places) return text;
  let kept = '';
  for (const character of text) {
    if (stringWidth(kept + character) >= places) break;
    kept += character;
  }
  return `${kept}…`;
}

export function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
