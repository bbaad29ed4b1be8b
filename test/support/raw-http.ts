/** Bytes to a server as they are, and everything that comes back until it closes: what no HTTP client would send. */
import type { Socket } from 'node:net';
import { connect } from 'node:net';

/** Nobody asserts on speed: this only tells a connection that hangs from one that was closed. */
const BOUND_MS = 20_000;

export type Client = {
  /** Sent after the rest, again and again for as long as the connection is open. */
  readonly drip?: { readonly piece: string; readonly everyMs: number };
  /** It says goodbye when it has heard nothing for so long; without this it waits until the server closes. */
  readonly leaveAfterMs?: number;
};

/** @throws Error where the connection is still open after the bound */
export async function exchange(port: number, bytes: string | Uint8Array, client: Client = {}): Promise<string> {
  const { drip, leaveAfterMs } = client;
  const socket = connect(port, '127.0.0.1');
  const received = collected(socket);
  socket.write(bytes);
  if (leaveAfterMs !== undefined) socket.setTimeout(leaveAfterMs, () => socket.end());
  const dripping = drip && setInterval(() => socket.writable && socket.write(drip.piece), drip.everyMs);
  const bound = setTimeout(() => socket.destroy(new Error('the server neither answers nor closes')), BOUND_MS);
  try {
    return await received;
  } finally {
    clearTimeout(bound);
    clearInterval(dripping);
    socket.destroy();
  }
}

/** A server that cuts a client off is no failure, whatever it was still sending. */
async function collected(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  const failures: NodeJS.ErrnoException[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', (error) => failures.push(error));
  await new Promise((resolve) => socket.once('close', resolve));
  for (const failure of failures) if (!CUT_OFF.has(failure.code)) throw failure;
  return Buffer.concat(chunks).toString('latin1');
}

const CUT_OFF = new Set<string | undefined>(['ECONNRESET', 'EPIPE']);

export type RawReply = { readonly status: number; readonly headers: string; readonly body: string };

/** The answers in what came back, interim ones left out. */
export function repliesIn(text: string): readonly RawReply[] {
  return text
    .split(/(?=^HTTP\/1\.1 \d{3} )/m)
    .filter((part) => part !== '')
    .map((part) => {
      const end = part.indexOf('\r\n\r\n');
      return { status: Number(part.slice(9, 12)), headers: part.slice(0, end), body: part.slice(end + 4) };
    })
    .filter(({ status }) => status >= 200);
}
