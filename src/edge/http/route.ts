/** What stands at a path: its methods, how it refuses, and how it answers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refusal, Refuse } from './reply.ts';

export type Route = {
  readonly methods: readonly string[];
  readonly refuse: Refuse;
  /** Answered whatever the request's Host and Origin are, except in open mode. */
  readonly unguarded: boolean;
  /** Why it isn't served, in which case nothing was written; `undefined` once it was answered, or nobody waits. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<Refusal | undefined>;
};
