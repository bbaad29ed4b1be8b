/** For tests: small OpenAPI documents, and what is offered of them. */
import { Failure } from '../../src/base/failure.ts';
import { apiDocument } from '../../src/wrapping/api-document.ts';
import type { ApiDocument } from '../../src/wrapping/api-document.ts';
import { offeredOf } from '../../src/wrapping/offered.ts';
import type { Offered, WrappedOperation } from '../../src/wrapping/wrapped-operation.ts';

export type Json = Readonly<Record<string, unknown>>;

export const TICKET: Json = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    subject: { type: 'string' },
    opened_at: { type: 'string', format: 'date-time' },
    requester: { type: 'object', properties: { email: { type: 'string', format: 'email' }, name: { type: 'string' } } },
    notes: { type: 'string' },
    salary: { type: 'number' },
  },
};

export function replying(schema: Json, also: Json = {}): Json {
  return { responses: { 200: { description: 'ok', content: { 'application/json': { schema } } } }, ...also };
}

export const LIST = { type: 'object', properties: { data: { type: 'array', items: TICKET } } };

export function documentOf(paths: Json, also: Json = {}): Json {
  return {
    openapi: '3.0.3',
    info: { title: 'Desk', version: '1.0' },
    servers: [{ url: 'https://desk.acme.example/api' }],
    paths,
    ...also,
  };
}

export async function read(document: unknown): Promise<ApiDocument> {
  const none = (): Promise<string> => Promise.reject(new Failure('configuration', 'Nothing outside is read.'));
  return await apiDocument(JSON.stringify(document), 'desk.json', none);
}

export async function offered(document: unknown, postSearch = false): Promise<Offered> {
  return offeredOf(await read(document), { postSearch, names: new Map() });
}

/** The only operation of `GET /tickets`, made so. */
export async function ticketsOf(operation: Json, also: Json = {}): Promise<WrappedOperation | string> {
  const { operations, refused } = await offered(documentOf({ '/tickets': { get: operation } }, also));
  return operations[0] ?? refused[0]?.why ?? 'nothing';
}
