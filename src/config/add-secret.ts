/**
 * Writes a secret's declaration into the text of a `deployment.yaml`, and leaves all else as it is. Never a value: where it comes from,
 * and which hosts may have it. Pure.
 */
import { parseDocument } from 'yaml';
import { isPlainObject } from '../base/json.ts';
import type { SecretSource } from './deployment.ts';
import { flowMap, flowList, flowScalar } from './yaml/flow-text.ts';
import { insertEntry } from './yaml/insert-entry.ts';

const READ = { version: '1.2', schema: 'core' } as const;

/** `  name: { env: NAME, hosts: [a.example] }`, as it stands below `secrets:`. */
export function secretLine(name: string, { from, hosts }: SecretSource): string {
  const [place, value] = 'env' in from ? (['env', from.env] as const) : (['file', from.file] as const);
  const entries = [
    [place, flowScalar(value)],
    ['hosts', flowList(hosts.map((host) => flowScalar(host)))],
  ] as const;
  return `${flowScalar(name)}: ${flowMap(entries)}`;
}

/** Null where the text has no place for a line of its own, or has such a secret: then a person must write it. */
export function withSecret(text: string, name: string, secret: SecretSource): string | null {
  const document = parseDocument(text, READ);
  const before: unknown = document.toJS();
  if (!isPlainObject(before) || (isPlainObject(before['secrets']) && Object.hasOwn(before['secrets'], name)))
    return null;
  const written = insertEntry(
    text,
    document,
    'secrets',
    (indent) => `${' '.repeat(indent)}${secretLine(name, secret)}\n`,
  );
  if (written === null) return null;
  const after: unknown = parseDocument(written, READ).toJS();
  const secrets = isPlainObject(after) ? after['secrets'] : null;
  return isPlainObject(secrets) && Object.hasOwn(secrets, name) ? written : null;
}
