/** From parameters to what an operation may be asked for: typed, with where each belongs in the request. */
import { credentialWords, isCredential } from './credentials.ts';
import { descriptionOf } from './input-description.ts';
import { freeName, nameOf } from './names.ts';
import type { InputType, Parameter } from './parameters.ts';
import { isSuspicious } from './words.ts';
import type { SourceOperation } from './wrapped-operation.ts';

export type Body = { [key: string]: { input: string } | string | number | boolean | Body };

export type Inputs = {
  readonly input: NonNullable<SourceOperation['input']>;
  readonly request: {
    path: string;
    query: Record<string, string | number | { each: string; between?: '|' | ' ' }>;
    headers: Record<string, string>;
  };
  readonly body: Body;
  readonly descriptions: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
  /** Why it can't be asked at all. */
  readonly refused: string | null;
};

/** What a request has beside its inputs. */
export type Given = {
  /** Parameters of the query that are always so, and are no inputs. */
  readonly fixed: Readonly<Record<string, string | number>>;
  /** Those that paging fills. */
  readonly dropped: ReadonlySet<string>;
  /** How the system lets us in; null where nobody knows. */
  readonly wayIn: { readonly header: string } | null;
};

/** What the program sends by itself, or nobody may. */
const OWN_HEADER =
  /^(?:accept(?:-.*)?|content-type|authorization|cookie|host|user-agent|content-length|transfer-encoding|connection|expect|te|upgrade|forwarded|if-.*|proxy-.*|x-forwarded-.*|x-original-url|x-rewrite-url)$/i;

/** By which a request is another than its method says: left out, or sent, it may write. */
const OTHER_METHOD = /^(?:x-(?:http-)?method(?:-override)?|_method)$/i;

export function inputsOf(parameters: readonly (Parameter | null)[], path: string, given: Given): Inputs {
  const gathering = new Gathering(given, parameters);
  for (const parameter of parameters)
    if (parameter !== null && !given.dropped.has(parameter.name)) gathering.take(parameter, path);
  return gathering.inputsAt(path);
}

type Input = NonNullable<SourceOperation['input']>;

class Gathering {
  readonly #given: Given;
  readonly #hasSecret: boolean;
  readonly #input: Record<string, Input[string]> = {};
  readonly #query: Inputs['request']['query'] = {};
  readonly #headers: Inputs['request']['headers'] = {};
  readonly #body: Body = {};
  readonly #descriptions = new Map<string, string>();
  readonly #notes: string[] = [];
  /** Parts of the path, by their names in the document. */
  readonly #parts = new Map<string, string>();
  #refused: string | null;

  constructor(given: Given, parameters: readonly (Parameter | null)[]) {
    this.#given = given;
    this.#hasSecret = parameters.some((each) => each?.in === 'body' && each.name === 'secret');
    this.#refused = parameters.includes(null) ? 'one of its parameters refers to nothing, or has no name' : null;
  }

  take(parameter: Parameter, path: string): void {
    const { name, in: where } = parameter;
    const fixed = this.#fixedOf(parameter);
    if (fixed !== undefined && where === 'body') placed(this.#body, parameter.at ?? [name], fixed);
    else if (fixed !== undefined) this.#query[name] = fixed;
    else if (OTHER_METHOD.test(name)) this.#takeOtherMethod(parameter);
    else if (where === 'cookie') this.#leaveOut(parameter, 'cookies aren’t sent');
    else if (isCredential(parameter) || (name === 'client_id' && this.#hasSecret)) this.#leaveCredential(parameter);
    else if (where === 'header') this.#takeHeader(parameter);
    else if (where === 'path') this.#takePart(parameter, path);
    else if (where === 'body') this.#takeMember(parameter);
    else this.#takeQuery(parameter);
  }

  inputsAt(path: string): Inputs {
    const filled = path.replaceAll(/\{([^{}]*)\}/g, (place, name: string) => {
      const field = this.#parts.get(name) ?? this.#undeclared(name);
      if (field === undefined) this.#refuse(`its path has \`${place}\`, and no parameter says what that is`);
      return `{${field ?? name}}`;
    });
    return {
      input: this.#input,
      request: { path: filled, query: this.#query, headers: this.#headers },
      body: this.#body,
      descriptions: this.#descriptions,
      notes: this.#notes,
      refused: this.#refused,
    };
  }

  /** The first reason stands. */
  #refuse(why: string): void {
    this.#refused ??= why;
  }

  #leaveOut({ name, required }: Parameter, why: string): void {
    if (required) this.#refuse(`\`${name}\` is needed, and ${why}`);
    else this.#notes.push(`\`${name}\` was left out: ${why}.`);
  }

  #freeName(name: string): string {
    return freeName(name, { has: (each) => Object.hasOwn(this.#input, each) });
  }

  /** Returns the name of the input. */
  #add(parameter: Parameter, type: InputType): string {
    const name = this.#freeName(nameOf(parameter.name, 40, 'value'));
    const all = parameter.values.map(String).filter((word) => word.length > 0 && word.length <= 200);
    const isOdd = parameter.isSuspicious || all.some(isSuspicious);
    const words = isOdd ? [] : all;
    const isListed = (type === 'string' || type === 'strings') && words.length > 0 && words.length <= 50;
    this.#input[name] = {
      type,
      ...(type === 'json' && parameter.schema !== undefined && { schema: parameter.schema }),
      ...(parameter.required ? { required: true } : {}),
      ...(isListed ? { one_of: words } : {}),
    };
    this.#descriptions.set(name, descriptionOf(parameter, isListed ? [] : words));
    if (isOdd)
      this.#notes.push(
        `The text of \`${parameter.name}\` looks like an instruction to a model, so it wasn’t taken over.`,
      );
    return name;
  }

  #fixedOf({ name, in: where }: Parameter): string | number | undefined {
    const { fixed } = this.#given;
    return (where === 'query' || where === 'body') && Object.hasOwn(fixed, name) ? fixed[name] : undefined;
  }

