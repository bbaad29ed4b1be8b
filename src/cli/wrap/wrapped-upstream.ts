/** What of an upstream is in a workspace already: where its source says that it is, and the tools that somebody approved. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationFailure, Failure } from '../../base/failure.ts';
import type { Problem } from '../../base/problem.ts';
import type { UpstreamAlone } from '../../config/read/read-upstream.ts';
import { NO_WAY_IN, readUpstreamAlone } from '../../config/read/read-upstream.ts';
import { configDocument } from '../../config/yaml/document.ts';
import { readYamlFile } from '../../config/yaml/yaml-file.ts';
import type { Definition } from '../../upstreams/definition.ts';
import { definitionsIn, snapshotName } from '../../upstreams/snapshot.ts';

export type UpstreamFiles = { readonly source: string; readonly tools: string; readonly service: string };

export function upstreamFiles(folder: string, name: string): UpstreamFiles {
  return {
    source: join(folder, 'sources', `${name}.yaml`),
    tools: join(folder, 'sources', snapshotName(name)),
    service: join(folder, 'services', `${name}.yaml`),
  };
}

/** Null where there is no such source. @throws Failure where it is another one, or can't be read */
export function wrappedAlready({ source }: UpstreamFiles, name: string): UpstreamAlone | null {
  if (!existsSync(source)) return null;
  const problems: Problem[] = [];
  const { yaml, problems: broken } = readYamlFile(source, source);
  problems.push(...broken);
  const document = yaml === null ? null : configDocument(yaml, problems);
  if (document !== null && document.valueAt(['connector']) !== 'mcp')
    throw new Failure('usage', `There is a source ${name} already, which is no MCP server.`, 'Give it another --name.');
  const alone = document === null ? null : readUpstreamAlone(document, name);
  if (alone === null) throw new ConfigurationFailure(problems);
  return alone;
}

/** @throws Failure `configuration` */
export function approvedBefore({ tools }: UpstreamFiles): readonly Definition[] {
  if (!existsSync(tools)) return [];
  const read = definitionsIn(readFileSync(tools, 'utf8'));
  if (typeof read !== 'string') return read;
  throw new Failure(
    'configuration',
    `${tools} can't be read: ${read}.`,
    'Take it back from the repository, or delete it.',
  );
}

const URL_FORM = /^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/;
const NAME_FORM = /^[a-z][a-z0-9_-]{0,62}$/;

export type Said = { readonly place: string | undefined; readonly name: string; readonly secret: string | undefined };

/** What the command line says of it, or the source that is there. @throws Failure `usage` */
export function upstreamSaid({ place, name, secret }: Said, before: UpstreamAlone | null): UpstreamAlone {
  if (!NAME_FORM.test(name))
    throw new Failure('usage', `\`${name}\` is no name of a source.`, 'Use lower-case letters, digits, `-` and `_`.');
  if (before !== null) return unchanged({ place, name, secret }, before);
  if (place === undefined)
    throw new Failure('usage', 'It isn’t said where this server is.', 'Name its URL, or a command of the deployment.');
  const way = secret === undefined ? NO_WAY_IN : { wayIn: 'bearer', words: {}, secrets: { secret } };
  if (URL_FORM.test(place)) return { name, at: { url: place }, way };
  if (!NAME_FORM.test(place))
    throw new Failure('usage', `\`${place}\` is neither a URL nor the name of a command.`, 'A URL has no parameters.');
  if (secret !== undefined)
    throw new Failure('usage', 'A process takes no token.', 'Say its variables under `upstream_commands`, as `env`.');
  return { name, at: { command: place }, way };
}

function unchanged({ place, name, secret }: Said, before: UpstreamAlone): UpstreamAlone {
  const there = 'url' in before.at ? before.at.url : before.at.command;
  if ((place === undefined || place === there) && secret === undefined) return before;
  const mend = 'Change it in its file, and run this again without saying it.';
  throw new Failure('usage', `The source ${name} says itself where its server is and how it is let in.`, mend);
}
