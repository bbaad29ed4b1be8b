/**
 * What a source's secrets need of the deployment: a line each, with where the value comes from and the hosts that may have it. Written
 * only where somebody says so; a value is never asked for, and never written.
 */
import { existsSync, readFileSync } from 'node:fs';
import { Failure } from '../../base/failure.ts';
import { secretLine, withSecret } from '../../config/add-secret.ts';
import type { Deployment, SecretSource } from '../../config/deployment.ts';
import { replaceFile } from '../files/replace-file.ts';
import { writeWhole } from '../files/write-whole.ts';

export type SecretNeed = {
  readonly name: string;
  readonly secret: SecretSource;
  /** `declared`: it is there; `hosts`: these are missing in its line. */
  readonly is: 'declared' | 'missing' | 'hosts';
};

export function secretNeeds(
  names: readonly string[],
  hosts: readonly string[],
  { secrets }: Pick<Deployment, 'secrets'>,
): readonly SecretNeed[] {
  return [...new Set(names)].map((name): SecretNeed => {
    const declared = secrets[name];
    if (declared === undefined)
      return { name, is: 'missing', secret: { from: { env: name.toUpperCase().replaceAll('-', '_') }, hosts } };
    const all = [...new Set([...declared.hosts, ...hosts])];
    return {
      name,
      is: all.length === declared.hosts.length ? 'declared' : 'hosts',
      secret: { from: declared.from, hosts: all },
    };
  });
}

/** The lines to write, as they stand in the file. */
export function needLines(needs: readonly SecretNeed[]): readonly string[] {
  const open = needs.filter(({ is }) => is !== 'declared');
  return open.length === 0 ? [] : ['secrets:', ...open.map(({ name, secret }) => `  ${secretLine(name, secret)}`)];
}

const HEAD = '# yaml-language-server: $schema=.schemas/deployment.schema.json\n';

/**
 * Adds the lines of secrets that the deployment lacks. Those whose hosts are too few stay for a person: letting a secret go to another
 * host is somebody's decision.
 * @throws Failure `usage` where the file can't be added to
 */
export function addSecrets(file: string, needs: readonly SecretNeed[]): void {
  const missing = needs.filter(({ is }) => is === 'missing');
  if (missing.length === 0) return;
  const isThere = existsSync(file);
  let text = isThere ? readFileSync(file, 'utf8') : HEAD;
  for (const { name, secret } of missing) {
    const written =
      text === HEAD ? `${HEAD}\nsecrets:\n  ${secretLine(name, secret)}\n` : withSecret(text, name, secret);
    if (written === null)
      throw new Failure(
        'usage',
        `\`secrets\` in ${file} is written in a way that can’t be added to.`,
        `Add the line yourself: ${secretLine(name, secret)}`,
      );
    text = written;
  }
  if (isThere) replaceFile(file, text);
  else writeWhole(file, text);
}

export function placeOfValue({ from }: SecretSource): string {
  return 'env' in from ? `the environment variable ${from.env}` : `the file ${from.file} in the folder of secrets`;
}
