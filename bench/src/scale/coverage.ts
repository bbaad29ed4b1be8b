/** `concierge coverage` over the whole directory. */
import { PRODUCT } from '../subjects.ts';
import type { Run } from './run.ts';
import { runToEnd } from './run.ts';

export async function coverage(folder: string): Promise<Pick<Run, 'ms' | 'peakRssBytes'>> {
  const { ms, peakRssBytes } = await runToEnd([PRODUCT, 'coverage', folder, '--json']);
  return { ms, peakRssBytes };
}
