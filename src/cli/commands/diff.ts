/** `concierge diff`: what differs between two releases, or between one and the folder, in words. */
import { releaseChanges } from '../../config/diff/release-changes.ts';
import { withArchive } from '../records/archive.ts';
import { changesText, NO_CHANGES } from '../releases/changes-text.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { emphasis } from '../terminal/emphasis.ts';
import { releaseNamed } from '../releases/named-release.ts';

export type DiffOptions = OpenOptions & { readonly from: string; readonly to: string; readonly json?: boolean };

export async function diff({ from, to, json, ...options }: DiffOptions, context: CommandContext): Promise<void> {
  await withArchive(options, context, async (archive) => {
    const place = { ...archive, now: context.clock.now() };
    const [before, after] = [await releaseNamed(from, place), await releaseNamed(to, place)];
    const changes = releaseChanges(before.prepared.workspace, after.prepared.workspace);
    if (json === true) {
      const named = { from: before.prepared.id, to: after.prepared.id };
      return context.out(JSON.stringify({ ...named, changes }, null, 2));
    }
    const emphasize = emphasis(context);
    if (changes.length === 0) return context.out(`From ${before.called} to ${after.called}: nothing. ${NO_CHANGES}`);
    context.out(
      [emphasize(`From ${before.called} to ${after.called}`), '', changesText(changes, emphasize)].join('\n'),
    );
  });
}
