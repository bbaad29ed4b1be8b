/** `services/<name>.yaml` of a service over a source → its declaration, every operation, input and path checked. */
import { basename } from 'node:path';
import type { ValuePath } from '../../base/problem.ts';
import type { ResultField, ServiceDeclaration, ServiceTool } from '../../services/declaration.ts';
import { connectorOf } from '../../sources/connector-of.ts';
import type { SourceDeclaration, SystemSource } from '../../sources/declaration.ts';
import { isFileSource } from '../../sources/declaration.ts';
import type { Connector } from '../../sources/kit/http/connector.ts';
import { nameSchema } from '../schema/names.ts';
import type { WrittenTool } from '../schema/source-service-schema.ts';
import { sourceServiceFileSchema, toolSchema } from '../schema/source-service-schema.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { millisecondsOf } from './durations.ts';
import { meant } from '../yaml/words.ts';
import { refuseAnybody, refuseOthers, refuseUnfitNames, refuseWidened } from './check-tool.ts';
import { readArguments, readCustomer, readFixed, refuseUnasked } from './read-tool-input.ts';
import { readFields } from './read-result-fields.ts';
import type { AskedUpstream } from './read-upstream-tool.ts';
import { readUpstreamTool, WORDS } from './read-upstream-tool.ts';
import type { FoundFile } from './workspace-files.ts';

/** `/mcp/server-card` is the card of the concierge. */
const TAKEN = 'server-card';

/** Tools of one service; more are a menu that no model reads. */
const MOST_TOOLS = 50;

export function readSourceService(
  { path, document }: FoundFile,
  sources: readonly SourceDeclaration[],
): ServiceDeclaration | null {
  if (document === null) return null;
  document.check(sourceServiceFileSchema);
  const name = document.read(['service'], nameSchema);
  const file = basename(path, '.yaml');
  if (name !== undefined && name !== file)
    document.error(
      ['service'],
      `The service \`${name}\` stands in a file named \`${file}\`.`,
      'Give both the same name.',
    );
  if (name === TAKEN)
    document.error(
      ['service'],
      `\`${TAKEN}\` is the end of other paths: no service is called so.`,
      'Take another name.',
    );
  const source = sourceOf(document, sources);
  if (name === undefined || source === null) return null;
  const keys = document.keys(['tools']);
  if (keys.length > MOST_TOOLS)
    document.error(['tools'], `A service has ${MOST_TOOLS} tools at most.`, 'Make two services of it.', 'key');
  const tools = keys.flatMap((tool) => readTool(document, tool, source) ?? []);
  const { title, instructions } = document.read([], sourceServiceFileSchema) ?? { title: name };
  const reviewed = tools.filter((tool) => isReviewed(document, tool.name));
  warnOfUnreviewed(document, keys);
  return { name, title, instructions: instructions?.trim() ?? null, source: source.name, tools: reviewed };
}

/** What a program wrote is served when somebody has looked at it, and not before. */
function isReviewed(document: ConfigDocument, tool: string): boolean {
  return [['reviewed'], ['tools', tool, 'reviewed']].every((at) => document.valueAt(at) !== false);
}

function warnOfUnreviewed(document: ConfigDocument, tools: readonly string[]): void {
  const mend = 'Look at what each asks for and at its fields, take out what no agent needs, then say `reviewed: true`.';
  if (document.valueAt(['reviewed']) === false) {
    const many = tools.length === 1 ? 'Its tool is' : `Its ${tools.length} tools are`;
    document.warning(['reviewed'], `Nobody has looked at this service yet. ${many} on no menu.`, mend);
    return;
  }
  for (const tool of tools.filter((each) => !isReviewed(document, each)))
    document.warning(['tools', tool, 'reviewed'], `Nobody has looked at \`${tool}\` yet. It is on no menu.`, mend);
}

function sourceOf(document: ConfigDocument, sources: readonly SourceDeclaration[]): SystemSource | null {
  const written = document.read(['source'], nameSchema);
  if (written === undefined) return null;
  const source = sources.find(({ name }) => name === written);
  if (source !== undefined && !isFileSource(source) && source.files === undefined) return source;
  const systems = sources.filter((each) => !isFileSource(each)).map(({ name }) => name);
  if (source === undefined)
    document.error(['source'], `There is no source \`${written}\`.`, meant(written, systems, 'system'));
  else
    document.error(
      ['source'],
      `\`${written}\` is an export, which can't be asked.`,
      'A service needs a source that is a system.',
    );
  return null;
}

