/**
 * What a process would print that nobody here wrote: errors that nothing caught, Node's warnings, and what libraries say on
 * the console. Their texts may quote a request, a row or a token, so the log tells that it happened and where, and they stay
 * unsaid. Over stdio it also keeps libraries out of the protocol.
 */
import type { Log, LogContext } from '../log/log-writer.ts';

const DEFECT = 1;

export function mindUnforeseen(process: NodeJS.Process, context: LogContext): void {
  const log = whenNeeded(context);
  const told = async (what: (tell: Log['tell']) => void, cause: unknown): Promise<void> =>
    await log((tell) => {
      what(tell);
      tell('stack', { id: null, cause, frames: cause });
    });
  process.on('uncaughtException', (cause) => {
    void told((tell) => tell('crashed', { cause }), cause).finally(() => process.exit(DEFECT));
  });
  process.removeAllListeners('warning');
  process.on('warning', (cause) => void told((tell) => tell('runtime_warning', { cause }), cause));
  const said = (): void => {
    const here = new Error();
    void told((tell) => tell('library_output', { library: here }), here);
  };
  Object.assign(console, { log: said, info: said, warn: said, error: said, debug: said, trace: said });
}

/** Most processes never need it: it is opened, and what writes it is loaded, when they do. */
function whenNeeded(context: LogContext) {
  let opened: Promise<Log> | undefined;
  const open = async (): Promise<Log> => (await import('../log/log-writer.ts')).log(context);
  return async (use: (tell: Log['tell']) => void): Promise<void> => {
    // Where LOG_LEVEL is none, the command itself says so.
    await (opened ??= open()).then(({ tell }) => use(tell)).catch(() => undefined);
  };
}
