/** A generated company as a workspace on this run's disk. */
import { mkdirSync, mkdtempSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { WORK } from '../workspace.ts';
import { runToEnd } from './run.ts';

export type Company = {
  readonly folder: string;
  /** Ids of some accounts, spread over the whole export. */
  readonly ids: readonly string[];
  readonly emails: readonly string[];
  /** Bytes of each export. */
  readonly exports: Readonly<Record<string, number>>;
  readonly ms: number;
};

const GENERATOR = join(import.meta.dirname, '../../../examples/acme/generate/main.ts');
const SAMPLED = 5_000;
const ROW = /\n"?(001\w{12,15})"?,.*?([\w.+-]+@[\w.-]+)/g;

export async function generated(accounts: number): Promise<Company> {
  mkdirSync(WORK, { recursive: true });
  const folder = join(mkdtempSync(join(WORK, 'scale-')), 'company');
  const { ms } = await runToEnd([GENERATOR, folder, '--accounts', String(accounts)]);
  const data = join(folder, 'data');
  const exports = Object.fromEntries(readdirSync(data).map((name) => [name, statSync(join(data, name)).size]));
  return { folder, ms, exports, ...sampled(join(data, 'crm_accounts.csv')) };
}

/** From pieces of the file, at as many places: the file may be larger than a string can be. */
function sampled(file: string): { readonly ids: readonly string[]; readonly emails: readonly string[] } {
  const [size, descriptor] = [statSync(file).size, openSync(file, 'r')];
  const rows = new Map<string, string>();
  const piece = Buffer.alloc(32 * 1024);
  for (let place = 0; place < SAMPLED; place += 1) {
    const length = readSync(descriptor, piece, 0, piece.length, Math.floor((place / SAMPLED) * size));
    for (const [, id = '', email = ''] of piece.toString('utf8', 0, length).matchAll(ROW)) {
      if (rows.has(id)) continue;
      rows.set(id, email);
      break;
    }
  }
  return { ids: [...rows.keys()], emails: [...new Set(rows.values())] };
}
