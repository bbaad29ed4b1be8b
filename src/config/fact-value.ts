/** A value that a leader wrote for a fact, read by the fact's declared type from its source text. Not for customer data. */
import type { FactType, FactValue } from '../facts/types.ts';
import { listed } from './words.ts';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** `undefined` where the text is no value of this type. */
export function factValue(text: string, type: FactType): FactValue | undefined {
  switch (type.type) {
    case 'string':
      return text;
    case 'enum':
      return type.values.includes(text) ? text : undefined;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'number':
      return /^[-+]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
    case 'integer':
      return /^[-+]?\d{1,15}$/.test(text) ? Number(text) : undefined;
    case 'date':
      return isDay(text) ? text : undefined;
    case 'datetime':
      return /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
  }
}

/** How to write a value of this type, one sentence. */
export function howToWrite(type: FactType): string {
  switch (type.type) {
    case 'enum':
      return `One of: ${listed(type.values)}.`;
    case 'boolean':
      return 'Write "true" or "false".';
    case 'number':
      return 'Write a number, like "42" or "0.5".';
    case 'integer':
      return 'Write a whole number, like "42".';
    case 'date':
      return 'Write a day, like "2026-12-24".';
    case 'datetime':
      return 'Write an instant, like "2026-12-24T08:00:00Z".';
    case 'string':
      return 'Write text.';
  }
}

/** Whether there is such a day: the 30th of February is none. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
