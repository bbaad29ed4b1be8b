/**
 * What documents of older versions get wrong so often that it has to be read as it was meant, before they are lifted to 3.1: a version
 * written as a number, a list of formats that is empty, an address without a scheme.
 */
import { isPlainObject } from '../base/json.ts';

type Document = Readonly<Record<string, unknown>>;

/** `3.0.3`, of a version that YAML took for a number, too; null for none. */
export function versionIn({ openapi, swagger }: Document): string | null {
  const said = openapi ?? swagger;
  if (typeof said === 'number') return Number.isInteger(said) ? `${said}.0` : String(said);
  return typeof said === 'string' ? said : null;
}

/** A document of `version` as one that can be lifted. */
export function asWritten(document: Document, version: string): Document {
  if (!version.startsWith('2')) return { ...document, openapi: version };
  const { produces, schemes, paths, ...rest } = document;
  return {
    ...rest,
    swagger: '2.0',
    // Formats nobody named are JSON, and a scheme nobody named is the one by which such documents are read.
    ...(isSome(produces) && { produces }),
    schemes: isSome(schemes) ? schemes : ['https'],
    ...(isPlainObject(paths) ? { paths: eachMember(paths, (item) => eachMember(item, withoutEmptyList)) } : { paths }),
  };
}

function isSome(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}

function withoutEmptyList(operation: unknown): unknown {
  if (!isPlainObject(operation) || isSome(operation['produces'])) return operation;
  const { produces: _empty, ...rest } = operation;
  return rest;
}

function eachMember(value: unknown, change: (member: unknown) => unknown): unknown {
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, change(member)]));
}
