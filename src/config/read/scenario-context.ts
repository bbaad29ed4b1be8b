/** What the readers of scenarios know of the workspace. */
import type { EpochMs } from '../../base/clock.ts';
import type { FactFrame } from '../../facts/frame.ts';
import type { Workspace } from '../workspace.ts';

export type ScenarioContext = {
  readonly workspace: Workspace;
  readonly frame: FactFrame;
  /** Roles that an account may have: those that sources assign and rows name. */
  readonly roles: readonly string[];
};

/** With the moment of one scenario. */
export type MomentContext = ScenarioContext & { readonly atMs: EpochMs };
