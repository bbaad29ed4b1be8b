/** Which parameters look like credentials: no model may fill them. */
import type { Parameter } from './parameters.ts';

/** Names under which systems take keys: `connector-problems.ts` refuses them, for they would be seen. */
const KEY_NAME =
  /^(?:access[_-]?token|api[_-]?key|app[_-]?key|apikey|auth(?:orization)?|client[_-]?secret|key|passw(?:or)?d|secret|sig(?:nature)?|token|x-api-key|x-auth-token)$/i;
const KEY_HEADER = /(?:token|secret|passw(?:or)?d|signature|api[_-]?key|app[_-]?key|credentials?)$/i;
/** In a body a `key` is a key of something, and the token of a page is none. */
const KEY_MEMBER =
  /^(?:secret|token|authorization|signature)$|(?:(?:access|auth|api|bearer|refresh|session)[_-]?token|api[_-]?key|private[_-]?key|secret|passw(?:or)?d|credentials?)$/i;
/** In a path a `key` is an id. */
const OPENS_DOORS = /(?:token|secret|passw(?:or)?d|api[_-]?key)$/i;
export function isCredential({ name, in: where }: Pick<Parameter, 'name' | 'in'>): boolean {
  if (where === 'path') return OPENS_DOORS.test(name);
  if (where === 'body') return KEY_MEMBER.test(name.slice(name.lastIndexOf('.') + 1));
  return KEY_NAME.test(name) || (where === 'header' && KEY_HEADER.test(name));
}

/** Why one is left out. */
export function credentialWords(where: string): string {
  return `it looks like a credential${CREDENTIAL_IN[where] ?? ''}`;
}

const CREDENTIAL_IN: Readonly<Record<string, string>> = {
  path: ', which never stands in a URL',
  query: ', which never stands in a URL',
  body: ', which no model may hold',
};
