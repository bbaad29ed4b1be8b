/**
 * Links of a chain that can't name anybody new: behind a team that always answers, or asked already. Who is there is for the
 * directory to say; this is what the words alone say.
 */
import type { ValueProblem } from '../../base/problem.ts';
import { valueWarning } from '../../base/problem.ts';
import { linkText } from '../chain.ts';
import type { ChainLink, EscalationRule } from '../table.ts';
import type { Team } from '../teams.ts';

/** Paths begin at the table. */
export function idleLinks(rules: readonly EscalationRule[], teams: ReadonlyMap<string, Team>): readonly ValueProblem[] {
  return rules.flatMap((rule, row) => [
    ...behindOpenTeam(rule, ['rules', row, 'route'], teams),
    ...repeatedLinks(rule.route).map(({ index, message }) =>
      valueWarning(['rules', row, 'route', index], message, 'Delete it.'),
    ),
  ]);
}

/** A team at any hour whose address is shown answers every call, urgent ones too. */
function behindOpenTeam(
  { route, hide }: EscalationRule,
  path: ValueProblem['path'],
  teams: ReadonlyMap<string, Team>,
): ValueProblem[] {
  const always = route.findIndex(
    (link) => link.kind === 'team' && teams.get(link.team)?.hours === 'always' && !hide.includes('email'),
  );
  const open = route[always];
  if (open === undefined || always === route.length - 1) return [];
  const message = `\`${linkText(open)}\` answers at any hour, so what stands behind it is never tried.`;
  return [
    valueWarning([...path, always + 1], message, `Move \`${linkText(open)}\` to the end, or delete what follows.`),
  ];
}

type Repeat = { readonly index: number; readonly message: string };

function repeatedLinks(route: readonly ChainLink[]): readonly Repeat[] {
  const asked = new Set<string>();
  let owner = '';
  return route.flatMap((link, index): Repeat[] => {
    const text = linkText(link);
    if (link.kind === 'manager' && link.of === undefined) return [];
    const key = link.kind === 'backup' ? `backup of ${owner}` : text;
    if (link.kind !== 'backup') owner = text;
    const isRepeat = asked.has(key) && !isAskedFor(link, route[index + 1]);
    asked.add(key);
    if (!isRepeat) return [];
    const message =
      link.kind === 'backup'
        ? `This \`backup\` is that of \`${owner}\` again, who was asked for it already.`
        : `\`${text}\` was asked already in this chain.`;
    return [{ index, message }];
  });
}

/** A role or person may stand twice, so that their backup or manager is meant again. */
function isAskedFor(link: ChainLink, next: ChainLink | undefined): boolean {
  const isFollowed = next?.kind === 'backup' || (next?.kind === 'manager' && next.of === undefined);
  return link.kind !== 'team' && link.kind !== 'backup' && isFollowed;
}
