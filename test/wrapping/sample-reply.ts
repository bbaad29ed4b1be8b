/** For tests: a reply that an OpenAPI document promises, made of its schemas alone, so that whoever reads it has something to find. */
import { isPlainObject } from '../../src/base/json.ts';

type Json = Readonly<Record<string, unknown>>;

const DEEPEST = 7;

/** The reply to `GET /path` where all went well, by a document of version 3.1. Links lead to `origin`, as those of next pages do. */
export function sampleReply(document: unknown, key: string, origin: string): unknown {
  const [method = '', path = ''] = key.split(' ');
  const at = (value: unknown, name: string): unknown =>
    isPlainObject(value) ? opened(document, value[name]) : undefined;
  const operation = at(at(at(document, 'paths'), path), method.toLowerCase());
  const responses = at(operation, 'responses');
  const content = at(at(responses, '200') ?? at(responses, 'default'), 'content');
  const media = at(content, 'application/json') ?? at(content, Object.keys(content ?? {})[0] ?? '');
  const schema = at(media, 'schema');
  const sampled = schema === undefined ? undefined : sampleOf(document, schema, origin);
  if (isPlainObject(sampled) ? Object.keys(sampled).length > 0 : sampled !== undefined) return sampled;
  return at(media, 'example') ?? at(opened(document, Object.values((at(media, 'examples') ?? {}) as Json)[0]), 'value');
}

function opened(document: unknown, value: unknown): unknown {
  if (!isPlainObject(value) || typeof value['$ref'] !== 'string') return value;
  const keys = value['$ref']
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return opened(
    document,
    keys.reduce<unknown>((at, key) => (at as Json | undefined)?.[key], document),
  );
}

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2026-11-20T10:00:00Z',
  date: '2026-11-20',
  email: 'someone@acme.example',
};

function sampleOf(document: unknown, written: unknown, origin: string, depth = 0): unknown {
  const schema = opened(document, written);
  if (!isPlainObject(schema) || depth > DEEPEST) return undefined;
  const inner = (one: unknown): unknown => sampleOf(document, one, origin, depth + 1);
  const list = (key: string): readonly unknown[] => (Array.isArray(schema[key]) ? schema[key] : []);
  const type = [schema['type']].flat().find((one) => one !== 'null');
  const [value] = list('enum');
  if (value !== undefined) return value;
  const parts = [...list('allOf'), ...list('oneOf').slice(0, 1), ...list('anyOf').slice(0, 1)].map(inner);
  if (type === 'array') return [inner(schema['items']) ?? 'x'];
  if (type === 'integer' || type === 'number') return 7;
  if (type === 'boolean') return true;
  if (type === 'string')
    return /^(?:uri|url)$/.test(String(schema['format'])) ? `${origin}/x` : (FORMATS[String(schema['format'])] ?? 'x');
  const own = Object.entries((schema['properties'] ?? {}) as Json).map(([key, one]) => [key, inner(one)] as const);
  if (own.length === 0 && !parts.every(isPlainObject)) return parts[0];
  return Object.assign({}, ...parts, Object.fromEntries(own.filter(([, one]) => one !== undefined))) as unknown;
}
