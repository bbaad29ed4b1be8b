/** What a YAML text that was just written says; `null` where it can't be read, as after an anchor is gone. */
import { parseDocument } from 'yaml';

/** As every file of a workspace is read. */
export const READ = { version: '1.2', schema: 'core' } as const;

export function dataOf(text: string): unknown {
  try {
    const document = parseDocument(text, READ);
    return document.errors.length > 0 ? null : document.toJS();
  } catch (cause) {
    if (cause instanceof ReferenceError) return null;
    throw cause;
  }
}
