/**
 * Writes the log: one JSON line an event on stderr, at the level that `LOG_LEVEL` says. What may stand in it is listed in
 * `log-events.ts` and `log-fields.ts`; there is no other way into it.
 */
import { pino } from 'pino';
import { Failure } from '../../base/failure.ts';
import type { CommandContext } from '../context.ts';
import type { EventName, FieldsOf, Level } from './log-events.ts';
import { EVENTS, LEVELS } from './log-events.ts';
import { printable } from './log-fields.ts';
import { FloodGate } from './log-flood.ts';

export type Log = {
  readonly tell: <Event extends EventName>(event: Event, fields: FieldsOf<Event>) => void;
  /** Whether anybody reads these events: what leads to them may be spared. */
  readonly tells: (event: EventName) => boolean;
};

/** What a log needs of its process. */
export type LogContext = Pick<CommandContext, 'err' | 'env'> & Partial<Pick<CommandContext, 'isTerminal'>>;

/**
 * Who reads along in a terminal is told in words already, so there the log keeps to warnings unless `LOG_LEVEL` asks for more.
 * @throws Failure `usage` where `LOG_LEVEL` is none
 */
export function log({ err, env, isTerminal = false }: LogContext): Log {
  const logger = pino(
    {
      level: levelOf(env['LOG_LEVEL'] ?? (isTerminal ? 'warn' : 'info')),
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    { write: (line) => err(line.trimEnd()) },
  );
  const tells: Log['tells'] = (event) => logger.isLevelEnabled(EVENTS[event].level);
  const write = (event: EventName, fields: Readonly<Record<string, unknown>>): void => {
    const { level, fields: names } = EVENTS[event];
    logger[level]({ event, ...printable(names, fields) });
  };
  const flood = new FloodGate<{ readonly event: EventName; readonly reason: unknown }>(({ event, reason }, lines) =>
    write('lines_left_out', { left_out: event, reason, lines }),
  );
  const tell: Log['tell'] = (event, fields) => {
    if (!tells(event)) return;
    const reason = 'reason' in fields ? fields.reason : 'why' in fields ? fields.why : null;
    if (LAST_EVENTS.has(event)) flood.flush();
    if (isUnbounded(event) || flood.admits(`${event} ${String(reason)}`, { event, reason })) write(event, fields);
  };
  return { tell, tells };
}

const LAST_EVENTS = new Set<EventName>(['serving_stopped', 'crashed']);

/** Whoever asks for `debug` wants to see everything. */
function isUnbounded(event: EventName): boolean {
  return EVENTS[event].level === 'debug';
}

function levelOf(text: string): Level {
  const level = LEVELS.find((known) => known === text);
  if (level !== undefined) return level;
  throw new Failure(
    'usage',
    `The environment variable LOG_LEVEL is ${JSON.stringify(text)}.`,
    `Set it to one of ${LEVELS.join(', ')}.`,
  );
}
