/**
 * The port for every request that this program sends by itself: bounded in time and size, and never to an address that the
 * deployment doesn't allow. What stands behind it: `guarded.ts`.
 */

export type OutboundRequest = {
  readonly url: string;
  /** GET when left out. */
  readonly method?: 'GET' | 'POST';
  /** Lower-case names. To another origin a redirect takes along only what can't hold a key: `accept`, `user-agent` and the like. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From the first look-up to the last byte; 10,000 when left out. */
  readonly timeoutMs?: number;
  /** Of the decoded body; 1 MiB when left out. */
  readonly maxBytes?: number;
  /** 3 when left out; each target is looked at like the first. With 0 a redirect is returned as it is. */
  readonly maxRedirects?: number;
};

export type OutboundReply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Where it came from in the end. */
  readonly url: string;
};

/** A request whose reply is read while it comes. No redirect is followed: it is returned as it is. */
export type OutboundOpening = Omit<OutboundRequest, 'method' | 'maxRedirects'> & {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Cuts it off before its time. */
  readonly signal?: AbortSignal;
};

/** The body ends with an {@link OutboundFailure} where it is larger than it may be, or its time is up. */
export type OutboundStream = Pick<OutboundReply, 'status' | 'headers'> & { readonly body: ReadableStream<Uint8Array> };

export type OutboundFailureCode =
  | 'refused_url' // no https, with credentials, or no URL at all
  | 'refused_address' // a private, loopback or otherwise special address
  | 'unreachable'
  | 'timeout'
  | 'too_large'
  | 'too_many_redirects';

/** The message names the host, never a path, a query, a header or a body. */
export class OutboundFailure extends Error {
  readonly code: OutboundFailureCode;

  constructor(code: OutboundFailureCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'OutboundFailure';
    this.code = code;
  }
}

export type Outbound = {
  /** @throws OutboundFailure; a reply of any status is no failure */
  readonly send: (request: OutboundRequest) => Promise<OutboundReply>;
  /** The same for a reply that is read while it comes; `timeoutMs` counts to its last byte. @throws OutboundFailure */
  readonly open: (request: OutboundOpening) => Promise<OutboundStream>;
  /** What is under way then is cut off, and fails. */
  readonly close: () => Promise<void>;
};
