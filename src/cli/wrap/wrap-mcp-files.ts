/** What `concierge wrap mcp` writes: the source, the approved definitions, and the service. What is there stays as it is but for what was approved. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Node } from 'yaml';
import { Document, isMap, isScalar, parseDocument, visit } from 'yaml';
import { isPlainObject } from '../../base/json.ts';
import type { UpstreamAlone } from '../../config/read/read-upstream.ts';
import type { Definition } from '../../upstreams/definition.ts';
import { spokenName } from '../../wrapping/names.ts';
import { pinOf, writtenPin } from '../../upstreams/pin.ts';
import type { ProposedTool } from '../../upstreams/propose.ts';
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

export type WrittenUpstream = {
  readonly paths: readonly string[];
  /** The service's names of the tools that it hasn't had: they are on no menu before somebody has looked at them. */
  readonly drafted: readonly string[];
};

export function writeWrapped(files: UpstreamFiles, { upstream, before, taken }: Approval): WrittenUpstream {
  const others = before.filter(({ name }) => !taken.some((tool) => tool.name === name));
  const kept = [...others, ...taken].toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const { text, drafted } = existsSync(files.service)
    ? serviceWith(readFileSync(files.service, 'utf8'), upstream.name, before, taken)
    : firstService(upstream.name, taken);
  const paths = [
    ...(existsSync(files.source) ? [] : [written(files.source, sourceText(upstream))]),
    written(files.tools, snapshotText(kept)),
    written(files.service, text),
  ];
  return { paths, drafted };
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

const HEAD = `# Proposed by \`concierge wrap mcp\` from what the server says of itself. Nothing of it is served yet. What agents read is title,
# description and fields of this file and nothing of the server's: put them into your own words, and delete what nobody needs.
# Then say \`reviewed: true\`, and name the service under \`services:\` of the callers that may use it.
`;

type Service = { readonly text: string; readonly drafted: readonly string[] };
type Drafts = Readonly<Record<string, ProposedTool>>;

function draftsOf(service: string, tools: readonly Definition[]): Drafts {
  return Object.fromEntries(tools.map((tool) => [proposedName(service, tool.name), proposedTool(tool)]));
}

function firstService(name: string, taken: readonly Definition[]): Service {
  const tools = draftsOf(name, taken);
  const text = yaml({ service: name, reviewed: false, source: name, title: spokenName(name), tools });
  return { text: `${HEAD}${text}`, drafted: Object.keys(tools) };
}

/** What is added to a service that is served already waits by itself. */
function serviceWith(
  there: string,
  name: string,
  before: readonly Definition[],
  taken: readonly Definition[],
): Service {
  const text = approvedAnew(there, before, taken);
  const document = parseDocument(text);
  const asked = askedIn(document.toJS());
  const added = draftsOf(
    name,
    taken.filter((tool) => !asked.has(tool.name)),
  );
  const drafted = Object.keys(added);
  if (drafted.length === 0) return { text, drafted };
  const waits = document.get('reviewed') === false ? {} : { reviewed: false };
  for (const [tool, proposed] of Object.entries(added))
    document.setIn(['tools', tool], inLines(document.createNode({ ...waits, ...proposed })));
  return { text: document.toString({ lineWidth: 0 }), drafted };
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
