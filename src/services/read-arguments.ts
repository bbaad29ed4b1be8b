/**
 * Reads a call's arguments against its tool's input schema, compiled once. What can't be read is answered with one
 * sentence that a model can act on. `null` counts as not given, as several clients send it.
 */
import type { ErrorObject } from 'ajv';
import { Ajv } from 'ajv';
import type { AccountHint } from '../account/reference.ts';
import { isPlainObject } from '../base/json.ts';
import type { Urgency } from '../facts/frame.ts';
import type { ObjectSchema, ReadArguments } from './tool.ts';

type GivenArguments = {
  readonly account_id?: string | number;
  readonly customer_email?: string;
  readonly topic?: string;
  readonly language?: string;
  readonly urgency?: Urgency;
};

export function argumentReader(inputSchema: ObjectSchema): (given: unknown) => ReadArguments {
  const validate = new Ajv({ strict: true }).compile<GivenArguments>(inputSchema);
  const allowed = Object.keys(inputSchema['properties'] ?? {});
  return (given) => {
    const values = withoutNulls(given ?? {});
    if (!validate(values)) return { kind: 'malformed', mend: mendSentence(validate.errors?.at(-1), allowed) };
    return unsafeInteger(values) ?? asRead(values);
  };
}

function asRead({ account_id, customer_email, topic, language, urgency }: GivenArguments): ReadArguments {
  const identity: AccountHint = {
    ...(account_id === undefined ? {} : { accountId: String(account_id) }),
    ...(customer_email === undefined ? {} : { email: customer_email }),
  };
  const request = {
    topic: topic ?? null,
    language: language?.replaceAll('_', '-') ?? null,
    urgency: urgency ?? 'normal',
  };
  return { kind: 'read', identity, request };
}

export function withoutNulls(given: unknown): unknown {
  if (!isPlainObject(given)) return given;
  const hasNull = Object.values(given).includes(null);
  return hasNull ? Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) : given;
}

/** A JSON number past 2^53 has lost digits: it may name another account. */
export function unsafeInteger({ account_id }: { readonly account_id?: unknown }): ReadArguments | undefined {
  if (typeof account_id !== 'number' || Number.isSafeInteger(account_id)) return undefined;
  return { kind: 'malformed', mend: 'Send account_id as a string: as a number it is too large to be exact.' };
}

export function mendSentence(error: ErrorObject | undefined, allowed: readonly string[]): string {
  const path = (error?.instancePath ?? '').slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
  const name = path === '' ? 'arguments' : path;
  switch (error?.keyword) {
    case 'additionalProperties': {
      const other = quoted(error.params['additionalProperty']);
      return path === '' ? `Leave out ${other}; ${allowedText(allowed)}.` : `Leave ${other} out of ${path}.`;
    }
    case 'required':
      return `Give ${path === '' ? '' : `${path}.`}${String(error.params['missingProperty'])}.`;
    case 'minimum':
    case 'maximum':
      return `Send ${name} with at ${error.keyword === 'minimum' ? 'least' : 'most'} ${String(error.params['limit'])}.`;
    case 'maxItems':
      return `Send ${name} with at most ${String(error.params['limit'])} entries.`;
    case 'enum':
      return `Set ${name} to one of ${(error.params['allowedValues'] as string[]).join(', ')}, or leave it out.`;
    case 'anyOf':
      return `Send ${name} as a string of at most 128 characters or as an integer.`;
    case 'type':
      return `Send ${name} as ${[error.params['type']].flat().join(' or ')}.`;
    case 'pattern':
      return `Send ${name} as a BCP 47 tag such as en or pt-BR, or leave it out.`;
    case 'minLength':
    case 'maxLength':
      return `Send ${name} with ${error.keyword === 'minLength' ? 'at least' : 'at most'} ${String(error.params['limit'])} characters.`;
    default:
      return `Send ${name} as the tool’s input schema says.`;
  }
}

function allowedText(allowed: readonly string[]): string {
  return allowed.length === 0 ? 'this tool takes no arguments' : `the arguments of this tool are ${allowed.join(', ')}`;
}

/** The caller's own word, shortened, so that an argument can't write the answer. */
function quoted(name: unknown): string {
  return JSON.stringify(
    String(name)
      .replaceAll(/[^\w.-]/g, '_')
      .slice(0, 40),
  );
}
