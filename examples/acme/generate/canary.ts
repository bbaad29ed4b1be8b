/**
 * Markers in columns that must never leave a source, as the small sample has them: `CANARY-` and a word that occurs in
 * one cell only. Whoever finds `CANARY-` anywhere else has found a leak.
 */
const WIDTH = 5;

/** What of an export a marker stands in; two letters each, so that no marker begins another. */
const COLUMNS = {
  'crm.Description': 'cd',
  'workbook.CSM notes': 'wn',
  'hr.Home address': 'ha',
  'hr.Performance note': 'hp',
  'absences.Note': 'an',
  'users.notes': 'un',
  'users.details': 'ud',
  'organizations.notes': 'on',
  'organizations.details': 'od',
  'tickets.subject': 'ts',
  'tickets.description': 'td',
} as const;

/** `index` is that of the row among the rows of its kind, below 26 ** 5. */
export function canary(column: keyof typeof COLUMNS, index: number): string {
  let word = '';
  for (let rest = index, at = 0; at < WIDTH; at++, rest = Math.floor(rest / 26))
    word = String.fromCharCode(97 + (rest % 26)) + word;
  return `CANARY-${COLUMNS[column]}${word}`;
}
