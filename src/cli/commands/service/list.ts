/** `concierge service list`: the services of a workspace with their tools, and the ready ones by their connector. */
import { resolve } from 'node:path';
import { requireWorkspace } from '../../../config/load-workspace.ts';
import { READY_SERVICES } from '../../../services/ready/ready-services.ts';
import { columns } from '../../terminal/columns.ts';
import type { CommandContext } from '../../context.ts';
import { emphasis } from '../../terminal/emphasis.ts';

export type ServiceListOptions = { readonly dir: string | undefined; readonly json?: boolean };

/** @throws Failure `missing_file`, or ConfigurationFailure */
export function listServices({ dir, json = false }: ServiceListOptions, context: CommandContext): void {
  const { services, callers } = requireWorkspace(resolve(context.cwd, dir ?? '.'));
  const own = services.map(({ name, source, tools }) => ({
    service: name,
    source,
    callers: callers.filter((caller) => caller.services.includes(name)).map(({ id }) => id),
    tools: tools.map((tool) => tool.name),
  }));
  const ready = [...READY_SERVICES.values()].map(({ connector, tools }) => ({ connector, tools: Object.keys(tools) }));
  if (json) {
    context.out(JSON.stringify({ services: own, ready }, null, 2));
    return;
  }
  const strong = emphasis(context);
  const [head = '', ...lines] = columns([
    ['service', 'source', 'callers', 'tools'],
    ...own.map(({ service, source, callers: ids, tools }) => [
      service,
      source,
      ids.join(', ') || 'none yet',
      tools.join(', '),
    ]),
  ]);
  context.out(
    [
      ...(own.length === 0 ? ['No services yet but cx_concierge.'] : [strong(head), ...lines]),
      '',
      strong('Ready: concierge service add CONNECTOR'),
      ...columns(ready.map(({ connector, tools }) => [`  ${connector}`, tools.join(', ')])),
    ].join('\n'),
  );
}
