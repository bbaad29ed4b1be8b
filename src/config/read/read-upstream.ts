/** `sources/<name>.yaml` of another MCP server: where it is, how it lets us in, and the tools of it that somebody has looked at. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mcp } from '../../sources/connectors/mcp.ts';
import type { SystemSource } from '../../sources/declaration.ts';
import type { Upstream, UpstreamPlace } from '../../upstreams/declaration.ts';
import { definitionsIn, knownTools, snapshotName } from '../../upstreams/snapshot.ts';
import { nameSchema, textSchema } from '../schema/names.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import type { WayIn } from './read-system.ts';
import { readWayIn } from './read-system.ts';

type UpstreamFile = { readonly name: string; readonly path: string };

/** For a process, and for a server that asks for nothing. */
export const NO_WAY_IN: WayIn = { wayIn: 'none', words: {}, secrets: {} };
const MOST_BYTES = 8 * 1024 * 1024;

/** Reports every problem; `null` where it can't be read. */
export function readUpstream(document: ConfigDocument, file: UpstreamFile): SystemSource | null {
  const source = readUpstreamAlone(document, file.name);
  const tools = readTools(document, file);
  return source === null || tools === null ? null : upstreamSource(source, tools);
}

/** What a source says of where its server is and how it is let in, before anybody has looked at its tools. */
export type UpstreamAlone = { readonly name: string; readonly at: UpstreamPlace; readonly way: WayIn };

export function readUpstreamAlone(document: ConfigDocument, name: string): UpstreamAlone | null {
  const at = readPlace(document);
  const way = document.has(['auth']) ? readWayIn(document, mcp) : NO_WAY_IN;
  return at === null || way === null ? null : { name, at, way };
}

export function upstreamSource({ name, at, way }: UpstreamAlone, tools: Upstream['tools']): SystemSource {
  return {
    name,
    connector: mcp.name,
    system: null,
    upstream: { at, tools },
    mappings: [],
    reads: [],
    access: { settings: {}, ...way, baseUrl: 'url' in at ? at.url : null },
    sync: NEVER_READ,
  };
}

/** It has no reads. */
const NEVER_READ: SystemSource['sync'] = { everyMs: 15 * 60_000, fullMs: 24 * 60 * 60_000 };

function readPlace(document: ConfigDocument): UpstreamPlace | null {
  const url = document.read(['url'], textSchema.optional());
  const command = document.read(['command'], nameSchema.optional());
  if (command !== undefined && document.has(['auth']))
    document.error(
      ['auth'],
      'A process of this machine is let in nowhere.',
      'Give it what it needs under `upstream_commands` of the deployment, as `env`.',
      'key',
    );
  if (document.has(['url']) === document.has(['command'])) {
    document.error(
      ['connector'],
      'Where this server is must be said, and in one way.',
      'Say `url: https://…`, or `command:` and a name of the deployment’s `upstream_commands`.',
    );
    return null;
  }
  if (url !== undefined) return { url };
  return command === undefined ? null : { command };
}

function readTools(document: ConfigDocument, { name, path }: UpstreamFile): Upstream['tools'] | null {
  const file = join(dirname(path), snapshotName(name));
  const text = textOf(file);
  const read = text === null ? 'it isn’t there, or is too large' : definitionsIn(text);
  if (typeof read !== 'string') return knownTools(read);
  document.error(
    ['source'],
    `Its tools stand in sources/${snapshotName(name)}, and that can't be read: ${read}.`,
    `Write it with \`concierge wrap mcp\`, which shows the tools to you first.`,
  );
  return null;
}

function textOf(file: string): string | null {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() === true && found.size <= MOST_BYTES ? readFileSync(file, 'utf8') : null;
}
