/** Along a path through plain data; `undefined` where it leaves it. */
import { isPlainObject } from '../../base/json.ts';
import type { ValuePath } from '../../base/problem.ts';

export function valueAt(value: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>(memberOf, value);
}

function memberOf(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined;
  return isPlainObject(value) && Object.hasOwn(value, step) ? value[String(step)] : undefined;
}
