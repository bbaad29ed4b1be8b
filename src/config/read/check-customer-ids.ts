/** Services that fill an input with an id by which no source knows a customer: they would find nobody, and never say so. */
import type { ConfigDocument } from '../yaml/document.ts';
import { meant } from '../yaml/words.ts';
import type { Workspace } from '../workspace.ts';

export function warnOfUnknownIds(services: readonly ConfigDocument[], { sources }: Workspace): void {
  const accounts = sources.flatMap(({ mappings }) => mappings.filter((each) => each.kind === 'account'));
  const known = new Set(accounts.flatMap(({ ids }) => ids.map(({ namespace }) => namespace)));
  for (const document of services)
    for (const tool of document.keys(['tools'])) {
      const at = ['tools', tool, 'customer', 'id'];
      const namespace = document.valueAt(at);
      if (typeof namespace !== 'string' || known.has(namespace)) continue;
      document.warning(
        at,
        `No source says an account’s id in \`${namespace}\`, so this tool finds nobody.`,
        meant(namespace, known, 'id of accounts (`in:`)'),
      );
    }
}
