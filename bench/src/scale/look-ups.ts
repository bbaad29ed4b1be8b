/** Look-ups in the store by themselves, in a process of their own: no HTTP, no record. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Company } from './company.ts';
import { runToEnd } from './run.ts';

/** µs each; `cold`: the first time that this process asks for the account. */
export type Quantiles = { readonly p50Us: number; readonly p99Us: number };
export type LookUps = Readonly<Record<'byId' | 'byEmail' | 'dossierCold' | 'dossierCached', Quantiles>>;

export async function lookUps({ folder, ids, emails }: Company): Promise<LookUps> {
  const script = join(import.meta.dirname, 'look-up-process.ts');
  const asked = join(folder, 'asked.json');
  writeFileSync(asked, JSON.stringify({ ids, emails }));
  const { stdout } = await runToEnd([script, join(folder, '.concierge'), asked]);
  return JSON.parse(stdout) as LookUps;
}
