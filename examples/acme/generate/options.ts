/** The command line of the generator, read and checked. */
import { parseArgs } from 'node:util';
import { SampleFailure } from './failure.ts';

export type Options = {
  /** As given. */
  readonly folder: string;
  readonly accounts: number;
  readonly seed: number;
  /** Write into a folder that isn't empty. */
  readonly force: boolean;
};

const MOST_ACCOUNTS = 1_000_000;
const MOST_SEED = 2 ** 32 - 1;

export const HELP = `Writes a workspace of the sample company with generated data, at any size.

  npm run -s sample -- DIR

  DIR            the folder to write; it is made, or must be empty
  --accounts N   1 to 1000000 (default: 400)
  --seed N       another seed gives another company; the same gives the same bytes (default: 1)
  --force        write into a folder that isn't empty; what else is in it stays
  --help         this text

Exit codes: 0 written, 1 it could not be written, 2 the command line is wrong.`;

/** `null` where help is wanted. @throws SampleFailure `usage` */
export function readOptions(args: readonly string[]): Options | null {
  const { values, positionals } = parsed(args);
  if (values.help) return null;
  const [folder, ...more] = positionals;
  if (folder === undefined || folder === '') throw usage('Say which folder to write.');
  if (more.length > 0) throw usage(`One folder is enough: ${more.join(' ')} is too much.`);
  return {
    folder,
    accounts: wholeNumber('--accounts', values.accounts, 1, MOST_ACCOUNTS),
    seed: wholeNumber('--seed', values.seed, 0, MOST_SEED),
    force: values.force,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        accounts: { type: 'string', default: '400' },
        seed: { type: 'string', default: '1' },
        force: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('. To specify');
    throw usage(`${reason.replace(/\.$/, '')}.`, error);
  }
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw usage(`${option} ${text} is not a whole number from ${least} to ${most}.`);
}

function usage(message: string, cause?: unknown): SampleFailure {
  return new SampleFailure('usage', `${message} See npm run -s sample -- --help.`, { cause });
}
