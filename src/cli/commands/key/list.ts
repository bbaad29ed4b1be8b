/** `concierge key list`: every API key of the tenant, in the order of their creation, and whether it is still good. */
import type { ApiKey } from '../../../store/store.ts';
import { columns } from '../../terminal/columns.ts';
import type { OpenOptions } from '../../configured.ts';
import type { CommandContext } from '../../context.ts';
import { emphasis } from '../../terminal/emphasis.ts';
import { withKeysThere } from '../../callers/key-ring.ts';
import { KEY_COLUMNS, keyCells, keyJson, keyStateOf } from '../../callers/key-text.ts';

export type KeyListOptions = OpenOptions & { readonly json?: boolean };

export async function listKeys(options: KeyListOptions, context: CommandContext): Promise<void> {
  const list = await withKeysThere(options, context, async ({ keys, tenant }) => await keys.list(tenant));
  print(list ?? [], options, context);
}

function print(list: readonly ApiKey[], { json = false }: KeyListOptions, context: CommandContext): void {
  const nowMs = context.clock.now();
  if (json) {
    const told = list.map((key) => keyJson(key, keyStateOf(key, nowMs)));
    context.out(JSON.stringify(told, null, 2));
  } else if (list.length > 0) {
    const [head = '', ...lines] = columns([KEY_COLUMNS, ...list.map((key) => keyCells(key, nowMs))]);
    context.out([emphasis(context)(head), ...lines].join('\n'));
  }
  if (list.length === 0) context.err('There is no API key yet. `key create CALLER` makes one.');
}
