/** Whether a pasted request was wrapped before: then it takes its own place. */
import { isDeepStrictEqual } from 'node:util';
import { Failure } from '../../base/failure.ts';
import type { KeptOperation } from '../../wrapping/kept.ts';
import type { Files } from '../../wrapping/rewrap.ts';
import { isThere } from '../../wrapping/rewrap.ts';
import type { WrappedOperation } from '../../wrapping/wrapped-operation.ts';
import type { WrapCurlOptions } from './curl-operation.ts';
import type { WrapPlace } from './wrap-place.ts';

export type There = NonNullable<WrapPlace['there']>;

/**
 * What this very request was wrapped as; null where it is new.
 * @throws Failure `usage` where it belongs elsewhere, or what is there is another request
 */
export function wrappedBefore(
  { kept, files }: There,
  base: string,
  { key, name: proposed }: WrappedOperation,
  { name, operation }: WrapCurlOptions,
): KeptOperation | null {
  const at = URL.parse(kept.base_url);
  if (at?.origin !== base)
    throw new Failure(
      'usage',
      `\`${name}\` is at ${kept.base_url}, and the request goes to ${base}.`,
      'Choose another --name.',
    );
  if (at.pathname !== '/')
    throw new Failure('usage', `\`${name}\` has paths below ${kept.base_url}.`, 'Choose another --name for requests.');
  const there = kept.operations.filter((each) => isThere(each.name, files));
  const same = there.find((each) => each.key === key);
  if (same === undefined) {
    refuseTaken(key, proposed, there, files);
    return null;
  }
  if (same.pasted !== true)
    throw new Failure(
      'usage',
      `\`${same.name}\` (${key}) is wrapped already, from ${kept.from}.`,
      'Edit it in the files, or choose another --name.',
    );
  if (operation !== undefined && operation !== same.name)
    throw new Failure(
      'usage',
      `${key} is wrapped already, as \`${same.name}\`.`,
      'Leave --operation out to wrap it again, or choose another --name.',
    );
  return same;
}

function refuseTaken(key: string, name: string, there: readonly KeptOperation[], files: Files): void {
  if (!isThere(name, files)) return;
  const other = there.find((each) => each.name === name);
  throw new Failure(
    'usage',
    other === undefined
      ? `\`${name}\` stands in the files already, and was written by somebody.`
      : `\`${name}\` is ${other.key} already, and this request is ${key}.`,
    other !== undefined && withoutNames(other.key) === withoutNames(key)
      ? 'Say --input as you did then to wrap it again, or choose another --operation.'
      : 'Choose another --operation for this one.',
  );
}

/** Whatever the inputs of its path are called. */
function withoutNames(key: string): string {
  return key.replaceAll(/\{[^}]*\}/g, '{}');
}

/**
 * A request says nothing of its reply: without one the fields would go that another one showed.
 * @throws Failure `usage`
 */
export function refuseToForget(before: KeptOperation, { fields }: KeptOperation, { reply }: WrapCurlOptions): void {
  if (reply !== undefined || isDeepStrictEqual(before.fields, fields)) return;
  throw new Failure(
    'usage',
    `\`${before.name}\` (${before.key}) was wrapped with a reply, and would lose its fields without one.`,
    'Say --reply FILE again.',
  );
}
