/** `concierge releases`: what went live when, by whom and why, the newest first. */
import { shortRelease } from '../../config/release.ts';
import type { GateEffect, Publication, WentLiveBy } from '../../store/store.ts';
import { withArchive } from '../records/archive.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { cut } from '../terminal/columns.ts';
import { emphasis } from '../terminal/emphasis.ts';
import { count } from '../terminal/progress-line.ts';
import { moreLine, table } from '../terminal/tables.ts';

export type ReleasesOptions = OpenOptions & { readonly limit: number; readonly json?: boolean };

const HOW: Readonly<Record<WentLiveBy, string>> = {
  start: 'first start',
  publish: 'published',
  rollback: 'rolled back to',
};

const NOTE = 40;

export async function releases(options: ReleasesOptions, context: CommandContext): Promise<void> {
  await withArchive(options, context, async ({ tenant, store }) => {
    const all = await store.releases.publications(tenant);
    if (options.json === true) {
      const shown = all.slice(0, options.limit).map((one, index) => ({ ...one, live: index === 0 }));
      return context.out(JSON.stringify({ releases: shown, of: all.length }, null, 2));
    }
    if (all.length === 0) return context.err('Nothing is published yet: `concierge publish` does, and a first start.');
    const shown = all.slice(0, options.limit);
    const head = ['Release', 'hash', 'at', 'how', 'by', 'other contact', 'note'];
    const lines = table(head, shown.map(cells), head.length, emphasis(context));
    context.out([...lines, ...moreLine(all.length - shown.length, '--limit')].join('\n'));
  });
}

function cells({ number, release, at, how, by, effect, note }: Publication, index: number): readonly string[] {
  return [
    index === 0 ? `${number} (live)` : String(number),
    shortRelease(release),
    at,
    HOW[how],
    by ?? '-',
    effect === null ? '-' : effectWords(effect),
    note === null ? '-' : cut(note, NOTE),
  ];
}

function effectWords({ contact, accounts, accepted }: GateEffect): string {
  // What was live couldn't be read by whoever published over it.
  if (accounts === 0 && accepted) return 'not compared, accepted';
  return `${count(contact)} of ${count(accounts)}${accepted ? ', accepted' : ''}`;
}
