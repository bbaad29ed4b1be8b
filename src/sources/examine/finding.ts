/** What a look at a source has found: a line for each thing that was looked at. No line holds a secret or anything of a record. */

/** `ok`; `look`: it works, and somebody should know; `mend`: it doesn't, or won't for long. */
export type FindingState = 'ok' | 'look' | 'mend';

export type Finding = {
  /** What was looked at: `secrets`, `address`, `login`, `scopes`, `read accounts`, `clock` … */
  readonly check: string;
  readonly state: FindingState;
  readonly says: string;
  /** What to do; empty where there is nothing. */
  readonly mend: string;
};

export const ok = (check: string, says: string): Finding => ({ check, state: 'ok', says, mend: '' });
export const look = (check: string, says: string, mend = ''): Finding => ({ check, state: 'look', says, mend });
export const toMend = (check: string, says: string, mend: string): Finding => ({ check, state: 'mend', says, mend });
