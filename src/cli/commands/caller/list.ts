/** `concierge caller list`: the agents that may ask, as the workspace declares them. */
import { requireWorkspace } from '../../../config/load-workspace.ts';
import type { CallerDeclaration } from '../../../config/workspace.ts';
import { scopesOfService } from '../../../services/scopes.ts';
import { columns } from '../../terminal/columns.ts';
import type { OpenOptions } from '../../configured.ts';
import type { CommandContext } from '../../context.ts';
import { emphasis } from '../../terminal/emphasis.ts';
import { onlyTenant } from '../../only-tenant.ts';

export type CallerListOptions = OpenOptions & { readonly json?: boolean };

export function listCallers({ json = false, ...place }: CallerListOptions, context: CommandContext): void {
  const { workspace } = onlyTenant(place, context, 'callers are listed');
  const { callers } = requireWorkspace(workspace);
  if (json) context.out(JSON.stringify(callers, null, 2));
  else if (callers.length > 0) {
    const [head = '', ...lines] = columns([COLUMNS, ...callers.map(cells)]);
    context.out([emphasis(context)(head), ...lines].join('\n'));
  }
  if (callers.length === 0) context.err('There is no caller yet. `caller add NAME` writes one.');
}

const COLUMNS = ['name', 'audience', 'binding', 'carrier', 'issuer', 'keys', 'scopes', 'services'];

function cells({ id, audience, binding, carrier, assertions, scopes, services }: CallerDeclaration): readonly string[] {
  const keys = assertions?.keys.map((key) => `${key.id} (${key.algorithm})`).join(', ');
  return [
    id,
    audience,
    binding,
    binding === 'off' ? '-' : carrier,
    assertions?.issuer ?? '-',
    keys ?? '-',
    services.flatMap(scopesOfService).every((scope) => scopes.includes(scope)) ? 'all' : scopes.join(', '),
    services.join(', '),
  ];
}
