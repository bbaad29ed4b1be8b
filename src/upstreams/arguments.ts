/** From what a tool is asked for to the arguments that its upstream reads: members that were said one at a time, where they belong. */
import { isPlainObject } from '../base/json.ts';
import type { Input, InputFields, InputValue } from '../sources/kit/http/operation.ts';

type Arguments = Readonly<Record<string, unknown>>;

export function argumentsOf(input: Input, fields: InputFields): Arguments {
  return Object.entries(input).reduce<Arguments>(
    (built, [name, value]) => withMember(built, fields[name]?.at ?? [name], value),
    {},
  );
}

/** Own members alone: no name reaches what every object has. */
function withMember(object: Arguments, [key = '', ...rest]: readonly string[], value: InputValue): Arguments {
  const inner = Object.hasOwn(object, key) && isPlainObject(object[key]) ? object[key] : {};
  return { ...object, [key]: rest.length === 0 ? value : withMember(inner, rest, value) };
}
