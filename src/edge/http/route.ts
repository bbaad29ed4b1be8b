/** What stands at a path: its methods, how it refuses, and how it answers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Refuse } from './reply.ts';

export type Route = {
  readonly methods: readonly string[];
  readonly refuse: Refuse;
  /** Answered whatever the request's Host and Origin are, except in open mode. */
  readonly unguarded: boolean;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;
};