function readTool(document: ConfigDocument, name: string, source: SystemSource): ServiceTool | null {
  const at = ['tools', name];
  const written = document.read(at, toolSchema);
  if (written === undefined) return null;
  const asked =
    source.upstream === undefined
      ? readOperation(document, at, written, connectorOf(source))
      : readUpstreamTool(document, at, written, source.upstream);
  if (asked === null) return null;
  refuseAnybody(document, at, written);
  refuseOthers(document, at, written);
  const { inputs, operation, returns, upstream } = asked;
  const tool = {
    name,
    title: written.title,
    description: written.description.trim(),
    audiences: written.audiences ?? (['teams'] as const),
    operation,
    ...(upstream !== undefined && { upstream }),
    arguments: readArguments(document, at, written, inputs),
    fixed: readFixed(document, at, written, inputs),
    customer: readCustomer(document, at, written, inputs),
    aboutAnybody: written.about_anybody === true,
    result: {
      returns,
      most: returns === 'one' && written.returns !== undefined ? 1 : (written.most ?? DEFAULT_MOST),
      fields: fieldsOf(document, at, written, neverOf(connectorOf(source), operation)),
    },
    cacheMs: cacheMsOf(document, at, written),
    timeoutMs: Math.min(MOST_TIMEOUT_MS, millisecondsOf(written.timeout ?? '5s')),
  };
  refuseUnasked(document, at, tool, inputs);
  refuseUnfitNames(document, at, tool, inputs);
  refuseWidened(document, at, written, tool, inputs);
  return tool;
}

type AskedOperation = Omit<AskedUpstream, 'upstream'> & { readonly upstream?: undefined };

function readOperation(
  document: ConfigDocument,
  at: ValuePath,
  { operation: name, returns, ...written }: WrittenTool,
  { title, operations }: Connector,
): AskedOperation | null {
  for (const key of ['tool', 'approved', 'rows'] as const)
    if (written[key] !== undefined)
      document.error([...at, key], `${title} has no tools of its own.`, 'Say `operation:`, and delete this.', 'key');
  if (returns === 'text') document.error([...at, 'returns'], `${title} replies with records.`, 'Say `list` or `one`.');
  if (name === undefined) {
    document.error(at, 'It isn’t said what this tool asks.', 'Say `operation:`.');
    return null;
  }
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined) {
    const known = Object.keys(operations);
    document.error([...at, 'operation'], `${title} has no operation \`${name}\`.`, meant(name, known, 'operation'));
    return null;
  }
  const byDefault = operation.rows === null ? 'one' : 'list';
  return { operation: name, inputs: operation.input, returns: returns === 'text' ? 'one' : (returns ?? byDefault) };
}

/** None where none are approved: that is reported. */
function fieldsOf(
  document: ConfigDocument,
  at: ValuePath,
  { fields, returns }: WrittenTool,
  never: readonly string[],
): readonly ResultField[] {
  if (returns === 'text') {
    if (fields !== undefined)
      document.error(
        [...at, 'fields'],
        'A tool that speaks in words has no fields.',
        'Delete them, or `returns: text`.',
      );
    return WORDS;
  }
  if (fields !== undefined) return readFields(document, [...at, 'fields'], fields, never);
  document.error(at, 'A tool without approved fields can say nothing.', 'Approve one field at least, under `fields`.');
  return [];
}

const DEFAULT_MOST = 20;
const MOST_TIMEOUT_MS = 30_000;

/** What no reply may be asked for, whichever read of the connector says so. */
function neverOf({ reads }: Connector, operation: string): readonly string[] {
  const isAsked = ({ operation: full, changes, one }: Connector['reads'][string]): boolean =>
    [full, changes?.operation, one?.operation].includes(operation);
  return Object.values(reads)
    .filter(isAsked)
    .flatMap(({ never = [] }) => never);
}

/** What a system said is shown as what it says: no longer than that it stays near it. */
const MOST_CACHE_MS = 3_600_000;

function cacheMsOf(document: ConfigDocument, at: ValuePath, { cache }: WrittenTool): number {
  const ms = cache === undefined ? 0 : millisecondsOf(cache);
  if (ms > MOST_CACHE_MS) document.error([...at, 'cache'], 'A reply is given again for an hour at most.', 'Say `1h`.');
  return ms;
}
