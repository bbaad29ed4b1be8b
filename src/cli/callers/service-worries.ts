/** What to say of the services of a caller that was just added: those that offer it nothing as yet, or those that nobody named. */
import { prepareRelease } from '../../answer/prepared-release.ts';
import type { Instant } from '../../base/clock.ts';
import type { CallerDeclaration, Workspace } from '../../config/workspace.ts';
import { releaseOf } from '../../config/release.ts';
import { listed } from '../../config/yaml/words.ts';
import type { AskedCaller } from './caller-asked.ts';
import { callersOf } from './callers.ts';

/** `workspace`: with the caller in it. */
export function serviceWorries(
  asked: AskedCaller,
  added: CallerDeclaration,
  workspace: Workspace,
  now: Instant,
): readonly string[] {
  return asked.service === undefined ? unnamed(workspace) : withoutTools(added, workspace, now);
}

function unnamed({ services }: Workspace): readonly string[] {
  if (services.length === 0) return [];
  const others = listed(services.map(({ name }) => name));
  return [
    `It may use cx_concierge alone. There are other services, too (${others}): --service says which, or \`services\` of its entry.`,
  ];
}

function withoutTools({ id, services }: CallerDeclaration, workspace: Workspace, now: Instant): readonly string[] {
  const { menuOf } = prepareRelease(workspace, releaseOf(workspace).id, now);
  const caller = callersOf(workspace).get(id);
  return services
    .filter((name) => caller !== undefined && menuOf(name, caller)?.definitions.length === 0)
    .map((name) => `It has no tool of \`${name}\` yet: \`concierge menu ${name} --caller ${id}\` says why.`);
}
