/** The program's log: one JSON line an event on stderr, for machines. No customer data, no secret. */
import type { Logger } from 'pino';
import { pino } from 'pino';
import type { Alarm } from '../answer/desk.ts';
import { Failure } from '../base/failure.ts';
import type { ReportDefect } from '../edge/internal-error.ts';
import type { CommandContext } from './context.ts';

export function log({ err, env }: CommandContext): Logger {
  const level = logLevel(env['LOG_LEVEL'] ?? 'info');
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line) => err(line.trimEnd()) },
  );
}

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

function logLevel(text: string): string {
  if (LEVELS.includes(text)) return text;
  throw new Failure(
    'usage',
    `The environment variable LOG_LEVEL is ${JSON.stringify(text)}.`,
    `Set it to one of ${LEVELS.join(', ')}.`,
  );
}

export function alarmTo(logger: Logger): Alarm {
  return (what, cause) => logger.error({ alarm: what, cause: causeText(cause) });
}

export function reportTo(logger: Logger): ReportDefect {
  return (correlationId, cause) => logger.error({ defect: correlationId, cause: causeText(cause) });
}

/** By its code: messages of unforeseen errors may quote data and are kept out. */
function causeText(cause: unknown): string {
  return cause instanceof Failure ? cause.message : errorCode(cause);
}

function errorCode(cause: unknown): string {
  if (!(cause instanceof Error)) return 'unknown';
  return 'code' in cause && typeof cause.code === 'string' ? `${cause.name} ${cause.code}` : cause.name;
}
