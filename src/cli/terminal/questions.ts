/** Questions to the person at the terminal, as a port: a command takes answers from flags, from here, or from nobody. */

export type Choice = {
  readonly value: string;
  readonly name: string;
  readonly about?: string;
};

export type Questions = {
  /** `check`: what is wrong with an answer, null for nothing; then it is asked again. */
  readonly text: (question: {
    readonly message: string;
    readonly byDefault?: string;
    readonly check: (text: string) => string | null;
  }) => Promise<string>;
  readonly choose: (question: {
    readonly message: string;
    readonly choices: readonly Choice[];
    readonly byDefault?: string;
  }) => Promise<string>;
  readonly chooseSome: (question: {
    readonly message: string;
    readonly choices: readonly Choice[];
    readonly byDefault: readonly string[];
  }) => Promise<readonly string[]>;
  readonly sure: (message: string, byDefault: boolean) => Promise<boolean>;
};
