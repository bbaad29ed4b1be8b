/** `concierge source list`: the sources that a workspace declares, and the connectors by which others can be added. */
import { resolve } from 'node:path';
import { requireWorkspace } from '../../../config/load-workspace.ts';
import { CONNECTORS } from '../../../sources/connectors.ts';
import { columns } from '../../terminal/columns.ts';
import type { CommandContext } from '../../context.ts';
import { emphasis } from '../../terminal/emphasis.ts';

export type SourceListOptions = { readonly dir: string | undefined; readonly json?: boolean };

/** @throws Failure `missing_file`, or ConfigurationFailure */
export function listSources({ dir, json = false }: SourceListOptions, context: CommandContext): void {
  const { sources } = requireWorkspace(resolve(context.cwd, dir ?? '.'));
  const declared = sources.map(({ name, connector, reads, mappings }) => ({
    source: name,
    connector,
    reads: reads.map((read) => read.name),
    records: [...new Set(mappings.map(({ kind }) => kind))],
  }));
  const connectors = [
    { connector: 'file', title: 'Exports in the workspace', reads: ['CSV, XLSX, JSON, NDJSON'] },
    ...[...CONNECTORS.values()].map(({ name, title, reads }) => ({
      connector: name,
      title,
      reads: Object.keys(reads),
    })),
    { connector: 'rest', title: 'A system of your own', reads: ['what its source describes'] },
  ];
  if (json) {
    context.out(JSON.stringify({ sources: declared, connectors }, null, 2));
    return;
  }
  const strong = emphasis(context);
  const rows = declared.map(({ source, connector, reads, records }) => [
    source,
    connector,
    records.join(', '),
    reads.join(', '),
  ]);
  const kinds = connectors.map(({ connector, title, reads }) => [`  ${connector}`, title, reads.join(', ')]);
  const [head = '', ...lines] = columns([['source', 'connector', 'records', 'reads'], ...rows]);
  context.out(
    [
      ...(rows.length === 0 ? ['No sources yet.'] : [strong(head), ...lines]),
      '',
      strong('Connectors: concierge source add CONNECTOR'),
      ...columns(kinds),
    ].join('\n'),
  );
}
