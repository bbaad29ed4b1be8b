/**
 * A service that is ready to be written for a connector: what an agent would want of such a system, with the fields that may leave.
 * Data alone; `concierge service add` writes it into the workspace, where it is the person's own.
 */
import type { WrittenTool } from '../../config/schema/source-service-schema.ts';
import type { Audience } from '../../facts/frame.ts';

export type ReadyService = {
  /** By its connector's name. */
  readonly connector: string;
  readonly title: string;
  readonly instructions?: string;
  readonly tools: Readonly<Record<string, ReadyTool>>;
};

export type ReadyTool = Omit<WrittenTool, 'audiences'> & {
  /** Agents for these may have it; for teams alone when left out. */
  readonly mayServe?: readonly Audience[];
  /** What the credentials must be allowed for it beyond what a source needs, in the system's words. */
  readonly needs?: string;
  /** A line for whoever prunes the file. */
  readonly note?: string;
};
