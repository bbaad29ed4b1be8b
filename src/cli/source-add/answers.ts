/**
 * What a source needs to know, from flags, from the person at the terminal, or by default. Where nobody can be asked, everything that is
 * missing is told at once, each by its flag.
 */
import { Failure } from '../../base/failure.ts';
import { nearestName } from '../../base/nearest.ts';
import type { Choice, Questions } from '../terminal/questions.ts';

type Wanted = {
  /** As it is written: `--set subdomain=acme`. */
  readonly flag: string;
  readonly given: string | undefined;
  readonly message: string;
};

export class Answers {
  readonly questions: Questions | null;
  readonly #missing: string[] = [];

  constructor(questions: Questions | null) {
    this.questions = questions;
  }

  /** @throws Failure `usage` for a flag that isn't written as it must be */
  async text({
    flag,
    given,
    message,
    byDefault,
    check,
  }: Wanted & { readonly byDefault?: string; readonly check: (text: string) => string | null }): Promise<string> {
    if (given !== undefined) {
      const wrong = check(given);
      if (wrong !== null) throw new Failure('usage', `\`${flag.split('=')[0]}\` is not written as it must be.`, wrong);
      return given;
    }
    if (this.questions !== null)
      return await this.questions.text({ message, check, ...(byDefault !== undefined && { byDefault }) });
    if (byDefault === undefined) this.#missing.push(`${flag}  ${message}`);
    return byDefault ?? '';
  }

  /** One of several; the only one is nobody's question. */
  async choice({ flag, given, message, choices }: Wanted & { readonly choices: readonly Choice[] }): Promise<string> {
    const values = choices.map(({ value }) => value);
    if (given !== undefined) {
      if (values.includes(given)) return given;
      const near = nearestName(given, values);
      throw new Failure(
        'usage',
        `There is no \`${given}\` for ${flag.split(' ')[0]}.`,
        near === undefined ? `There are: ${values.join(', ')}.` : `Did you mean \`${near}\`?`,
      );
    }
    const [only = ''] = values;
    if (values.length === 1) return only;
    if (this.questions !== null) return await this.questions.choose({ message, choices });
    this.#missing.push(`${flag}  ${message} One of: ${values.join(', ')}.`);
    return only;
  }

  /** Those that are the default, where nobody names or is asked for others. */
  async some({
    flag,
    given,
    message,
    choices,
    byDefault,
  }: Omit<Wanted, 'given'> & {
    readonly given: readonly string[] | undefined;
    readonly choices: readonly Choice[];
    readonly byDefault: readonly string[];
  }): Promise<readonly string[]> {
    const values = choices.map(({ value }) => value);
    const stranger = given?.find((one) => !values.includes(one));
    if (stranger !== undefined)
      throw new Failure(
        'usage',
        `There is no \`${stranger}\` for ${flag.split(' ')[0]}.`,
        `There are: ${values.join(', ')}.`,
      );
    if (given !== undefined) return given;
    if (this.questions !== null) return await this.questions.chooseSome({ message, choices, byDefault });
    return byDefault;
  }

  /** @throws Failure `usage` with all that is missing, each by its flag */
  refuseMissing(): void {
    if (this.#missing.length === 0) return;
    throw new Failure('usage', ['Nobody can be asked here, so these are needed:', ...this.#missing].join('\n  '));
  }
}

/** `--set subdomain=acme` … → by name. @throws Failure `usage` */
export function pairsOf(flag: string, given: readonly string[] = []): ReadonlyMap<string, string> {
  return new Map(
    given.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1)
        throw new Failure('usage', `\`${flag} ${pair}\` has no name and value.`, `Write \`${flag} NAME=VALUE\`.`);
      return [pair.slice(0, at), pair.slice(at + 1)] as const;
    }),
  );
}

/** @throws Failure `usage` for a name that isn't one of them */
export function refuseStrangers(flag: string, given: ReadonlyMap<string, string>, known: readonly string[]): void {
  const stranger = [...given.keys()].find((name) => !known.includes(name));
  if (stranger === undefined) return;
  const near = nearestName(stranger, known);
  const there = known.length === 0 ? 'There is nothing to say here.' : `There are: ${known.join(', ')}.`;
  throw new Failure(
    'usage',
    `\`${flag}\` has no \`${stranger}\` here.`,
    near === undefined ? there : `Did you mean \`${near}\`?`,
  );
}
