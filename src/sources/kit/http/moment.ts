/** A moment as systems want it written. */
import { instantOf } from '../../../base/clock.ts';
import type { MomentForm } from './connector.ts';

export function momentText(ms: number, as: MomentForm): string | number {
  if (as === 'epoch_ms') return ms;
  if (as === 'epoch_s') return Math.floor(ms / 1000);
  return as === 'day' ? instantOf(ms).slice(0, 10) : instantOf(ms);
}
