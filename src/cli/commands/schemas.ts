/** `concierge schemas`: JSON Schemas beside the workspace, so that editors complete and check its files. */
import { resolve } from 'node:path';
import { emitSchemas } from '../../config/json-schemas.ts';
import type { CommandContext } from '../context.ts';

export function schemas({ dir }: { readonly dir: string | undefined }, { cwd, out }: CommandContext): void {
  for (const file of emitSchemas(resolve(cwd, dir ?? '.'))) out(file);
}
