/** Which operations of a document can be wrapped, and what each comes to; why the others can't. */
import { wayInOf } from './access.ts';
import type { ApiDocument } from './api-document.ts';
import { bodyOf } from './body.ts';
import type { Home } from './home.ts';
import { homeOf } from './home.ts';
import type { Given, Inputs } from './inputs.ts';
import { inputsOf } from './inputs.ts';
import type { Parameter } from './parameters.ts';
import { parametersOf } from './parameters.ts';
import { argumentName, nameFor, snakeCase, titleOf } from './names.ts';
import type { Node } from './node.ts';
import { entriesOf, rawMember, textOf } from './node.ts';
import { membersOf } from './query-objects.ts';
import { pagingOf } from './paging.ts';
import type { Reply } from './reply.ts';
import { fieldsOf, replyOf } from './reply.ts';
import { isSuspicious, plainText, sentences, shortened } from './words.ts';
import { cleanText } from '../base/clean-text.ts';
import { Failure } from '../base/failure.ts';
import type { Offered, RefusedOperation, SourceOperation, WrappedOperation } from './wrapped-operation.ts';

export type OfferOptions = {
  /** POST operations that only ask, by their name or path, are offered too. */
  readonly postSearch: boolean;
  /** Every POST asks: somebody said so. */
  readonly allPosts?: boolean;
  /** POST operations that somebody named, by `POST /path` or the document's id: they ask, whatever they are called. */
  readonly named?: readonly string[];
  /** Names that were given before, by key. */
  readonly names: ReadonlyMap<string, string>;
};

const MOST_OPERATIONS = 20_000;
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
/** A POST that asks says so by its last word. */
const ASKS = /(?:^|[/_.:-])(?:search|query|list|lookup|find|filter|get|count)(?:\.json)?$/i;
const ASKS_FIRST = /^(?:search|query|list|lookup|find|get|count)(?:$|[A-Z_ -])/;

export function offeredOf(
  api: ApiDocument,
  { postSearch, allPosts = false, named = [], names }: OfferOptions,
): Offered {
  const operations: WrappedOperation[] = [];
  const refused: RefusedOperation[] = [];
  const taken = new Set(names.values());
  const home = homeOf(api);
  const wayIn = wayInOf(api);
  let writes = 0;
  let asking = 0;
  for (const [path, item] of api.members(api.member(api.root, 'paths')))
    for (const method of METHODS) {
      const operation = api.member(item, method);
      if (operation === null) continue;
      if (operations.length + refused.length >= MOST_OPERATIONS) throw tooMany();
      const isAsked =
        method === 'get' ||
        (method === 'post' &&
          postSearch &&
          (allPosts || (asks(path, operation) && !makes(operation)) || isNamedBy(named, path, operation)));
      if (!isAsked) {
        writes += 1;
        if (method === 'post' && asks(path, operation) && !changes(path, operation)) asking += 1;
        continue;
      }
      const asked = method === 'get' ? 'GET' : 'POST';
      const made = operationOf(api, { path, method: asked, item, operation, names, taken, home, wayIn });
      if ('why' in made) refused.push(made);
      else {
        taken.add(made.name);
        operations.push(made);
      }
    }
  return { operations, refused, writes, asking };
}

function tooMany(): Failure {
  return new Failure(
    'configuration',
    `The document has more than ${MOST_OPERATIONS.toLocaleString('en')} operations that read.`,
    'Take out the parts that you don’t wrap.',
  );
}

/** In a name or path: what follows changes something, whatever the method. */
const CHANGES =
  /^(?:create|update|delete|remove|destroy|purge|revoke|cancel|reset|disconnect|unsubscribe|logout|log_out|sign_out|signout)(?:_|$)/;

function changes(path: string, operation: Node): boolean {
  const id = snakeCase(textOf(rawMember(operation, 'operationId')) ?? '');
  const [last = ''] = path.split('/').slice(-1);
  const words = snakeCase(last.replaceAll(/\{[^}]*\}/g, '')).split('_');
  return CHANGES.test(id) || CHANGES.test(words.at(-1) ?? '');
}

/** Of a POST: what its name begins with, or does where it finds nothing. */
const MAKES =
  /^(?:add|append|assign|insert|save|send|set|submit|upsert|put|patch)(?:_|$)|_(?:or|and)_(?:create|add|insert|save|update|upsert|delete|remove|send)(?:_|$)/;

function makes(operation: Node): boolean {
  return MAKES.test(snakeCase(textOf(rawMember(operation, 'operationId')) ?? ''));
}

function isNamedBy(named: readonly string[], path: string, operation: Node): boolean {
  const id = textOf(rawMember(operation, 'operationId'));
  return named.includes(`POST ${path}`) || (id !== null && named.includes(id));
}

function asks(path: string, operation: Node): boolean {
  const id = textOf(rawMember(operation, 'operationId')) ?? '';
  const last = path.split('/').findLast((part) => part !== '' && !part.startsWith('{')) ?? '';
  return ASKS.test(path) || ASKS.test(id) || ASKS_FIRST.test(id) || ASKS_FIRST.test(last);
}

type Written = {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly item: Node;
  readonly operation: Node;
  readonly names: ReadonlyMap<string, string>;
  readonly taken: ReadonlySet<string>;
  readonly home: Home;
  readonly wayIn: Given['wayIn'];
};