  #takeOtherMethod({ name, required, shape: { values, byDefault } }: Parameter): void {
    if (required || values.length === 1 || byDefault !== undefined)
      this.#refuse(`\`${name}\` makes another request of it than its method says`);
  }

  #leaveCredential(parameter: Parameter): void {
    const { name, in: where, required } = parameter;
    const { wayIn } = this.#given;
    if (where === 'header' && wayIn?.header === name.toLowerCase()) return;
    if ((where === 'query' || where === 'header') && required && wayIn !== null)
      this.#notes.push(`\`${name}\` was left out: it looks like a credential, and \`auth\` is how we come in.`);
    else this.#leaveOut(parameter, credentialWords(where));
  }

  /** A version that every request names is no question for a model; what is needed and isn't said, somebody has to say. */
  #takeHeader(parameter: Parameter): void {
    const { name, required, shape, type } = parameter;
    if (OWN_HEADER.test(name)) return;
    const [only] = shape.values.length === 1 ? shape.values : [];
    const value = shape.byDefault ?? only;
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    if (/^[\x21-\x7a|~ ]{1,200}$/.test(text)) this.#headers[name] = text;
    else if (required && (type === null || type === 'strings' || !/^[A-Za-z][\w.-]{0,100}$/.test(name)))
      this.#leaveOut(parameter, 'it is a header that can’t be filled');
    else if (required) {
      this.#headers[name] = `{${this.#add(parameter, type ?? 'string')}}`;
      this.#notes.push(
        `\`${name}\` is a header that it needs: where it is always the same, say it under \`fixed\`, in place of the argument.`,
      );
    }
  }

  #takePart(parameter: Parameter, path: string): void {
    const { name, type, style } = parameter;
    if (type === null) this.#leaveOut(parameter, 'it is an object');
    else if (/^(?:label|matrix)$/.test(style ?? '')) this.#leaveOut(parameter, `its style is ${style}`);
    else if (path.includes(`{${name}}`))
      this.#parts.set(name, this.#add(parameter, type === 'strings' ? 'string' : type));
  }

  /** A part that the document forgot to declare is a text, like all parts. */
  #undeclared(name: string): string | undefined {
    if (!/^[\w.-]{1,60}$/.test(name) || isCredential({ name, in: 'path' })) return undefined;
    const field = this.#freeName(nameOf(name));
    this.#input[field] = { type: 'string', required: true };
    this.#descriptions.set(field, '');
    this.#parts.set(name, field);
    this.#notes.push(`\`${name}\` of its path isn’t described in the document.`);
    return field;
  }

  #takeMember(parameter: Parameter): void {
    const { name, type, required, values, at = [name] } = parameter;
    if (type === null) return this.#leaveOut(parameter, 'it is an object');
    const [only] = values.length === 1 && required && type !== 'strings' ? values : [];
    placed(this.#body, at, only ?? { input: this.#add(parameter, type) });
  }

  #takeQuery(parameter: Parameter): void {
    const { name, type, in: where } = parameter;
    if (type === null)
      this.#leaveOut(parameter, where === 'query' ? 'it is an object in the query' : 'it is an object');
    else if (type === 'strings') this.#takeList(parameter);
    else this.#query[name] = `{${this.#add(parameter, type)}}`;
  }

  /** `form` with `explode` has each entry by itself, whatever else the style. */
  #takeList(parameter: Parameter): void {
    const { name, style, explode } = parameter;
    const between = BETWEEN[style ?? ''];
    if (between === undefined && !['form', null].includes(style))
      return this.#leaveOut(parameter, `its style is ${style ?? ''}`);
    const field = this.#add(parameter, 'strings');
    if (explode) this.#query[name] = { each: field };
    else this.#query[name] = between === undefined ? `{${field}}` : { each: field, between };
  }
}

const BETWEEN: Readonly<Record<string, '|' | ' '>> = { pipeDelimited: '|', spaceDelimited: ' ' };

function placed(body: Body, [key = '', ...rest]: readonly string[], value: Body[string]): void {
  const inner = body[key];
  if (rest.length === 0) body[key] = value;
  else {
    const within: Body =
      typeof inner === 'object' && !('input' in inner && typeof inner.input === 'string') ? inner : {};
    body[key] = within;
    placed(within, rest, value);
  }
}
