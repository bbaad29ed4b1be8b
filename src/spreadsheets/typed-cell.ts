/**
 * The text of a cell, where what the spreadsheet took it for can't have changed its meaning: a number in a column of numbers, a
 * date in a column of days. What it may have changed (`1/2` that became a date, `0042` that became 42) is refused.
 */
import type { FactType } from '../facts/types.ts';
import type { Wrong } from '../guardrails/words-list.ts';
import { unmistakable } from '../guardrails/words-number.ts';
import { SPREADSHEET_ERROR_REASON } from '../sources/spreadsheet-error.ts';
import type { GridCell } from './grid.ts';

/** `words`: ids, links, reasons and the like. `prose`: what people read. */
export type Wanted = FactType['type'] | 'words' | 'prose';

const AS_TEXT = 'Format the cell as text and type it again.';

export function textOfCell(cell: GridCell | null, wanted: Wanted): string | Wrong {
  switch (cell?.kind) {
    case undefined:
      return '';
    case 'text':
      return cell?.text ?? '';
    case 'number':
      return number(cell?.text ?? '', wanted);
    case 'boolean':
      return wanted === 'boolean' ? (cell?.text ?? '') : taken(cell?.text, 'a truth value');
    case 'date':
      return date(cell?.text ?? '', wanted);
    case 'percent':
      return percent(cell?.text ?? '');
    case 'error':
      return {
        wrong: `\`${cell?.text}\` can’t be read: ${SPREADSHEET_ERROR_REASON}.`,
        mend: 'Write the value itself.',
      };
  }
}

/** In a column of text nobody knows which digits were lost. In one of numbers, 1.234 is that fraction and no thousands. */
function number(text: string, wanted: Wanted): string | Wrong {
  if (wanted === 'number' || wanted === 'integer') return unmistakable(text, { type: 'number' });
  const isSafe = wanted === 'enum' || wanted === 'prose';
  return isSafe || wanted === 'boolean' || wanted === 'date' ? text : taken(text, 'a number');
}

/** One with a time has no zone, so only a day means one thing. */
function date(text: string, wanted: Wanted): string | Wrong {
  if (wanted === 'date' && text.length === '2026-12-24'.length) return text;
  return wanted === 'datetime' || wanted === 'date'
    ? {
        wrong: `\`${text}\` is a moment without a zone.`,
        mend: `Format the cell as text and write ${wanted === 'date' ? 'the day, like `2026-12-24`' : 'it with its zone, like `2026-12-24T09:00:00Z`'}.`,
      }
    : taken(text, 'a date');
}

function percent(text: string): Wrong {
  const hundredths = Number((Number(text) * 100).toPrecision(15));
  return {
    wrong: `The cell is a percentage, ${hundredths}%.`,
    mend: `Format it as text and write the number that the fact has: \`${text}\` or \`${hundredths}\`.`,
  };
}

function taken(text: string | undefined, what: string): Wrong {
  return { wrong: `The spreadsheet took this for ${what}, \`${text}\`.`, mend: AS_TEXT };
}
