/** What a source's file may refer to. */
import type { FactDeclaration, FactName } from '../../facts/types.ts';

export type SourceContext = {
  /** The workspace folder, absolute. */
  readonly folder: string;
  /** This source's file, absolute. */
  readonly path: string;
  /** A fact that is declared but broken is `null`. */
  readonly facts: ReadonlyMap<FactName, FactDeclaration | null>;
  readonly calendars: ReadonlySet<string>;
};
