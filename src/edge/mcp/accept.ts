/**
 * Which requests the fast lane may take: well-formed `tools/call` posts of both revisions, where the SDK would answer
 * with the tool's result and nothing else. Never refuses by itself: `undefined` leaves the request to the SDK.
 */
import type { IncomingHttpHeaders } from 'node:http';
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  classifyInboundRequest,
  LOG_LEVEL_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  RELATED_TASK_META_KEY,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server';
import { isPlainObject } from '../../base/json.ts';
import type { ToolCall } from '../endpoint.ts';

/** `args` may be any JSON value: what isn't an object is the tool's to judge. */
export type AcceptedCall = ToolCall & {
  readonly era: 'modern' | 'legacy';
  readonly id: string | number;
};

const MODERN = '2026-07-28';
const LEGACY = new Set(SUPPORTED_PROTOCOL_VERSIONS);
const JSON_TYPES = new Set(['application/json', 'application/json; charset=utf-8', 'application/json;charset=utf-8']);

type JsonObject = Record<string, unknown>;

export function accept(
  headers: IncomingHttpHeaders,
  body: unknown,
  hasTool: (name: string) => boolean,
): AcceptedCall | undefined {
  if (!JSON_TYPES.has(headers['content-type'] ?? '') || !isPlainObject(body)) return undefined;
  const { id, params } = body;
  if (!isToolsCall(body) || !isId(id) || !isPlainObject(params) || !isPlainCall(params)) return undefined;
  const { name, arguments: args, _meta: meta } = params;
  if (typeof name !== 'string' || !hasTool(name) || isChangedBySdk(args) || !isPlainMeta(meta)) return undefined;
  const era = eraOf(headers, meta, name, body);
  return era && { era, id, tool: name, args, meta };
}

/** Exactly the four members of a request: the SDK refuses any other. */
function isToolsCall(body: JsonObject): boolean {
  return body['jsonrpc'] === '2.0' && body['method'] === 'tools/call' && Object.keys(body).length === 4;
}

function isId(value: unknown): value is string | number {
  return typeof value === 'string' || Number.isSafeInteger(value);
}

/** Not a task, and no answer to something that a server asked. */
function isPlainCall(params: JsonObject): boolean {
  return !('task' in params || 'inputResponses' in params || 'requestState' in params);
}

/** The SDK drops an argument called `__proto__`. */
function isChangedBySdk(args: unknown): boolean {
  return isPlainObject(args) && Object.hasOwn(args, '__proto__');
}

function isPlainMeta(meta: unknown): meta is JsonObject | undefined {
  if (meta === undefined) return true;
  if (!isPlainObject(meta) || RELATED_TASK_META_KEY in meta) return false;
  const { progressToken } = meta;
  return progressToken === undefined || isId(progressToken);
}

function eraOf(
  headers: IncomingHttpHeaders,
  meta: JsonObject | undefined,
  name: string,
  body: JsonObject,
): AcceptedCall['era'] | undefined {
  if (meta !== undefined && PROTOCOL_VERSION_META_KEY in meta)
    return isModern(headers, meta, name, body) ? 'modern' : undefined;
  return isLegacy(headers) ? 'legacy' : undefined;
}

function isLegacy({ accept: types, 'mcp-protocol-version': version }: IncomingHttpHeaders): boolean {
  if (types === undefined || !types.includes('application/json') || !types.includes('text/event-stream')) return false;
  return version === undefined || (typeof version === 'string' && LEGACY.has(version));
}

function isModern(headers: IncomingHttpHeaders, meta: JsonObject, name: string, body: JsonObject): boolean {
  return (
    meta[PROTOCOL_VERSION_META_KEY] === MODERN &&
    headers['mcp-protocol-version'] === MODERN &&
    headers['mcp-method'] === 'tools/call' &&
    headers['mcp-name'] === name &&
    !(LOG_LEVEL_META_KEY in meta) &&
    isKnownClient(meta, body)
  );
}

/** Clients whose description of themselves the SDK itself found valid. */
const knownClients = new Set<string>();
const MAX_KNOWN_CLIENTS = 1000;
/** A client that describes itself at greater length is left to the SDK, which keeps nothing. */
const MAX_KEY_LENGTH = 2000;

function isKnownClient(meta: JsonObject, body: JsonObject): boolean {
  const capabilities = meta[CLIENT_CAPABILITIES_META_KEY];
  const info = meta[CLIENT_INFO_META_KEY];
  if (!isPlainObject(capabilities)) return false;
  const key = info === undefined ? JSON.stringify(capabilities) : JSON.stringify([capabilities, info]);
  // Where `null` stands, JSON.stringify may have met 1e999: two descriptions with one key.
  if (key.includes('null') || key.length > MAX_KEY_LENGTH) return false;
  if (knownClients.has(key)) return true;
  if (!isValidClient(body)) return false;
  if (knownClients.size >= MAX_KNOWN_CLIENTS) knownClients.clear();
  knownClients.add(key);
  return true;
}

function isValidClient(body: JsonObject): boolean {
  const request = { httpMethod: 'POST', protocolVersionHeader: MODERN, mcpMethodHeader: 'tools/call', body };
  return classifyInboundRequest(request).kind === 'modern';
}
