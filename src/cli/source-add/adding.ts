/** What both kinds of source are added by: the flags, whom to ask, and where the file goes. */
import type { Tenant } from '../../caller/caller.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import type { Answers } from './answers.ts';
import type { AskedSystem } from './system-asked.ts';

export type SourceAddOptions = OpenOptions &
  AskedSystem & {
    readonly connector: string;
    readonly name?: string;
    /** Everything that is proposed is taken, and the secrets' lines are added to the deployment. */
    readonly yes?: boolean;
    /** False: nothing is asked of the system. */
    readonly test?: boolean;
    readonly json?: boolean;
  };

export type Adding = {
  readonly options: SourceAddOptions;
  readonly context: CommandContext;
  readonly answers: Answers;
  readonly name: string;
  readonly tenant: Tenant;
  /** The workspace's. */
  readonly folder: string;
};
