/**
 * Input schemas of `cx_concierge`. All properties are optional and nothing combines at the root: several model vendors
 * reject a server whose schema has `anyOf` there, and some drop a `type` that is a list.
 */
import type { Json } from '../base/json.ts';
import { URGENCIES } from '../facts/frame.ts';
import type { BindingMode } from '../caller/caller.ts';
import type { ObjectSchema } from './tool.ts';

const IDENTITY: Record<string, Json> = {
  account_id: {
    anyOf: [{ type: 'string', minLength: 1, maxLength: 128 }, { type: 'integer' }],
    description: 'The customer account’s id, as your CRM or help desk knows it. Give this or customer_email.',
  },
  customer_email: {
    type: 'string',
    minLength: 3,
    maxLength: 320,
    description: 'The e-mail address of the customer you are talking to. Give this or account_id.',
  },
};

const ASSERTION: Record<string, Json> = {
  customer_assertion: {
    type: 'string',
    maxLength: 8192,
    description:
      'The signed statement of the verified customer, as the chat platform gave it to you. Pass it unchanged.',
  },
};

export type InputShape = {
  /** A caller whose binding is `required` never sees identity arguments. */
  readonly identity: boolean;
  readonly assertion: boolean;
};

/** What a caller's kind leaves of them. */
export function inputShapeFor(binding: BindingMode, assertionArgument: boolean): InputShape {
  return { identity: binding !== 'required', assertion: assertionArgument && binding !== 'off' };
}

export function identitySchema(shape: InputShape): ObjectSchema {
  return closed(identityProperties(shape));
}

export function routingSchema(shape: InputShape, topics: readonly string[]): ObjectSchema {
  return closed({ ...identityProperties(shape), ...routingProperties(topics) });
}

export function identityProperties({ identity, assertion }: InputShape): Record<string, Json> {
  return { ...(identity ? IDENTITY : {}), ...(assertion ? ASSERTION : {}) };
}

function routingProperties(topics: readonly string[]): Record<string, Json> {
  return {
    ...(topics.length === 0
      ? {}
      : {
          topic: {
            type: 'string',
            enum: [...topics],
            description: 'What the customer needs a person for, if you know it.',
          },
        }),
    language: {
      type: 'string',
      pattern: '^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$',
      maxLength: 35,
      description: 'The customer’s language as a BCP 47 tag, e.g. de or pt-BR.',
    },
    urgency: {
      type: 'string',
      enum: [...URGENCIES],
      description: 'urgent passes over people outside their working hours. Default: normal.',
    },
  };
}

function closed(properties: Record<string, Json>): ObjectSchema {
  return { type: 'object', properties, additionalProperties: false };
}
