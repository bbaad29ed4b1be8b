/** Prints what the developer of an agent's platform needs to know of its caller, for a person or a program. */
import type { CommandContext } from '../context.ts';
import { emphasis } from '../terminal/emphasis.ts';
import { handoverOf } from './handover.ts';
import { handoverText } from './handover-text.ts';
import type { Handed } from './service-handover.ts';

export function tellHandover(handed: Handed, isJson: boolean, context: CommandContext): void {
  const handover = handoverOf(handed, context);
  context.out(isJson ? JSON.stringify(handover, null, 2) : handoverText(handover, emphasis(context)));
}
