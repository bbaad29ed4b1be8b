/** Content addresses: SHA-256 over canonical JSON or text, in lower-case hex. */
import { hash } from 'node:crypto';
import { canonicalJson } from './json.ts';

/** 64 hex characters. */
export type ContentHash = string;

export function contentHash(value: unknown): ContentHash {
  return textHash(canonicalJson(value));
}

export function textHash(text: string): ContentHash {
  return hash('sha256', text, 'hex');
}
