/** The SDK's stdio transport, which also knows what it still owes an answer, and when it has ended. */
import { setImmediate } from 'node:timers/promises';
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';

export class AnsweringTransport extends StdioServerTransport {
  readonly #ending = Promise.withResolvers<void>();
  readonly #owed = new Map<RequestId, PromiseWithResolvers<void>>();

  /** Resolves when the input ended, or after `close`. */
  readonly ended = this.#ending.promise;

  /** Resolves when nothing is owed: all was answered, called off, or can't be answered any more. */
  async answered(): Promise<void> {
    // What was read last is parsed in this turn of the event loop.
    await setImmediate();
    while (this.#owed.size > 0) await Promise.all([...this.#owed.values()].map(({ promise }) => promise));
  }

  override async start(): Promise<void> {
    const deliver = this.onmessage;
    const onmessage = (message: JSONRPCMessage): void => {
      this.#hear(message);
      deliver?.(message);
    };
    Object.assign(this, { onmessage });
    await super.start();
  }

  override async send(message: JSONRPCMessage): Promise<void> {
    await super.send(message);
    if (!('method' in message)) this.#settle(message.id);
  }

  override async close(): Promise<void> {
    await super.close();
    for (const id of this.#owed.keys()) this.#settle(id);
    this.#ending.resolve();
  }

  #hear(message: JSONRPCMessage): void {
    if (!('method' in message)) return;
    if (message.method === 'notifications/cancelled') return this.#settle(message.params?.['requestId']);
    // A subscription is answered when the connection ends.
    if (!('id' in message) || message.method === 'subscriptions/listen' || this.#owed.has(message.id)) return;
    this.#owed.set(message.id, Promise.withResolvers());
  }

  #settle(id: unknown): void {
    this.#owed.get(id as RequestId)?.resolve();
    this.#owed.delete(id as RequestId);
  }
}
