/** What to say of a caller that is right as far as it goes, beside what `check` says of it: what its operator may not have thought of. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { prepareRelease } from '../../answer/prepared-release.ts';
import type { Instant } from '../../base/clock.ts';
import type { Deployment } from '../../config/deployment.ts';
import { releaseOf } from '../../config/release.ts';
import type { CallerDeclaration, Workspace } from '../../config/workspace.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import { listed } from '../../config/yaml/words.ts';
import type { AskedCaller } from './caller-asked.ts';
import { callersOf } from './callers.ts';

type Place = { readonly workspace: Workspace; readonly deployment: Deployment; readonly now: Instant };

export function worriesOf(caller: CallerDeclaration, { workspace, deployment, now }: Place): readonly string[] {
  const worries = WORRIES.flatMap(([isWorrying, sentence]) => (isWorrying(caller, deployment) ? [sentence] : []));
  return [...worries, ...withoutTools(caller, workspace, now)];
}

const WORRIES: readonly (readonly [(caller: CallerDeclaration, deployment: Deployment) => boolean, string])[] = [
  [
    ({ audience, binding, services }) => audience === 'customers' && binding === 'off' && services.includes(CONCIERGE),
    'It talks to customers and is bound to none: whoever talks it into naming another customer is told of that one.',
  ],
  [
    ({ binding, carrier }, { auth }) =>
      binding !== 'off' && carrier === 'access_token' && (auth.kind === 'open' || auth.oauth === null),
    'Its statements travel in access tokens, and the deployment accepts none: it must say `auth: { oauth: … }`.',
  ],
  [
    (_caller, { publicUrl }) => publicUrl === null,
    'The deployment has no `public_url`, so the URL of the service is its own on this machine, also for statements.',
  ],
];

function withoutTools({ id, services }: CallerDeclaration, workspace: Workspace, now: Instant): readonly string[] {
  const { menuOf } = prepareRelease(workspace, releaseOf(workspace).id, now);
  const caller = callersOf(workspace).get(id);
  return services
    .filter((name) => caller !== undefined && menuOf(name, caller)?.definitions.length === 0)
    .map((name) => `It has no tool of \`${name}\` yet: \`concierge menu ${name} --caller ${id}\` says why.`);
}

type Asked = { readonly folder: string; readonly workspace: Workspace; readonly cwd: string };

/** Of how it was added, said once. */
export function worriesOfAdding(asked: AskedCaller, { folder, workspace, cwd }: Asked): readonly string[] {
  return [
    ...(asked.newKey !== undefined && isInside(folder, resolve(cwd, asked.newKey))
      ? ['The private key lies in the workspace, which is meant for git: hand it to the platform, then delete it here.']
      : []),
    ...(asked.service === undefined ? unnamed(workspace) : []),
  ];
}

function unnamed({ services }: Workspace): readonly string[] {
  if (services.length === 0) return [];
  const others = listed(services.map(({ name }) => name));
  return [
    `It may use cx_concierge alone. There are other services, too (${others}): --service says which, or \`services\` of its entry.`,
  ];
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
