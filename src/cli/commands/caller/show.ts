/**
 * `concierge caller show`: what `caller add` printed for the developer of a caller's platform, by what stands in the workspace and the
 * deployment now. Holds no secret: a key is shown when it is made, and the private half of a platform's key was never here.
 */
import { instantOf } from '../../../base/clock.ts';
import { problemText } from '../../../base/problem.ts';
import { loadWorkspace, withoutErrors } from '../../../config/load-workspace.ts';
import type { CallerDeclaration } from '../../../config/workspace.ts';
import { listed } from '../../../config/yaml/words.ts';
import { worriesOf } from '../../callers/caller-worries.ts';
import { callerNamed } from '../../callers/key-scopes.ts';
import { tellHandover } from '../../callers/tell-handover.ts';
import type { OpenOptions } from '../../configured.ts';
import type { CommandContext } from '../../context.ts';
import { onlyTenant } from '../../only-tenant.ts';

export type CallerShowOptions = OpenOptions & { readonly name: string; readonly json?: boolean };

/** @throws Failure `usage` for a caller that there isn't, or with what is wrong in the files */
export function showCaller({ name, json = false, ...place }: CallerShowOptions, context: CommandContext): void {
  const { deployment, workspace: folder } = onlyTenant(place, context, 'callers are shown');
  const loaded = loadWorkspace(folder);
  const workspace = withoutErrors(loaded);
  const caller = callerNamed(name, workspace);
  tellHandover({ caller, tenant: workspace.tenant, deployment, place, privateKeyFile: null }, json, context);
  const said = loaded.problems.filter(({ message }) => message.includes(`\`${name}\``)).map(problemText);
  const worries = worriesOf(caller, { workspace, deployment, now: instantOf(context.clock.now()) });
  for (const line of [...otherKeys(caller), ...said, ...worries]) context.err(line);
}

/** While one replaces another, both count. */
function otherKeys({ binding, assertions }: CallerDeclaration): readonly string[] {
  const others = assertions?.keys.slice(0, -1).map(({ id }) => `\`${id}\``) ?? [];
  if (binding === 'off' || others.length === 0) return [];
  return [`Other keys count as well, until they are taken out of concierge.yaml: ${listed(others)}.`];
}
