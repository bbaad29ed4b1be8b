/** Output schemas of `cx_concierge`: the closed contract as JSON Schema, trimmed to what the audience may see. */
import type { Json } from '../base/json.ts';
import type { AudienceContract } from '../config/workspace.ts';
import { CONTACT_FIELDS } from '../card/contract.ts';
import { HEALTH_STATUSES } from '../guardrails/table.ts';
import type { ObjectSchema } from './tool.ts';

const CONTACT_PROPERTIES: Record<(typeof CONTACT_FIELDS)[number], Json> = {
  kind: { type: 'string', enum: ['person', 'team'], description: 'A named person, or a team that answers together.' },
  name: { type: 'string', description: 'Name to introduce to the customer.' },
  title: { type: 'string', description: 'Business title.' },
  role: { type: 'string', description: 'Role for this customer, e.g. CSM.' },
  email: { type: 'string', description: 'Business e-mail address.' },
  booking_link: { type: 'string', description: 'Page where the customer can book a meeting.' },
  headshot_url: { type: 'string', description: 'Portrait that may be shown to the customer.' },
};

const AS_OF: Json = { type: 'string', format: 'date-time', description: 'Age of the oldest fact behind this answer.' };

export function escalationSchema(contract: AudienceContract): ObjectSchema {
  return closed({
    contact: contactSchema(contract),
    availability: closed(
      {
        status: {
          type: 'string',
          enum: ['available', 'off_hours'],
          description: 'off_hours: outside their working hours just now.',
        },
        next_available: { type: 'string', format: 'date-time', description: 'Given when off_hours: the next opening.' },
        timezone: { type: 'string', description: 'IANA time zone of the contact.' },
      },
      ['status', 'timezone'],
    ),
    reason: closed({
      code: { type: 'string', description: 'The reason in one word, for you.' },
      message: { type: 'string', description: 'Why this contact; may be said to the customer.' },
    }),
    as_of: AS_OF,
  });
}

export function teamSchema(contract: AudienceContract): ObjectSchema {
  return closed({ team: { type: 'array', items: contactSchema(contract) }, as_of: AS_OF });
}

export function healthSchema(): ObjectSchema {
  const description = 'For your own judgement: never to be repeated to the customer.';
  return closed({ status: { type: 'string', enum: [...HEALTH_STATUSES], description }, as_of: AS_OF });
}

function contactSchema({ fields }: AudienceContract): ObjectSchema {
  const shown = CONTACT_FIELDS.filter((name) => ['kind', 'name', 'email', ...fields].includes(name));
  return closed(Object.fromEntries(shown.map((name) => [name, CONTACT_PROPERTIES[name]])), ['kind', 'name']);
}

function closed(properties: Record<string, Json>, required = Object.keys(properties)): ObjectSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}
