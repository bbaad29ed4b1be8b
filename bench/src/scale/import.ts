/** `concierge import` of a whole company, and what it leaves on disk. */
import { readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { PRODUCT } from '../subjects.ts';
import { runToEnd } from './run.ts';

export type Imported = {
  /** `imported`, or `unchanged` where everything was as before. */
  readonly kind: string;
  readonly ms: number;
  /** Records that rows became: accounts, people, contacts and absences, over all sources. */
  readonly rows: number;
  readonly rowsPerS: number;
  readonly accounts: number;
  readonly accountsPerS: number;
  readonly peakRssBytes: number;
};

type Outcome = {
  readonly kind: string;
  readonly report: {
    readonly counts: readonly { readonly rows: number }[];
    readonly directory: { readonly accounts: number };
  };
};

export async function imported(folder: string): Promise<Imported> {
  const { ms, peakRssBytes, stdout } = await runToEnd([PRODUCT, 'import', folder, '--json']);
  const { kind, report } = JSON.parse(stdout) as Outcome;
  const rows = report.counts.reduce((sum, count) => sum + count.rows, 0);
  const { accounts } = report.directory;
  const seconds = ms / 1000;
  return { kind, ms, rows, rowsPerS: rows / seconds, accounts, accountsPerS: accounts / seconds, peakRssBytes };
}

export function bytesOfStore(folder: string): Readonly<Record<string, number>> {
  const store = join(folder, '.concierge');
  return Object.fromEntries(readdirSync(store).map((name) => [name, statSync(join(store, name)).size]));
}

/** Newer exports with the same content: every row of the directory is older than they are, and is written anew. */
export function touchExports(folder: string): void {
  const now = new Date();
  for (const name of readdirSync(join(folder, 'data'))) utimesSync(join(folder, 'data', name), now, now);
}
