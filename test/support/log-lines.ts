/** What a process printed on stderr, as its readers take it: the log's lines, and everything else. */
import { EVENTS } from '../../src/cli/log/log-events.ts';

export type LogLine = { readonly event: string; readonly level: string } & Readonly<Record<string, unknown>>;

/** @throws SyntaxError for a line that begins like the log's and is none */
export function logLines(stderr: string): readonly LogLine[] {
  return linesOf(stderr)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogLine);
}

export function ofEvent(lines: readonly LogLine[], event: string): readonly LogLine[] {
  return lines.filter((line) => line.event === event);
}

/** What people read: whatever else stands there. */
export function otherLines(stderr: string): readonly string[] {
  return linesOf(stderr).filter((line) => !line.startsWith('{'));
}

/** What of a line isn't in the log's list of events and fields; empty for a line as it should be. */
export function unlisted({ level, time, event, ...fields }: LogLine): readonly string[] {
  const listed = Object.entries(EVENTS).find(([name]) => name === event)?.[1];
  if (listed === undefined) return [event];
  const names: readonly string[] = listed.fields;
  return [
    ...Object.keys(fields).filter((field) => !names.includes(field)),
    ...(level === listed.level ? [] : [`${event} at ${level}`]),
    ...(typeof time === 'string' && !Number.isNaN(Date.parse(time)) ? [] : ['time']),
    // A value that had not the form of its field.
    ...Object.entries(fields).flatMap(([field, value]) => (value === '?' ? [`${event}.${field}`] : [])),
  ];
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}
