/**
 * `concierge caller add`: writes a caller into `concierge.yaml`, and prints what the developer of its platform needs to know. All
 * or nothing: a workspace that wouldn't load is put back as it was, and the key that was made for it is gone.
 */
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { ConfigurationFailure } from '../../../base/failure.ts';
import type { Problem } from '../../../base/problem.ts';
import { problemText } from '../../../base/problem.ts';
import type { AssertionKey } from '../../../caller/caller.ts';
import type { WrittenCaller } from '../../../config/add-caller.ts';
import { withCaller } from '../../../config/add-caller.ts';
import type { LoadedWorkspace } from '../../../config/load-workspace.ts';
import { loadWorkspace, withoutErrors } from '../../../config/load-workspace.ts';
import type { Workspace } from '../../../config/workspace.ts';
import type { AskedCaller } from '../../caller-asked.ts';
import { keyIdOf, requireUsable, writtenCaller } from '../../caller-asked.ts';
import { makeKey, publicKeyIn } from '../../caller-key.ts';
import type { OpenOptions } from '../../configured.ts';
import type { CommandContext } from '../../context.ts';
import { emphasis } from '../../emphasis.ts';
import { handoverOf } from '../../handover.ts';
import { handoverText } from '../../handover-text.ts';
import { callerNamed } from '../../key-scopes.ts';
import { onlyTenant } from '../../only-tenant.ts';
import { replaceFile } from '../../replace-file.ts';

export type CallerAddOptions = OpenOptions & AskedCaller & { readonly json?: boolean };

export async function addCaller(options: CallerAddOptions, context: CommandContext): Promise<void> {
  const { deployment, workspace: folder } = onlyTenant(options, context, 'callers are added');
  const before = loadWorkspace(folder);
  requireUsable(options, withoutErrors(before), context);
  const after = await withNewKey(options, context, (key) => registered(folder, options.name, writtenCaller(options, key)));
  const { tenant, ...workspace } = withoutErrors(after);
  const caller = callerNamed(options.name, workspace);
  const of = { caller, tenant, deployment, dir: options.dir, privateKeyFile: options.newKey ?? null };
  const handover = handoverOf(of, context);
  context.out(options.json === true ? JSON.stringify(handover, null, 2) : handoverText(handover, emphasis(context)));
  context.err(`Wrote ${caller.id} into ${fileIn(folder)}. Whoever serves it takes it at the next start.`);
  for (const line of [...newWarnings(before, after), ...worries(options, folder, workspace, context)]) context.err(line);
}

/** A key that was made goes again where nothing comes of it. */
async function withNewKey<Result>(
  asked: CallerAddOptions,
  context: CommandContext,
  work: (key: AssertionKey | null) => Result,
): Promise<Result> {
  const { newKey, publicKey } = asked;
  const id = keyIdOf(asked, context);
  if (publicKey !== undefined) return work(publicKeyIn(publicKey, id, context.cwd));
  if (newKey === undefined) return work(null);
  const key = await makeKey(newKey, id, context.cwd);
  try {
    return work(key);
  } catch (error) {
    await rm(resolve(context.cwd, newKey), { force: true });
    throw error;
  }
}

/** @throws Failure with what is wrong, when the file is as it was again */
function registered(folder: string, id: string, caller: WrittenCaller): LoadedWorkspace {
  const file = fileIn(folder);
  const text = readFileSync(file, 'utf8');
  replaceFile(file, withCaller(text, id, caller));
  try {
    const loaded = loadWorkspace(folder);
    withoutErrors(loaded);
    return loaded;
  } catch (error) {
    replaceFile(file, text);
    throw error;
  }
}

function fileIn(folder: string): string {
  return join(folder, 'concierge.yaml');
}
