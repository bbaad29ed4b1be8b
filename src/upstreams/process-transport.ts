/**
 * A process of this machine as an upstream, over its stdin and stdout. What it is, the deployment says. It gets the few variables that a
 * program needs to run and those that the deployment gives it; what it prints beside the protocol is thrown away. It ends with us.
 */
import type { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { MAX_REPLY_BYTES } from './bounds.ts';

export type Command = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Absolute. */
  readonly folder: string | null;
};

export async function processTransport({ command, args, env, folder }: Command): Promise<StdioClientTransport> {
  const { StdioClientTransport: Transport } = await import('@modelcontextprotocol/client/stdio');
  return new Transport({
    command,
    args: [...args],
    env: { ...env },
    ...(folder !== null && { cwd: folder }),
    stderr: 'ignore',
    maxBufferSize: MAX_REPLY_BYTES,
  });
}

/** Ends it where this process ends without having closed it. The result takes that back. */
export function endingWithUs({ pid }: Pick<StdioClientTransport, 'pid'>): () => void {
  if (pid === null) return () => {};
  const end = (): void => {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  };
  process.once('exit', end);
  return () => void process.off('exit', end);
}
