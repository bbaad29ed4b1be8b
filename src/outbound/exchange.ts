/** One request and its reply, whole, over HTTP/1.1. No redirect, no second try; the time is the signal's business. */
import type { Dispatcher } from 'undici';
import { VERSION } from '../base/version.ts';
import type { Deadline } from './deadline.ts';
import type { OutboundReply } from './outbound.ts';
import { OutboundFailure } from './outbound.ts';
import type { Target } from './target.ts';
import { hostOf } from './target.ts';

/** A request on one part of its way: it has one, and one more for each redirect. */
export type Leg = {
  readonly target: Target;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

export type Bounds = { readonly deadline: Deadline; readonly maxBytes: number };

/** Of a reply's headers. */
export const MAX_HEADER_BYTES = 16_384;

const USER_AGENT = `cx-concierge/${VERSION}`;

/**
 * By undici's own interface of events: no stream is made of a reply that is wanted whole, which halves what asking costs.
 * @throws OutboundFailure
 */
export function exchange(pool: Dispatcher, leg: Leg, { deadline, maxBytes }: Bounds): Promise<OutboundReply> {
  return new Promise((resolve, reject) => {
    const { url } = leg.target;
    const failed = (error: unknown): void => {
      deadline.tell(null);
      reject(failureOf(error, hostOf(url), deadline.isOver));
    };
    const reading = new WholeReply(url, maxBytes, failed, (reply) => {
      deadline.tell(null);
      resolve(reply);
    });
    // What waits for a connection fails at once; undici drops it when its turn comes.
    deadline.tell(() => reading.cut(new Error('The time is up.')));
    try {
      pool.dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method: leg.method,
          headers: headersOf(leg),
          body: leg.body,
        },
        reading,
      );
    } catch (error) {
      failed(error);
    }
  });
}

/** Uncompressed, so that what is counted is what comes out. A `host` of the caller's would name another server. */
export function headersOf({ target, headers }: Pick<Leg, 'target' | 'headers'>): Record<string, string> {
  return { 'user-agent': USER_AGENT, ...headers, host: target.url.host, 'accept-encoding': 'identity' };
}

/** A reply as it comes, until it is whole or can't be used. What comes after that is nobody's. */
class WholeReply implements Dispatcher.DispatchHandler {
  readonly #url: URL;
  readonly #maxBytes: number;
  readonly #onFailed: (error: unknown) => void;
  readonly #onWhole: (reply: OutboundReply) => void;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | null = null;
  #cutBy: Error | null = null;
  #status = 0;
  #headers: OutboundReply['headers'] = {};
  #bytes = 0;

  constructor(url: URL, maxBytes: number, onFailed: (error: unknown) => void, onWhole: (reply: OutboundReply) => void) {
    this.#url = url;
    this.#maxBytes = maxBytes;
    this.#onFailed = onFailed;
    this.#onWhole = onWhole;
  }

  cut(why: Error): void {
    if (this.#cutBy !== null) return;
    this.#cutBy = why;
    this.#onFailed(why);
    this.#controller?.abort(why);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#cutBy !== null) controller.abort(this.#cutBy);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Dispatcher.ResponseData['headers'],
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = plain(headers);
    if (!PLAIN.has(this.#headers['content-encoding']))
      this.cut(new OutboundFailure('unreachable', `${hostOf(this.#url)} compressed its reply unasked.`));
    else if (Number(this.#headers['content-length']) > this.#maxBytes) this.#tooLarge();
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes) this.#tooLarge();
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#cutBy !== null) return;
    const [only] = this.#chunks;
    const body = this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks);
    this.#onWhole({ status: this.#status, headers: this.#headers, body, url: this.#url.href });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#cutBy === null) this.#onFailed(error);
  }

  #tooLarge(): void {
    this.cut(
      new OutboundFailure('too_large', `The reply of ${hostOf(this.#url)} is larger than ${this.#maxBytes} bytes.`),
    );
  }
}

/** What `content-encoding` says of a body that is as it is. */
export const PLAIN: ReadonlySet<unknown> = new Set([undefined, '', 'identity']);

export function plain(headers: Dispatcher.ResponseData['headers']): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name] ?? '';
    texts[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return texts;
}

/** What undici and Node.js call a time that is up, besides our own. */
const TIMEOUTS: ReadonlySet<string> = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT']);

export function failureOf(cause: unknown, host: string, isLate: boolean): OutboundFailure {
  if (cause instanceof OutboundFailure) return cause;
  const { code = 'no code' } = cause as NodeJS.ErrnoException;
  if (isLate || TIMEOUTS.has(code)) return new OutboundFailure('timeout', `${host} did not answer in time.`, { cause });
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return new OutboundFailure(
      'too_large',
      `The reply of ${host} has more than ${MAX_HEADER_BYTES} bytes of headers.`,
      {
        cause,
      },
    );
  return new OutboundFailure('unreachable', `${host} can't be reached (${code}).`, { cause });
}
