/**
 * `concierge source add`: asks what a source needs, names its secrets, tries the connection, shows what it found, proposes the mapping and
 * writes `sources/<name>.yaml`, never over a file that is there. Each answer may be a flag instead; where nobody sits at a terminal, none
 * is asked.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import { nearestName } from '../../../base/nearest.ts';
import { nameSchema } from '../../../config/schema/names.ts';
import { CONNECTORS } from '../../../sources/connectors.ts';
import { readConfiguration } from '../../configured.ts';
import type { CommandContext } from '../../context.ts';
import { Answers } from '../../source-add/answers.ts';
import { addFile } from '../../source-add/add-file.ts';
import { addSystem } from '../../source-add/add-system.ts';
import type { SourceAddOptions } from '../../source-add/adding.ts';

/** @throws Failure `usage`, `configuration`, or `sync_failed` where the system can't be asked */
export async function addSource(options: SourceAddOptions, context: CommandContext): Promise<void> {
  const configured = readConfiguration(options, context);
  const folder = configured.workspace.folder;
  const connector = CONNECTORS.get(options.connector);
  if (connector === undefined && options.connector !== 'file') throw noConnector(options.connector);
  if (connector !== undefined && connector.usual === undefined) throw writtenByHand(connector.name, connector.title);
  const answers = new Answers(options.json === true ? null : (context.questions ?? null));
  const name = await answers.text({
    flag: '--name NAME',
    given: options.name,
    message: 'What is the source called? Its file has the same name.',
    byDefault: options.connector === 'file' ? 'export' : options.connector,
    check: (text) => unfitName(text, folder),
  });
  const taken = unfitName(name, folder);
  if (taken !== null) throw new Failure('usage', taken, 'Say another: `--name NAME`.');
  const adding = { options, context, answers, name, tenant: configured.workspace.tenant, folder };
  await (connector === undefined ? addFile(adding, configured) : addSystem(adding, configured, connector));
}

function unfitName(name: string, folder: string): string | null {
  if (!nameSchema.safeParse(name).success) return 'A name has small letters, digits, - and _, like crm.';
  return existsSync(join(folder, 'sources', `${name}.yaml`)) ? `There is a file sources/${name}.yaml already.` : null;
}

/** What its records mean is another thing in every company. */
function writtenByHand(name: string, title: string): Failure {
  return new Failure(
    'usage',
    `Nothing is usual of ${title}: who is meant by what it tells is yours to say.`,
    `Begin with the source in docs/sources/${name.replaceAll('_', '-')}.md; then \`concierge doctor\` tries it.`,
  );
}

/** The connectors of which each source has its own, and the guides that say how. */
const WRITTEN_BY_HAND: Readonly<Record<string, string>> = {
  rest: 'rest',
  sql: 'sql',
  sqlite: 'sql',
  postgresql: 'sql',
  mysql: 'sql',
};

function noConnector(named: string): Failure {
  const guide = Object.hasOwn(WRITTEN_BY_HAND, named) ? WRITTEN_BY_HAND[named] : undefined;
  if (guide !== undefined)
    return new Failure(
      'usage',
      `A \`${named}\` source says itself how its system is asked, so it is written by hand.`,
      `See docs/sources/${guide}.md; then \`concierge doctor\` tries it.`,
    );
  if (named === 'mcp')
    return new Failure(
      'usage',
      'Of another MCP server only services ask, by tools that somebody has looked at.',
      'Add it with `concierge wrap mcp`; see docs/upstreams.md.',
    );
  const names = ['file', ...CONNECTORS.keys()];
  const near = nearestName(named, names);
  return new Failure(
    'usage',
    `There is no connector \`${named}\`.`,
    near === undefined ? `There are: ${names.join(', ')}.` : `Did you mean \`${near}\`?`,
  );
}
