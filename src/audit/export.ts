/**
 * An export of a tenant's records: lines of JSON from which anybody can verify the chains, without this program and
 * without the store. Each line's content stands last in it, byte for byte as it was hashed. Not for reading them back in.
 *
 * `export` first; then a `link` for each link of the chains in the order of commits, each after the `release` and the
 * `snapshot`s that its record names, if facts were asked for; `end` last, so that a file that was cut short shows.
 */
import { z } from 'zod';
import type { ContentHash } from '../base/hash.ts';
import type { Instant } from '../base/clock.ts';
import { jsonIn } from '../base/json.ts';
import type { Tenant } from '../caller/caller.ts';
import type { RecordLink } from './chain.ts';

/** Bumped when a line's meaning changes. */
export const EXPORT_VERSION = 1;

export type ExportHead = {
  readonly version: typeof EXPORT_VERSION;
  readonly kind: 'export';
  readonly tenant: Tenant;
  readonly at: Instant;
  /** Of a part: links from `since` (inclusive) until `until` (exclusive), by the time of their ids. */
  readonly since: Instant | null;
  readonly until: Instant | null;
  /** Whether releases and snapshots are in it. */
  readonly facts: boolean;
};

export type ExportEnd = {
  readonly version: typeof EXPORT_VERSION;
  readonly kind: 'end';
  readonly links: number;
  readonly snapshots: number;
  readonly releases: number;
};

export type ExportLine =
  | ExportHead
  | { readonly kind: 'link'; readonly link: RecordLink }
  | { readonly kind: 'snapshot'; readonly hash: ContentHash; readonly json: string }
  | { readonly kind: 'release'; readonly id: ContentHash; readonly at: Instant; readonly json: string }
  | ExportEnd;

/** The member that holds each kind's content. */
const CONTENT = { link: 'record', snapshot: 'facts', release: 'release' } as const;

export function linkLine({ writer, sequence, id, previous, bodyHash, hash, body }: RecordLink): string {
  const said = { writer, sequence, id, previous, bodyHash, hash, salt: body?.salt ?? null };
  return line('link', said, body?.text ?? 'null');
}

export function snapshotLine(hash: ContentHash, json: string): string {
  return line('snapshot', { hash }, json);
}

export function releaseLine(id: ContentHash, at: Instant, json: string): string {
  return line('release', { id, at }, json);
}

/** `content` is JSON already. */
function line(kind: keyof typeof CONTENT, head: object, content: string): string {
  const opened = JSON.stringify({ version: EXPORT_VERSION, kind, ...head }).slice(0, -1);
  return `${opened},"${CONTENT[kind]}":${content}}`;
}

const hex = z.string().regex(/^[0-9a-f]*$/);
const version = z.literal(EXPORT_VERSION);
const count = z.int().nonnegative();

const head = z.discriminatedUnion('kind', [
  z.object({
    version,
    kind: z.literal('export'),
    tenant: z.string(),
    at: z.string(),
    since: z.string().nullable(),
    until: z.string().nullable(),
    facts: z.boolean(),
  }),
  z.object({
    version,
    kind: z.literal('link'),
    writer: z.string(),
    sequence: z.int().positive(),
    id: z.string(),
    bodyHash: hex,
    previous: hex.nullable(),
    hash: hex,
    salt: hex.nullable(),
  }),
  z.object({ version, kind: z.literal('snapshot'), hash: hex }),
  z.object({ version, kind: z.literal('release'), id: hex, at: z.string() }),
  z.object({ version, kind: z.literal('end'), links: count, snapshots: count, releases: count }),
]);

/** `undefined` for a line that no export of this version has. */
export function exportLineIn(text: string): ExportLine | undefined {
  const [written, content] = parted(text);
  const { data } = head.safeParse(jsonIn(written));
  if (data === undefined) return undefined;
  if (data.kind === 'export' || data.kind === 'end') return data;
  if (content === null || jsonIn(content) === undefined) return undefined;
  const { version: _version, ...said } = data;
  if (said.kind === 'snapshot') return { ...said, json: content };
  if (said.kind === 'release') return { ...said, json: content };
  const { kind, salt, ...link } = said;
  if ((salt === null) !== (content === 'null')) return undefined;
  return { kind, link: { ...link, body: salt === null ? null : { salt, text: content } } };
}

/** What stands before the content, as JSON of its own, and the content as it stands. */
function parted(text: string): readonly [head: string, content: string | null] {
  const found = /^(\{"version":\d+,"kind":"(link|snapshot|release)",[^{}]*?),"(record|facts|release)":(.*)\}$/s.exec(
    text,
  );
  const [, opened, kind, member, content] = found ?? [];
  const isWhole = opened !== undefined && content !== undefined && CONTENT[kind as keyof typeof CONTENT] === member;
  return isWhole ? [`${opened}}`, content] : [text, null];
}
