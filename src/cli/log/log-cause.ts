/**
 * What the log may say of an error: what kind it is and where it came from. Never its message: that of an error which nobody
 * foresaw may quote a file's text, an address, a token.
 */
import { errorKind } from '../../base/error-kind.ts';
import { Failure } from '../../base/failure.ts';

/** An error that another caused, and so on: further back nobody looks. */
const MAX_CHAIN = 3;

/** `store_unavailable < Error ERR_SQLITE_ERROR SQLITE_FULL`: the error's kind, then that of what caused it. */
export function causeText(error: unknown): string {
  const kinds: string[] = [];
  for (let at = error; kinds.length < MAX_CHAIN; at = at.cause) {
    kinds.push(kindOf(at));
    if (!(at instanceof Error) || at.cause === undefined) break;
  }
  return kinds.join(' < ');
}

function kindOf(error: unknown): string {
  return error instanceof Failure ? error.code : errorKind(error);
}

const MAX_FRAMES = 20;
const FRAME = /^\s+at (?:(?:async )?((?:new )?[\w$.<>#]+(?: \[as [\w$.#]+\])?) \()?(?:async )?([^()\s]+:\d+:\d+)\)?$/;
/** Where the program lies on this machine is nobody's business. */
const PLACE = /(?:node:|\/(?:src|dist|node_modules)\/|\/(?=[^/]*$)).*$/;

/** `answer src/answer/answer.ts:30:9`, the innermost first. None where they can't be told from the message. */
export function framesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error) || error.stack === undefined) return [];
  const { stack, message } = error;
  const start = stack.indexOf(message);
  if (start === -1) return [];
  const lines = stack.slice(start + message.length).split('\n');
  return lines.flatMap(frameText).slice(0, MAX_FRAMES);
}

/** The package that an error was made in, `unknown` where it is none. */
export function libraryOf(error: unknown): string {
  const places = framesOf(error).map((frame) => PACKAGE.exec(frame)?.[1]);
  return places.find((place) => place !== undefined) ?? 'unknown';
}

const PACKAGE = /node_modules\/((?:@[\w.-]+\/)?[\w.-]+)\//;

function frameText(line: string): readonly string[] {
  const frame = FRAME.exec(line);
  if (frame === null) return [];
  const [, name = '', place = ''] = frame;
  const inside = PLACE.exec(place)?.[0].replace(/^\//, '') ?? '';
  return [`${name} ${inside}`.trim()];
}
