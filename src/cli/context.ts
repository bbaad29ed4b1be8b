/** A command gets its process as an argument: what it prints, reads and waits for. Tests pass their own. */
import type { Clock } from '../base/clock.ts';
import type { StoreChoice } from '../config/deployment.ts';
import type { CopyStore } from '../store/copies.ts';
import type { KeysAlone, Store } from '../store/store.ts';
import type { RunImport } from './processes/import-in-process.ts';
import type { Questions } from './terminal/questions.ts';
import type { RunSimulation } from './simulate/simulate-job.ts';

/** What stands behind the ports; the composition root chooses. */
export type Adapters = {
  readonly openStore: (choice: StoreChoice, clock: Clock) => Promise<Store>;
  readonly openKeys: (choice: StoreChoice, clock: Clock) => Promise<KeysAlone>;
  /** Copies of what systems hold, and what they gave last in exchange for a token. */
  readonly openCopies: (choice: StoreChoice) => Promise<CopyStore>;
  readonly runImport: RunImport;
  readonly runSimulation: RunSimulation;
};

export type CommandContext = Adapters & {
  /** Results: what a program would read. */
  readonly out: (text: string) => void;
  /** Messages for people. */
  readonly err: (text: string) => void;
  /** How far something has come that takes long; each text takes the place of the one before. `null`: it is done. */
  readonly progress: (text: string | null) => void;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Resolves when the person asks the command to stop (Ctrl-C, SIGTERM). */
  readonly interrupted: Promise<void>;
  /** Asks the person at the terminal; absent where nobody sits at one. */
  readonly questions?: Questions;
  /** Tells each key that the person at the terminal presses, until what it returns is called; absent where nobody sits at one. */
  readonly keys?: (onKey: (key: string) => void) => () => void;
  /** Whether a person reads stdout; it may be piped. */
  readonly isTerminal: boolean;
  /** The command line that starts this program again, for configuration to paste. */
  readonly self: readonly string[];
};
