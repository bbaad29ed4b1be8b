/** For work in steps: ends it before the next one, once the person has asked the command to stop. */
import { Failure } from '../../base/failure.ts';
import type { CommandContext } from '../context.ts';

/** @throws Failure `interrupted`, from what it returns */
export function stopAt({ interrupted }: Pick<CommandContext, 'interrupted'>): () => void {
  let isStopped = false;
  void interrupted.then(() => (isStopped = true));
  return () => {
    if (isStopped) throw new Failure('interrupted', 'Stopped. Nothing was written.');
  };
}
