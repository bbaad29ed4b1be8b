/**
 * `concierge caller add`: writes a caller into `concierge.yaml`, and prints what the developer of its platform needs to know. All
 * or nothing: where the workspace wouldn't load, its file is put back as it was, and the key that was made is gone.
 */
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { instantOf } from '../../../base/clock.ts';
import { problemText } from '../../../base/problem.ts';
import type { AssertionKey } from '../../../caller/caller.ts';
import { withCaller } from '../../../config/add-caller.ts';
import type { LoadedWorkspace } from '../../../config/load-workspace.ts';
import { loadWorkspace, withoutErrors } from '../../../config/load-workspace.ts';
import type { AskedCaller } from '../../callers/caller-asked.ts';
import { keyIdOf, requireUsable, writtenCaller } from '../../callers/caller-asked.ts';
import { makeKey, publicKeyIn } from '../../callers/caller-key.ts';
import { worriesOf, worriesOfAdding } from '../../callers/caller-worries.ts';
import { callerNamed } from '../../callers/key-scopes.ts';
import { tellHandover } from '../../callers/tell-handover.ts';
import type { OpenOptions } from '../../configured.ts';
import type { CommandContext } from '../../context.ts';
import { onlyTenant } from '../../only-tenant.ts';
import { replaceFile } from '../../files/replace-file.ts';

export type CallerAddOptions = OpenOptions & AskedCaller & { readonly json?: boolean };

export async function addCaller(options: CallerAddOptions, context: CommandContext): Promise<void> {
  const { deployment, workspace: folder } = onlyTenant(options, context, 'callers are added');
  const before = loadWorkspace(folder);
  requireUsable(options, withoutErrors(before), context);
  const file = join(folder, 'concierge.yaml');
  const after = await withKey(options, context, (key) =>
    rewritten(file, context, (text) => withCaller(text, options.name, writtenCaller(options, key))),
  );
  const workspace = withoutErrors(after);
  const caller = callerNamed(options.name, workspace);
  const { name, newKey: privateKeyFile = null, json = false } = options;
  tellHandover({ caller, tenant: workspace.tenant, deployment, place: options, privateKeyFile }, json, context);
  context.err(`Wrote the caller ${name} into ${file}. Whoever serves it takes it at the next start.`);
  const worries = [
    ...worriesOfAdding(options, { folder, workspace, cwd: context.cwd }),
    ...worriesOf(caller, { workspace, deployment, now: instantOf(context.clock.now()) }),
  ];
  for (const line of [...newWarnings(before, after), ...worries]) context.err(line);
}

type Rewrite = (key: AssertionKey | null) => LoadedWorkspace;

/** A key that was made goes again where nothing comes of it. */
async function withKey(asked: CallerAddOptions, context: CommandContext, rewrite: Rewrite): Promise<LoadedWorkspace> {
  const { newKey, publicKey } = asked;
  const id = keyIdOf(asked, context);
  if (publicKey !== undefined) return rewrite(publicKeyIn(publicKey, id, context.cwd));
  if (newKey === undefined) return rewrite(null);
  const key = await makeKey(newKey, id, context.cwd);
  try {
    return rewrite(key);
  } catch (error) {
    await rm(resolve(context.cwd, newKey), { force: true });
    throw error;
  }
}

/** @throws Failure with what is wrong, when the file is as it was again */
function rewritten(file: string, { err }: CommandContext, change: (text: string) => string): LoadedWorkspace {
  const text = readFileSync(file, 'utf8');
  replaceFile(file, change(text));
  try {
    const loaded = loadWorkspace(dirname(file));
    withoutErrors(loaded);
    return loaded;
  } catch (error) {
    replaceFile(file, text);
    err(`Nothing was added, and ${file} is as it was. With this caller it would have errors:`);
    throw error;
  }
}

function newWarnings(before: LoadedWorkspace, { problems }: LoadedWorkspace): readonly string[] {
  const known = new Set(before.problems.map(({ message }) => message));
  return problems.filter(({ message }) => !known.has(message)).map(problemText);
}
