/**
 * Cells in aligned columns, two spaces apart, for terminals and pipes alike. Columns from `numbersFrom` on hold numbers and
 * end at one edge.
 */
export function columns(rows: readonly (readonly string[])[], numbersFrom = Number.POSITIVE_INFINITY): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  return rows.map((row) =>
    row
      .map((cell, index) => padded(cell, widths[index] ?? 0, index >= numbersFrom))
      .join('  ')
      .trimEnd(),
  );
}

function padded(cell: string, width: number, isNumber: boolean): string {
  return isNumber ? cell.padStart(width) : cell.padEnd(width);
}

export function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
