/**
 * The source text of a cell, as read from YAML or a spreadsheet, before its fact's type gives it a meaning.
 * Words are kept as written: `0123`, `yes` and `1.50` are still text here.
 */
export type CellSource =
  /** `quoted`: written in quotation marks, so always a literal. */
  | { readonly kind: 'word'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'list'; readonly items: readonly CellSource[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, CellSource])[] };

/** The source as a person would write it, shortened; for messages. */
export function sourceText(source: CellSource): string {
  const text = writtenText(source);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

function writtenText(source: CellSource): string {
  switch (source.kind) {
    case 'word':
      return source.quoted ? JSON.stringify(source.text) : source.text;
    case 'list':
      return `[${source.items.map(writtenText).join(', ')}]`;
    case 'map':
      return `{ ${source.entries.map(([key, value]) => `${key}: ${writtenText(value)}`).join(', ')} }`;
  }
}
