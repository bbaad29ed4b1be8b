/** What analysis has to say of a table, as data. Rows by their index. Types only. */
import type { FactName } from '../../facts/types.ts';
import type { Example } from './space.ts';

export type Finding =
  /** No value passes the row's cell of this fact (or its cells of these that count from one date). */
  | { readonly kind: 'empty_cell'; readonly row: number; readonly facts: readonly FactName[] }
  /** The row asks for days from a date, and for the date, so that there can't be both. */
  | { readonly kind: 'contradiction'; readonly row: number; readonly example: Example }
  /** Rows above it take every input of the row; `taker` is the one that takes the example. */
  | {
      readonly kind: 'never_fires';
      readonly row: number;
      readonly by: readonly number[];
      readonly example: Example;
      readonly taker: number;
    }
  /** Without the row, these below would decide the same for all its inputs. */
  | { readonly kind: 'changes_nothing'; readonly row: number; readonly as: readonly number[] }
  /** An input that no row takes. */
  | { readonly kind: 'no_row'; readonly example: Example }
  /** The rows leave inputs open; whether rows whose FEEL isn't analysed take all of these is not known. */
  | { readonly kind: 'perhaps_no_row'; readonly example: Example; readonly row: number; readonly fact: FactName }
  | { readonly kind: 'not_analysed'; readonly row: number; readonly fact: FactName }
  /** Whether these rows can fire would have taken too much work. */
  | { readonly kind: 'rows_not_proved'; readonly rows: readonly number[] }
  /** Whether every input has a row would have. */
  | { readonly kind: 'gaps_not_proved' };
