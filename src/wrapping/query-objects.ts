/** Objects in the query, member by member: `created[gte]` of a `deepObject`, or each by its own name. */
import type { ApiDocument } from './api-document.ts';
import type { Parameter } from './parameters.ts';
import { valuesOf, writtenTypeOf } from './parameters.ts';
import { shapeOf } from './shape.ts';
import { isSuspicious, plainText } from './words.ts';

const MOST_MEMBERS = 30;

/** The parameter itself where it is none, or has no members that can be said one at a time. */
export function membersOf(api: ApiDocument, parameter: Parameter): readonly Parameter[] {
  const { shape, style, name, explode, type } = parameter;
  const isDeep = style === 'deepObject';
  if (parameter.in !== 'query' || type !== null || !(isDeep || (style ?? 'form') === 'form') || !(isDeep || explode))
    return [parameter];
  const members = [...shape.members].slice(0, MOST_MEMBERS).flatMap(([key, node]): readonly Parameter[] => {
    const member = shapeOf(api, node);
    const memberType = writtenTypeOf(api, key, member);
    const required = parameter.required && shape.required.has(key);
    if (memberType === null || (isDeep && memberType === 'strings'))
      return required ? [{ ...parameter, required }] : [];
    const said = member.description ?? '';
    return [
      {
        name: isDeep ? `${name}[${key}]` : key,
        in: 'query',
        required,
        shape: member,
        type: memberType,
        values: valuesOf(api, member),
        style: null,
        explode: true,
        description: isSuspicious(said) ? '' : plainText(said),
        isSuspicious: isSuspicious(said),
      },
    ];
  });
  return members.length === 0 ? [parameter] : members;
}