/** Without what can't be seen, which a terminal may obey. */
const PATH = /^\/(?!\/)[^\s?#\\\p{C}]*$/u;
/** Also as URLs read it that are escaped. */
const DOTS = /^(?:\.|%2e){1,2}$/i;

function isBelow(path: string): boolean {
  return PATH.test(path) && path.length <= 500 && !path.split('/').some((part) => DOTS.test(part));
}

function operationOf(api: ApiDocument, written: Written): WrappedOperation | RefusedOperation {
  const { path, method, item, operation, names, taken, home, wayIn } = written;
  const key = `${method} ${path}`;
  const id = textOf(rawMember(operation, 'operationId'));
  const tagList = rawMember(operation, 'tags');
  const tags =
    tagList === undefined ? [] : entriesOf(tagList).flatMap((tag) => cleanText(textOf(tag) ?? '', 100) || []);
  const refuse = (why: string): RefusedOperation => ({ key: cleanText(key, 500), id, tags, why: cleanText(why, 300) });
  if (!isBelow(path)) return refuse('its path is none below the address');
  if (changes(path, operation)) return refuse('its name says that it changes something');
  const way = home.wayTo(item, operation);
  if (way === null) return refuse('it lives at an address of its own: wrap it under another name, with --base-url');
  if (!isBelow(`${way}${path}`)) return refuse('its path is none below the address');
  const reply = replyOf(api, operation, path);
  if (typeof reply === 'string') return refuse(reply);
  const body = bodyOf(api, operation, method);
  if (typeof body === 'string') return refuse(body);
  const declared = parametersOf(api, item, operation);
  const parameters = [
    ...declared.flatMap((each): readonly (Parameter | null)[] => (each === null ? [each] : membersOf(api, each))),
    ...body,
  ];
  const { paging, fixed, dropped } = pagingOf(api, reply, parameters);
  const inputs = inputsOf(parameters, `${way}${path}`, { fixed, dropped, wayIn });
  if (inputs.refused !== null) return refuse(inputs.refused);
  const { fields, held, further, notes } = fieldsOf(api, reply);
  if (fields.length === 0) return refuse('nothing of its reply can be proposed as a field');
  const name = names.get(key) ?? nameFor({ id, method, path, isList: reply.rows !== null }, taken);
  const words = wordsOf(operation, name);
  const takesBody = method === 'POST' && rawMember(operation, 'requestBody') !== undefined;
  return {
    key,
    name,
    id,
    tags,
    source: sourceOf(words.about, method, inputs, paging, reply, takesBody),
    title: words.title,
    description: words.description,
    arguments: argumentsOf(inputs),
    fields,
    held,
    further,
    notes: [...words.notes, ...inputs.notes, ...notes].map((note) => cleanText(note, 300)),
  };
}

function sourceOf(
  about: string,
  method: 'GET' | 'POST',
  { input, request, body }: Inputs,
  paging: SourceOperation['paging'],
  { rows }: Reply,
  takesBody: boolean,
): SourceOperation {
  const some = (members: object): boolean => Object.keys(members).length > 0;
  return {
    about,
    ...(some(input) && { input }),
    request: {
      ...(method === 'POST' && { method }),
      path: request.path,
      ...(some(request.query) && { query: request.query }),
      ...(some(request.headers) && { headers: request.headers }),
      ...(takesBody && { body }),
    },
    ...(paging !== undefined && { paging }),
    ...(rows !== '' && { rows }),
  };
}

const MOST_TITLE = 80;
const MOST_DESCRIPTION = 300;

function wordsOf(
  operation: Node,
  name: string,
): { title: string; about: string; description: string; notes: readonly string[] } {
  const [summary, said] = ['summary', 'description'].map((key) => textOf(rawMember(operation, key)) ?? '');
  const isOdd = isSuspicious(summary ?? '') || isSuspicious(said ?? '');
  const [plain, long] = isOdd ? ['', ''] : [cleanText(plainText(summary ?? ''), 200), plainText(said ?? '')];
  // The name of a function is no sentence.
  const short = /^\w*[a-z][A-Z]\w*$|^\w+_\w+$/.test(plain) ? titleOf(snakeCase(plain)) : plain;
  const title = shortened(short.replace(/\.$/, ''), MOST_TITLE) || titleOf(name);
  const told = describedBy(sentences(short, 120), long) || `${titleOf(name)}.`;
  const deprecated = rawMember(operation, 'deprecated')?.value === true;
  return {
    title,
    about: shortened(sentences(short, 120) || sentences(long, 120) || `${titleOf(name)}.`, 120),
    description: told,
    notes: [
      ...(isOdd ? ['Its text looks like an instruction to a model, so it wasn’t taken over.'] : []),
      ...(deprecated ? ['The document calls it deprecated.'] : []),
    ],
  };
}

/** The text alone where it says what the summary says; a summary before one that only adds to it. */
function describedBy(summary: string, long: string): string {
  const said = sentences(long, MOST_DESCRIPTION);
  if (said === '' || summary === '') return said || summary;
  const what =
    summary
      .toLowerCase()
      .match(/[a-z]{3,}/g)
      ?.at(-1)
      ?.replace(/s$/, '') ?? '';
  if (said.toLowerCase().includes(what)) return said;
  return `${summary} ${sentences(long, MOST_DESCRIPTION - summary.length - 1)}`;
}

function argumentsOf({ input, descriptions }: Inputs): WrappedOperation['arguments'] {
  const names = new Set(Object.keys(input));
  return Object.keys(input).map((name) => ({
    name: argumentName(name, names),
    input: name,
    description: descriptions.get(name) ?? '',
  }));
}
