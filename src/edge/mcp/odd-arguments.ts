/**
 * Brings arguments that are no object past the SDK, which would refuse the call before any handler sees it: then nobody
 * is named and nothing is on record. They travel inside an object, under a key that no client can know.
 */
import { randomUUID } from 'node:crypto';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { Server } from '@modelcontextprotocol/server';
import { isPlainObject } from '../../base/json.ts';

/** The SDK's server; its `tools/call` handler reads arguments with `argumentsAsSent`. */
export class LenientServer extends Server {
  override async connect(transport: Transport): Promise<void> {
    await super.connect(transport);
    const deliver = transport.onmessage;
    const onmessage: Transport['onmessage'] = (message, extra) => deliver?.(withObjectArguments(message), extra);
    Object.assign(transport, { onmessage });
  }
}

export function argumentsAsSent(given: Readonly<Record<string, unknown>> | undefined): unknown {
  return given !== undefined && Object.hasOwn(given, KEY) ? given[KEY] : given;
}

const KEY = randomUUID();

function withObjectArguments(message: JSONRPCMessage): JSONRPCMessage {
  if (!('method' in message) || message.method !== 'tools/call') return message;
  const given = message.params?.['arguments'];
  if (given === undefined || isPlainObject(given)) return message;
  return { ...message, params: { ...message.params, arguments: { [KEY]: given } } };
}
