/** Who publishes, and what for: as they said, else as the machine knows them. */
import { userInfo } from 'node:os';
import { cleanText } from '../../base/clean-text.ts';
import { Failure } from '../../base/failure.ts';

export type PublisherOptions = { readonly by?: string; readonly note?: string };

const MAX_BY = 100;
const MAX_NOTE = 500;

export function publisherOf({ by, note }: PublisherOptions): {
  readonly by: string | null;
  readonly note: string | null;
} {
  return { by: said('--by', by, MAX_BY) ?? ownName(), note: said('--note', note, MAX_NOTE) };
}

function said(option: string, text: string | undefined, most: number): string | null {
  if (text === undefined) return null;
  if (text.length > most) throw new Failure('usage', `${option} has ${text.length} characters.`, `Say it in ${most}.`);
  const clean = cleanText(text, most);
  if (clean === '') throw new Failure('usage', `${option} is empty.`, 'Write something, or leave it out.');
  return clean;
}

/** Null where the machine knows no name for this user. */
function ownName(): string | null {
  try {
    return cleanText(userInfo().username, MAX_BY) || null;
  } catch {
    return null;
  }
}
