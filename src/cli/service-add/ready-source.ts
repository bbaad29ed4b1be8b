/** Over which source of the workspace a ready service is written. */
import { Failure } from '../../base/failure.ts';
import type { Workspace } from '../../config/workspace.ts';
import type { ReadyService } from '../../services/ready/ready-service.ts';
import type { SystemSource } from '../../sources/declaration.ts';
import { isFileSource } from '../../sources/declaration.ts';
import { known } from '../service-asked.ts';

/** @throws Failure `usage` where there is none, or several and nobody said which */
export function readySource(
  { sources }: Pick<Workspace, 'sources'>,
  { connector, title }: ReadyService,
  named: string | undefined,
): SystemSource {
  const fitting = sources.filter((each): each is SystemSource => !isFileSource(each) && each.connector === connector);
  const names = fitting.map(({ name }) => name);
  if (names.length === 0)
    throw new Failure(
      'usage',
      `The workspace has no source of ${title}.`,
      `Add one first: \`concierge source add ${connector}\`, or by hand: docs/sources/${connector.replaceAll('_', '-')}.md.`,
    );
  if (named === undefined && names.length > 1)
    throw new Failure('usage', `There are several sources of ${title}.`, `Say one: \`--source\` ${names.join(', ')}.`);
  const chosen = named === undefined ? names[0] : known(named, names, `source of ${title}`);
  const [source] = fitting.filter(({ name }) => name === chosen);
  if (source === undefined) throw new RangeError(`No source is called ${named ?? ''}.`);
  return source;
}
