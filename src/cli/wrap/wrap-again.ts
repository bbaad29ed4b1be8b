/** What `concierge wrap` says in the end where something was wrapped before. */
import type { Rewrapped } from '../../wrapping/rewrap.ts';
import { counted } from '../terminal/counted.ts';

/** `version`: which it was then and is now, in brackets; may be empty. `from`: what was wrapped, in a word. */
export function againSummary({ told, files }: Rewrapped, version: string, isDry: boolean, from = 'document'): string {
  if (told.length === 0) return `Nothing that is wrapped has changed in the ${from}${version}.`;
  const toDo = told.reduce((sum, one) => sum + one.toDo.length, 0);
  const left =
    toDo === 0
      ? ''
      : ` ${counted(toDo, 'place')} ${toDo === 1 ? 'is' : 'are'} left to you: what was edited stays as it is.`;
  const wrote = isDry ? 'Nothing was written.' : `Carried over${version}.`;
  const review =
    /^reviewed: false$/m.test(files.service) || /^ {4}reviewed: false$/m.test(files.service)
      ? ' What is new is served when you say that it is reviewed.'
      : '';
  const kinds = (['added', 'changed', 'gone'] as const).flatMap((kind) => {
    const of = told.filter((one) => one.kind === kind).length;
    return of === 0 ? [] : [`${of} ${kind}`];
  });
  return `${kinds.join(', ')}. ${wrote}${left}${review}`;
}
