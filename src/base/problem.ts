/**
 * What is wrong in something a person wrote, where it stands, and how to mend it.
 * A problem is a value: checkers collect all of them; nothing here throws.
 */
export type Severity = 'error' | 'warning';

/** Position in a text file; lines and columns count from 1. */
export type Place = { readonly file: string; readonly line: number; readonly column: number };

/** Keys and indexes from the root of a document to the value at fault. */
export type ValuePath = readonly (string | number)[];

export type Problem = {
  readonly severity: Severity;
  readonly place: Place;
  /** What is wrong, one sentence. */
  readonly message: string;
  /** How to mend it, one sentence. */
  readonly mend: string;
};

/** A problem whose place is still a path inside the value that was checked. */
export type ValueProblem = Omit<Problem, 'place'> & { readonly path: ValuePath };

export function valueError(path: ValuePath, message: string, mend: string): ValueProblem {
  return { severity: 'error', path, message, mend };
}

export function valueWarning(path: ValuePath, message: string, mend: string): ValueProblem {
  return { severity: 'warning', path, message, mend };
}

/** `file:line:column: error: what is wrong. How to mend it.` */
export function problemText({ severity, place, message, mend }: Problem): string {
  return `${place.file}:${place.line}:${place.column}: ${severity}: ${message} ${mend}`.trimEnd();
}
