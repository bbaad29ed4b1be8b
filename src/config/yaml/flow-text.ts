/** Values as YAML in one line, as a person would write them: plain where that says the same, else in double quotes. */
import { isScalar, isSeq, parseDocument } from 'yaml';

const READ = { version: '1.2', schema: 'core' } as const;

/** `isText`: it is to be read as text, so what YAML takes for a number, a truth or nothing is quoted. */
export function flowScalar(text: string, isText = true): string {
  return isPlain(text, isText) ? text : JSON.stringify(text);
}

export function flowList(items: readonly string[]): string {
  return `[${items.join(', ')}]`;
}

export function flowMap(entries: readonly (readonly [string, string])[]): string {
  return entries.length === 0
    ? '{}'
    : `{ ${entries.map(([key, value]) => `${flowScalar(key)}: ${value}`).join(', ')} }`;
}

/** Whether it comes back as it is, also within a list. */
function isPlain(text: string, isText: boolean): boolean {
  if (text === '' || /[#\p{C}]|^\s|\s$/u.test(text)) return false;
  const document = parseDocument(`[${text}, x]`, READ);
  const { contents } = document;
  if (document.errors.length > 0 || document.warnings.length > 0 || !isSeq(contents) || contents.items.length !== 2)
    return false;
  const [scalar] = contents.items;
  if (!isScalar(scalar) || scalar.type !== 'PLAIN' || scalar.source !== text || scalar.anchor !== undefined)
    return false;
  return scalar.tag === undefined && (!isText || scalar.value === text);
}
