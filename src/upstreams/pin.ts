/** The hash by which an approved tool is known again: of everything that it says of itself, in canonical JSON. */
import type { ContentHash } from '../base/hash.ts';
import { contentHash } from '../base/hash.ts';
import type { Definition } from './definition.ts';

export function pinOf({ name, title, description, inputSchema, outputSchema, annotations }: Definition): ContentHash {
  return contentHash({ name, title, description, inputSchema, outputSchema, annotations });
}

const PREFIX = 'sha256:';

/** As it stands in a service's file. */
export function writtenPin(pin: ContentHash): string {
  return `${PREFIX}${pin}`;
}

/** Null for a text that is none. */
export function pinIn(written: string): ContentHash | null {
  return /^sha256:[\da-f]{64}$/.test(written) ? written.slice(PREFIX.length) : null;
}
