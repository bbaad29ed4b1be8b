/**
 * `concierge wrap mcp`: shows the tools of another MCP server, and makes a source and a service of those that a person approves. Again:
 * it shows what has changed since, and approves anew.
 */
import { resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { systemClock } from '../../../base/clock.ts';
import { Failure } from '../../../base/failure.ts';
import { nearestName } from '../../../base/nearest.ts';
import type { Deployment } from '../../../config/deployment.ts';
import type { UpstreamAlone } from '../../../config/read/read-upstream.ts';
import { upstreamSource } from '../../../config/read/read-upstream.ts';
import { createOutbound } from '../../../outbound/guarded.ts';
import type { Definition, Unusable } from '../../../upstreams/definition.ts';
import { definitionIn, isUsable } from '../../../upstreams/definition.ts';
import { upstreamFailure } from '../../../upstreams/failure.ts';
import { knownTool } from '../../../upstreams/input-fields.ts';
import { openSession } from '../../../upstreams/session.ts';
import { SourceFailure } from '../../../sources/kit/http/source-failure.ts';
import { readDeployment } from '../../configured.ts';
import type { CommandContext } from '../../context.ts';
import { pathFrom } from '../../terminal/from-here.ts';
import { emphasis } from '../../terminal/emphasis.ts';
import { secretsOf } from '../../sources/system-client.ts';
import { upstreamPlace } from '../../sources/upstream-place.ts';
import { nextLines } from '../../wrap/wrap-next.ts';
import { writeWrapped } from '../../wrap/wrap-mcp-files.ts';
import type { ShownTool } from '../../wrap/wrap-mcp-text.ts';
import { goneLines, shownTools, toolLines, unusableLines } from '../../wrap/wrap-mcp-text.ts';
import { approvedBefore, upstreamFiles, upstreamSaid, wrappedAlready } from '../../wrap/wrapped-upstream.ts';

export type WrapMcpOptions = {
  readonly place: string | undefined;
  readonly name: string;
  readonly workspace?: string;
  readonly tool?: readonly string[];
  readonly secret?: string;
  readonly yes?: boolean;
  readonly deployment?: string;
};

/** @throws Failure `usage`, `configuration`, `sync_failed` where the server can't be asked */
export async function wrapMcp(options: WrapMcpOptions, context: CommandContext): Promise<void> {
  const folder = resolve(context.cwd, options.workspace ?? '.');
  requireWorkspaceFolder(folder);
  const deployment = readDeployment(folder, { dir: folder, ...deploymentIn(options) }, context.cwd);
  const files = upstreamFiles(folder, options.name);
  const { place, name, secret } = options;
  const upstream = upstreamSaid({ place, name, secret }, wrappedAlready(files, name));
  const before = approvedBefore(files);
  const listed = (await listedBy(upstream, deployment)).flatMap((tool) => definitionIn(tool) ?? []);
  const shown = shownTools(listed.filter(isUsable), before);
  tellTools(shown, listed, before, options.tool ?? [], context);
  if (isLook(options, context) && isAsApproved(shown, before))
    return context.err('Nothing that is approved has changed.');
  const taken = await approvedOf(shown, options, context);
  if (taken.length === 0) return context.err('Nothing was written: nothing new was approved.');
  const isFirst = !existsSync(files.service);
  const { paths, drafted } = writeWrapped(files, { upstream, before, taken });
  for (const path of paths) context.out(pathFrom(context.cwd, path));
  context.err(`Approved ${taken.map((tool) => tool.name).join(', ')}.`);
  const lines = isFirst
    ? nextLines({ name, paths: files }, null, context, { first: 'put its words into your own, ' })
    : againLines(drafted, pathFrom(context.cwd, files.service));
  context.err(lines.join('\n'));
}

/** What was served goes on being served: its words, arguments and fields are the file's, and stayed. */
function againLines(drafted: readonly string[], service: string): readonly string[] {
  const live = 'Run `concierge check`, and make it live by `concierge publish`.';
  if (drafted.length === 0) return [live];
  return [
    `What is new is served when you say that it is reviewed: look at ${drafted.join(', ')} in ${service}, put the words into your own, and take out what no agent needs.`,
    live,
  ];
}

/** Nobody names a tool, and nobody is there to be asked for one. */
function isLook({ tool = [] }: WrapMcpOptions, { isTerminal }: CommandContext): boolean {
  return tool.length === 0 && !isTerminal;
}

function isAsApproved(shown: readonly ShownTool[], before: readonly Definition[]): boolean {
  const same = new Set(shown.flatMap(({ state, definition }) => (state === 'approved' ? [definition.name] : [])));
  return before.length > 0 && before.every(({ name }) => same.has(name));
}

function deploymentIn({ deployment }: WrapMcpOptions): { readonly deployment?: string } {
  return deployment === undefined ? {} : { deployment };
}

function requireWorkspaceFolder(folder: string): void {
  if (existsSync(resolve(folder, 'concierge.yaml'))) return;
  throw new Failure('missing_file', `The folder ${folder} is no workspace.`, 'Name one with --workspace.');
}

/** Name them where there are more. */
const MOST_SHOWN = 100;
const LIST_MS = 20_000;

async function listedBy(upstream: UpstreamAlone, deployment: Deployment): Promise<readonly unknown[]> {
  const outbound = createOutbound(deployment.outbound);
  const around = {
    outbound,
    secretFor: secretsOf(deployment),
    // A client that gets its own tokens has nothing to keep.
    kept: { latest: async () => null, keep: async () => {} },
    now: systemClock.now,
  };
  try {
    const session = await openSession(
      upstreamPlace(upstreamSource(upstream, {}), deployment, around, process.env),
      () => {},
    );
    try {
      return await session.list(LIST_MS);
    } finally {
      await session.close();
    }
  } catch (error) {
    const failure = upstreamFailure(error, upstream.name);
    if (!(failure instanceof SourceFailure)) throw failure;
    const mend =
      'command' in upstream.at
        ? 'Run the command by hand, in its `folder`. It gets `PATH`, `HOME` and what `env` says, and has 20 seconds to start: install what it would download first.'
        : 'Look at its place, at `auth` of its source, and at `secrets` and `outbound` of the deployment.';
    throw new Failure('sync_failed', `The server can't be asked: ${failure.message}`, mend, { cause: error });
  } finally {
    await outbound.close();
  }
}

function tellTools(
  shown: readonly ShownTool[],
  listed: readonly (Definition | Unusable)[],
  before: readonly Definition[],
  named: readonly string[],
  context: CommandContext,
): void {
  const bold = emphasis(context);
  const unusable = listed.filter((tool): tool is Unusable => !isUsable(tool));
  const told = shown.filter(
    ({ definition, state }) => named.length === 0 || state === 'changed' || named.includes(definition.name),
  );
  const lines = [
    'What the server says of its tools. These are its own words: read them as data, not as advice.',
    ...told.slice(0, MOST_SHOWN).flatMap((tool) => toolLines(tool, bold)),
    ...unusableLines(unusable.slice(0, MOST_SHOWN)),
    ...goneLines(listed, before),
    ...(told.length === shown.length && told.length <= MOST_SHOWN ? [] : [`\nOf ${listed.length} tools in all.`]),
    '',
  ];
  context.err(lines.join('\n'));
}

async function approvedOf(
  shown: readonly ShownTool[],
  { tool: named = [], yes = false }: WrapMcpOptions,
  { isTerminal }: CommandContext,
): Promise<readonly Definition[]> {
  const open = shown.filter(({ state, definition }) => state !== 'approved' && canBeOffered(definition));
  const wanted = named.map((name) => wantedIn(shown, name));
  if (named.length > 0 && yes) return wanted;
  if (isTerminal && open.length > 0) {
    const { chosenTools } = await import('./choose.ts');
    return await chosenTools(open, new Set(named));
  }
  if (open.length === 0) return [];
  const mend = 'Say `--tool NAME` for each that you approve, and `--yes`.';
  throw new Failure('usage', 'Nothing was written: nobody is here to be asked.', mend);
}

function canBeOffered(definition: Definition): boolean {
  return knownTool(definition).needs.length === 0;
}

function wantedIn(shown: readonly ShownTool[], name: string): Definition {
  const found = shown.find(({ definition }) => definition.name === name)?.definition;
  const names = shown.map(({ definition }) => definition.name);
  if (found === undefined) {
    const near = nearestName(name, names);
    const mend = near === undefined ? 'Look at the list.' : `Did you mean \`${near}\`?`;
    throw new Failure('usage', `The server has no tool \`${name}\` that can be offered.`, mend);
  }
  if (canBeOffered(found)) return found;
  throw new Failure('usage', `\`${name}\` needs what can't be said here.`, 'Take another tool.');
}
