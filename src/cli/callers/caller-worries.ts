/** What to say of a caller that was just added and is right as far as it goes: what its operator may not have thought of. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Deployment } from '../../config/deployment.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import type { AskedCaller } from './caller-asked.ts';

type Place = { readonly folder: string; readonly deployment: Deployment; readonly cwd: string };

export function worriesOf(asked: AskedCaller, place: Place): readonly string[] {
  return WORRIES.flatMap(([isWorrying, sentence]) => (isWorrying(asked, place) ? [sentence] : []));
}

const WORRIES: readonly (readonly [(asked: AskedCaller, place: Place) => boolean, string])[] = [
  [
    ({ newKey }, { folder, cwd }) => newKey !== undefined && isInside(folder, resolve(cwd, newKey)),
    'The private key lies in the workspace, which is meant for git: hand it to the platform, then delete it here.',
  ],
  [
    ({ audience, binding, service = [CONCIERGE] }) =>
      audience === 'customers' && binding === 'off' && service.includes(CONCIERGE),
    'It talks to customers and is bound to none: whoever talks it into naming another customer is told of that one.',
  ],
  [
    ({ carrier, binding }) => carrier === 'argument' && binding === 'optional',
    'The model itself decides whether it is bound, for it may leave the argument out: write `--binding required`.',
  ],
  [
    ({ carrier }, { deployment: { auth } }) =>
      carrier === 'access_token' && (auth.kind === 'open' || auth.oauth === null),
    'Its statements travel in access tokens, and the deployment accepts none: it must say `auth: { oauth: … }`.',
  ],
  [
    (_asked, { deployment }) => deployment.publicUrl === null,
    'The deployment has no `public_url`, so the URL of the service is its own on this machine, also for statements.',
  ],
];

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
