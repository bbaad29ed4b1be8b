/**
 * The value of a secret, read where it is needed and kept nowhere: no message, log, record or release ever holds it.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { Failure } from '../base/failure.ts';
import type { Deployment } from './deployment.ts';

const MAX_BYTES = 64 * 1024;

/** Where a value goes: it stays in this process, or it is sent to a host, which the secret must list. */
export type SecretUse = 'here' | { readonly host: string };

/** Without the newline that editors put at the end of a file.
 * @throws Failure `configuration`, which names the secret and where it should be, or the host that may not have it
 */
export function secretValue(
  { secrets, secretsFolder }: Pick<Deployment, 'secrets' | 'secretsFolder'>,
  name: string,
  use: SecretUse,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const declared = secrets[name];
  if (declared === undefined) throw refused(name, 'is not declared', 'Name it below `secrets` in the deployment.');
  if (use !== 'here' && !declared.hosts.includes(use.host.toLowerCase()))
    throw refused(name, `may not be sent to ${use.host}`, 'Add the host to its `hosts` if that is right.');
  const source = declared.from;
  const value = 'env' in source ? env[source.env] : fileText(name, source.file, secretsFolder);
  const where = 'env' in source ? `the environment variable ${source.env}` : `the file ${source.file}`;
  const text = value?.replace(/\r?\n$/, '') ?? '';
  if (text === '') throw refused(name, `has no value: ${where} is empty or missing`, 'Set it, then start again.');
  return text;
}

/** Undefined where there is no such file. A link may not lead out of the folder. */
function fileText(name: string, file: string, folder: string | null): string | undefined {
  if (folder === null) throw refused(name, 'is a file, and no folder of secrets is set', 'Add `secrets_folder`.');
  try {
    const [root, path] = [realpathSync(folder), realpathSync(join(folder, file))];
    if (!path.startsWith(root + sep)) throw refused(name, 'leads out of the folder of secrets', 'Put the file there.');
    if (statSync(path).size > MAX_BYTES) throw refused(name, `is larger than ${MAX_BYTES} bytes`, 'Name another file.');
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Failure) throw error;
    return undefined;
  }
}

function refused(name: string, trouble: string, mend: string): Failure {
  return new Failure('configuration', `The secret \`${name}\` ${trouble}.`, mend);
}
