/** `concierge coverage` over the whole directory. */
import { PRODUCT } from '../subjects.ts';
import type { Run } from './run.ts';
import { runToEnd } from './run.ts';

export async function coverage(folder: string): Promise<Omit<Run, 'stdout'>> {
  const { ms, cpuMs, peakRssBytes } = await runToEnd([PRODUCT, 'coverage', folder, '--json']);
  return { ms, cpuMs, peakRssBytes };
}
