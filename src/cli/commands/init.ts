/** `concierge init DIR`: a small commented workspace that passes the check. Overwrites nothing. */
import { resolve } from 'node:path';
import { initWorkspace } from '../../config/init-workspace.ts';
import type { CommandContext } from '../context.ts';

export function init({ dir }: { readonly dir: string }, { cwd, out, err }: CommandContext): void {
  const files = initWorkspace(resolve(cwd, dir));
  for (const file of files) out(file);
  err(`Wrote ${files.length} files. Next: concierge check ${dir}, then concierge start ${dir}.`);
}
