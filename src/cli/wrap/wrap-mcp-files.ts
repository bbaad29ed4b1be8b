/** What `concierge wrap mcp` writes: the source, the approved definitions, and the service. What is there stays as it is but for what was approved. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Node } from 'yaml';
import { Document, isMap, isScalar, parseDocument, visit } from 'yaml';
import { isPlainObject } from '../../base/json.ts';
import type { UpstreamAlone } from '../../config/read/read-upstream.ts';
import type { Definition } from '../../upstreams/definition.ts';
import { pinOf, writtenPin } from '../../upstreams/pin.ts';
import { proposedName, proposedTool } from '../../upstreams/propose.ts';
import { snapshotText } from '../../upstreams/snapshot.ts';
import { replaceFile } from '../files/replace-file.ts';
import type { UpstreamFiles } from './wrapped-upstream.ts';

export type Approval = {
  readonly upstream: UpstreamAlone;
  /** All that was approved before. */
  readonly before: readonly Definition[];
  /** Approved now. */
  readonly taken: readonly Definition[];
};

/** Paths of what was written. */
export function writeWrapped(files: UpstreamFiles, { upstream, before, taken }: Approval): readonly string[] {
  const others = before.filter(({ name }) => !taken.some((tool) => tool.name === name));
  const kept = [...others, ...taken].toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return [
    ...(existsSync(files.source) ? [] : [written(files.source, sourceText(upstream))]),
    written(files.tools, snapshotText(kept)),
    written(files.service, serviceText(files.service, upstream.name, before, taken)),
  ];
}

function written(path: string, text: string): string {
  if (existsSync(path)) replaceFile(path, text);
  else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: 'wx' });
  }
  return path;
}

function sourceText({ name, at, way }: UpstreamAlone): string {
  const auth = way.wayIn === 'none' ? {} : { auth: { way: way.wayIn, ...way.words, ...way.secrets } };
  return `# Another MCP server. Its approved tools: ${name}.tools.json\n${yaml({ source: name, connector: 'mcp', ...at, ...auth })}`;
}

const HEAD = `# Proposed by \`concierge wrap mcp\` from what the server says of itself. What agents read is title, description and
# fields of this file and nothing of the server's: put them into your own words, and delete what nobody needs.
`;

function serviceText(path: string, name: string, before: readonly Definition[], taken: readonly Definition[]): string {
  const draft = (tools: readonly Definition[]) =>
    Object.fromEntries(tools.map((tool) => [proposedName(name, tool.name), proposedTool(tool)]));
  if (!existsSync(path)) {
    const title = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
    return `${HEAD}${yaml({ service: name, source: name, title, tools: draft(taken) })}`;
  }
  const text = approvedAnew(readFileSync(path, 'utf8'), before, taken);
  const document = parseDocument(text);
  const asked = askedIn(document.toJS());
  const added = taken.filter((tool) => !asked.has(tool.name));
  if (added.length === 0) return text;
  for (const [tool, proposed] of Object.entries(draft(added)))
    document.setIn(['tools', tool], inLines(document.createNode(proposed)));
  return document.toString({ lineWidth: 0 });
}

/** A hash stands for one definition of one tool: where it stands, the new one belongs. */
function approvedAnew(text: string, before: readonly Definition[], taken: readonly Definition[]): string {
  return taken.reduce((done, tool) => {
    const old = before.find(({ name }) => name === tool.name);
    return old === undefined ? done : done.replaceAll(writtenPin(pinOf(old)), writtenPin(pinOf(tool)));
  }, text);
}

function askedIn(service: unknown): ReadonlySet<unknown> {
  const tools = isPlainObject(service) && isPlainObject(service['tools']) ? Object.values(service['tools']) : [];
  return new Set(tools.map((tool) => (isPlainObject(tool) ? tool['tool'] : null)));
}

function yaml(value: unknown): string {
  const document = new Document(value);
  if (document.contents !== null) inLines(document.contents);
  return document.toString({ lineWidth: 0 });
}

/** Maps of words alone below others stand on one line, as people write fields. */
function inLines<Written extends Node>(node: Written): Written {
  visit(node, {
    Map: (_key, map, path) => {
      const isWithin = path.some((each) => isMap(each));
      if (isWithin && map.items.length <= 3 && map.items.every(({ value }) => isScalar(value))) map.flow = true;
    },
  });
  return node;
}
