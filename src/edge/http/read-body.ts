/** A request's body as JSON, bounded in bytes and depth. Not for what the JSON means. */
import type { IncomingMessage } from 'node:http';
import type { Refusal } from './reply.ts';
import { RPC } from './reply.ts';

export type BodyRead =
  | { readonly kind: 'json'; readonly value: unknown }
  | ({ readonly kind: 'refused' } & Refusal)
  /** The client went away: there is nobody to answer. */
  | { readonly kind: 'gone' };

/** Deeper than any tool's arguments, and shallow enough for whatever walks the value. */
export const MAX_JSON_DEPTH = 64;

export async function readJsonBody(request: IncomingMessage, maxBytes: number): Promise<BodyRead> {
  const bytes = await readBytes(request, maxBytes);
  if (bytes === 'gone') return { kind: 'gone' };
  return bytes === 'too_large' ? tooLarge(maxBytes) : parse(bytes.toString());
}

/** A body as it is. What is larger is not read on: the connection can't be used again. */
export function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer | 'too_large' | 'gone'> {
  if (Number(request.headers['content-length']) > maxBytes) return Promise.resolve('too_large');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes <= maxBytes) return;
      request.off('data', take);
      resolve('too_large');
    };
    request.on('data', take);
    request.on('end', () => resolve(bytesOf(chunks)));
    request.on('error', () => resolve('gone'));
    request.on('close', () => resolve('gone'));
  });
}

function bytesOf(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
}

function parse(text: string): BodyRead {
  try {
    const value: unknown = JSON.parse(text);
    return isDeeperThan(value, MAX_JSON_DEPTH) ? TOO_DEEP : { kind: 'json', value };
  } catch {
    return NOT_JSON;
  }
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const members: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return members.some((member) => isDeeperThan(member, levels - 1));
}

const NOT_JSON: BodyRead = {
  kind: 'refused',
  reason: 'not_json',
  status: 400,
  code: RPC.parse,
  message: 'Parse error: Invalid JSON',
};

const TOO_DEEP: BodyRead = {
  kind: 'refused',
  reason: 'too_deep',
  status: 400,
  code: RPC.invalidRequest,
  message: `Invalid Request: the body nests deeper than ${MAX_JSON_DEPTH} levels`,
};

/** The rest of the body isn't read, so the connection can't be used again. */
function tooLarge(maxBytes: number): BodyRead {
  return {
    kind: 'refused',
    reason: 'too_large',
    status: 413,
    headers: { connection: 'close' },
    code: RPC.transport,
    message: `Payload Too Large: Request body must not exceed ${maxBytes} bytes`,
  };
}
