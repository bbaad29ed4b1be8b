/** Names of operations, inputs and fields: lower case with `_`, short, each once. */
import { cleanText } from '../base/clean-text.ts';

/** `listAllTickets`, `ListAll-Tickets`, `list.all tickets` → `list_all_tickets`. */
export function snakeCase(text: string): string {
  return text
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[A-Z]{2,}s(?![a-z])/g, (letters) => letters.charAt(0) + letters.slice(1).toLowerCase())
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
}

const ARTICLES = new Set(['the', 'a', 'an']);
const FILLERS = new Set([...ARTICLES, 'of', 'by', 'for', 'and', 'to', 'in', 'using', 'with', 'from', 'via']);

/** Begins with a letter; what is too long loses fillers, then its end. */
export function nameOf(text: string, most = 40, otherwise = 'value'): string {
  const snake = snakeCase(text);
  const named = snake === '' ? otherwise : /^[a-z]/.test(snake) ? snake : `${otherwise}_${snake}`;
  if (named.length <= most) return named;
  const words = named.split('_').filter((word) => !FILLERS.has(word));
  while (words.length > 1 && words.join('_').length > most) words.pop();
  return words.join('_').slice(0, most);
}

/** The name, or the name and a number where it is taken. */
export function freeName(name: string, taken: { readonly has: (name: string) => boolean }, most = 40): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) {
    const next = `${name.slice(0, most - String(number).length - 1)}_${number}`;
    if (!taken.has(next)) return next;
  }
}

const READING: Readonly<Record<string, 'list' | 'get' | 'other'>> = {
  list: 'list',
  get: 'get',
  show: 'get',
  retrieve: 'get',
  fetch: 'get',
  read: 'get',
  view: 'get',
  describe: 'get',
  search: 'other',
  find: 'other',
  count: 'other',
  check: 'other',
  verify: 'other',
  query: 'other',
  lookup: 'other',
  autocomplete: 'other',
  export: 'other',
  download: 'other',
  identify: 'other',
};

/** Those that are no nouns, so that they stand for the verb anywhere. */
const PLAIN_VERBS = new Set(['list', 'get', 'retrieve', 'fetch', 'read', 'show', 'find', 'search', 'describe']);

type Named = { readonly id: string | null; readonly method: string; readonly path: string; readonly isList: boolean };

/** `repos/list-for-org`, and no path. */
const ID = /^[A-Za-z](?:[\w .-]{0,80}\w\/)?[\w .-]{1,80}$/;
const VERSION = /^v\d+$/;

/** From the operation's id where a person wrote one, else from its path; with more of the path where that is taken. */
export function nameFor(operation: Named, taken: ReadonlySet<string>): string {
  const { id, method, path, isList } = operation;
  const verb = method === 'POST' ? 'search' : isList ? 'list' : 'get';
  const said = id === null || !ID.test(id) ? null : withoutPath(id, method, path);
  const ofId = said === null ? [] : nameOfId(said, verb, isList);
  const names = [...ofId, ...[1, 2, 3].map((parts) => nameOf(nameOfPath(path, verb, isList, parts)))];
  return names.find((name) => !taken.has(name)) ?? freeName(names[0] ?? verb, taken);
}

/** What frameworks make of method and path is nobody's name for it: null where that is all. */
function withoutPath(id: string, method: string, path: string): string | null {
  const letters = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const below = path.replace(/^\/(?:api\/)?(?:v?\d+(?:\.\d+)*\/)?/i, '');
  const [all, way, asked] = [
    letters(id).replace(/^(get|post)(?:api)?v\d+/, '$1'),
    letters(below),
    method.toLowerCase(),
  ];
  if (way !== '' && [`${asked}${way}`, `${way}${asked}`].includes(all)) return null;
  const ending = `${path.replaceAll(/\W/g, '_')}_${asked}`;
  return id.endsWith(ending) ? id.slice(0, -ending.length) : id;
}

/** Words that only say how the code is called. */
const NOISE = new Set(['controller', 'api', 'using', 'get', 'list', 'action', 'operation']);

/** None where nothing but a verb is said. */
function nameOfId(id: string, verb: string, isList: boolean): readonly string[] {
  const all = snakeCase(id.replaceAll('OAuth', 'Oauth')).split('_');
  const words = all.filter(
    (word, index) =>
      (!ARTICLES.has(word) || index === all.length - 1) && !VERSION.test(word) && (word !== 'api' || index > 0),
  );
  const at = verbIn(words);
  const reading = READING[words[at] ?? ''];
  const rest = words.filter((_, index) => index !== at).filter((word, index, left) => word !== left[index - 1]);
  while (rest.length > 1 && NOISE.has(rest.at(-1) ?? '')) rest.pop();
  if (rest.length === 0) return [];
  if (reading === undefined) return [nameOf(`${verb}_${rest.join('_')}`)];
  const said = reading === 'other' ? (words[at] ?? verb) : isList ? 'list' : reading;
  return [nameOf([said, ...rest].join('_'))];
}

/** Where its verb is: first, last, or between what it is about and the rest; -1 for none. */
function verbIn(words: readonly string[]): number {
  if (Object.hasOwn(READING, words[0] ?? '')) return 0;
  const last = words.length - 1;
  const inner = words.findIndex((word) => PLAIN_VERBS.has(word));
  return inner === -1 && Object.hasOwn(READING, words[last] ?? '') ? last : inner;
}

/** `/api/v2/groups/{id}/agents` → `list_group_agents`: its last word, and what it belongs to. */
function nameOfPath(path: string, verb: string, isList: boolean, most: number): string {
  const parts = path
    .replace(/\.json$/, '')
    .split('/')
    .filter((part) => part !== '' && !/^(?:api|rest|v?\d+(?:\.\d+)*)$/i.test(part));
  const told = parts.filter((part, index) => !part.startsWith('{') && !(index === parts.length - 1 && part === verb));
  const isBelowOne = parts.slice(-3, -1).some((part) => part.startsWith('{')) && told.length > 1;
  const words = told.slice(-Math.max(most, isBelowOne ? 2 : 1));
  const isOne = !isList && parts.at(-1)?.startsWith('{') === true;
  const named = words.map((part, index) => (index < words.length - 1 || isOne ? singular(part) : part));
  return [verb, ...named].join('_');
}

export function singular(word: string): string {
  if (/(?:ss|us|is)$/i.test(word)) return word;
  if (/(?:x|ch|sh|ss|us)es$/i.test(word)) return word.slice(0, -2);
  if (/ies$/i.test(word)) return `${word.slice(0, -3)}y`;
  return /s$/i.test(word) ? word.slice(0, -1) : word;
}

/** `list_open_tickets` → `List open tickets`. */
export function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** What a person would write for the name of a source or service: `pet-shop` → `Pet shop`. */
export function spokenName(name: string): string {
  return titleOf(
    name
      .split(/[-_]+/)
      .filter((word) => word !== '')
      .join('_'),
  );
}

/** `Order Items` → `order items`; a text of no letters stays as it is. */
export function plainWords(text: string): string {
  return snakeCase(text).replaceAll('_', ' ') || cleanText(text, 60);
}

/** By which a call says who the customer is: `read-tool-input.ts` refuses them. */
const TAKEN = new Set(['account_id', 'customer_email', 'customer_assertion']);

/** What a model calls an input. */
export function argumentName(input: string, inputs: ReadonlySet<string>): string {
  return TAKEN.has(input) ? freeName(nameOf(`for_${input}`), inputs) : input;
}
