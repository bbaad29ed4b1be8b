/**
 * `concierge service add`: writes `services/<name>.yaml` from the ready service of a connector, over a source of the workspace, and never
 * over a file that is there. It gives the service to no caller: which line would, it says.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '../../../base/failure.ts';
import type { Problem } from '../../../base/problem.ts';
import { problemText } from '../../../base/problem.ts';
import { requireWorkspace } from '../../../config/load-workspace.ts';
import { nameSchema } from '../../../config/schema/names.ts';
import type { Workspace } from '../../../config/workspace.ts';
import type { ServiceToWrite } from '../../../config/write-service.ts';
import { serviceText } from '../../../config/write-service.ts';
import type { Audience } from '../../../facts/frame.ts';
import { READY_SERVICES } from '../../../services/ready/ready-services.ts';
import { audienceNamed } from '../../asked.ts';
import type { CommandContext } from '../../context.ts';
import { emphasis } from '../../terminal/emphasis.ts';
import { fromHere, pathFrom } from '../../terminal/from-here.ts';
import { known } from '../../service-asked.ts';
import { readySource } from '../../service-add/ready-source.ts';
import { readyTools } from '../../service-add/ready-tools.ts';
import { writtenAndChecked } from '../../files/write-checked.ts';

export type ServiceAddOptions = {
  readonly connector: string;
  readonly dir: string | undefined;
  readonly source?: string;
  readonly name?: string;
  readonly tool?: readonly string[];
  readonly audience?: readonly string[];
  readonly json?: boolean;
};

/** @throws Failure `usage`, or ConfigurationFailure */
export function addService(options: ServiceAddOptions, context: CommandContext): void {
  const folder = resolve(context.cwd, options.dir ?? '.');
  const workspace = requireWorkspace(folder);
  const ready = READY_SERVICES.get(readyNamed(options.connector));
  if (ready === undefined) throw new RangeError(`Nothing is ready for ${options.connector}.`);
  const source = readySource(workspace, ready, options.source);
  const name = freeName(options.name ?? source.name, folder);
  const audiences = (options.audience ?? ['teams']).map(audienceNamed);
  const tools = readyTools(ready, source, { named: options.tool, audiences });
  const { title, instructions = null } = ready;
  const service = { name, source: source.name, title, instructions, tools };
  const path = resolve(folder, 'services', `${name}.yaml`);
  const problems = writtenAndChecked(path, folder, serviceText(service)).map((each) => fromHere(each, context.cwd));
  told(options, context, { service, path, problems, next: nextSteps(service, workspace, audiences) });
}

function readyNamed(connector: string): string {
  if (connector === 'rest' || connector === 'sql' || connector === 'file')
    throw new Failure(
      'usage',
      `Nothing is ready for a \`${connector}\` source: its operations are your own.`,
      'Write services/NAME.yaml by hand: docs/services.md.',
    );
  return known(connector, [...READY_SERVICES.keys()], 'ready service');
}

function freeName(name: string, folder: string): string {
  if (!nameSchema.safeParse(name).success)
    throw new Failure('usage', 'A name has small letters, digits, - and _, like crm.', 'Say another: `--name NAME`.');
  if (existsSync(join(folder, 'services', `${name}.yaml`)))
    throw new Failure(
      'usage',
      `There is a file services/${name}.yaml already.`,
      'It is yours, so it stays as it is. Say another name: `--name NAME`.',
    );
  return name;
}

/** The line for a caller that there is; for one of a name of your own where there is none of such an audience. */
function nextSteps(
  { name, tools }: ServiceToWrite,
  { callers, sources }: Workspace,
  audiences: readonly Audience[],
): readonly string[] {
  const caller = callers.find(({ audience }) => audiences.includes(audience));
  const services = [...(caller?.services ?? ['cx_concierge']), name];
  const needs = [...new Set(tools.flatMap(({ needs: needed }) => needed ?? []))];
  return [
    `Prune services/${name}.yaml: delete the tools and fields that agents needn’t have.`,
    ...needs.map((each) => `Allow the credentials: ${each}.`),
    ...unsaid(tools, sources).map(
      (each) => `Say \`in: ${each}\` for an account’s id in a source: until then no customer is found by it.`,
    ),
    `Give it to a caller, in concierge.yaml: ${caller?.id ?? 'NAME'}: { services: [${services.join(', ')}] }`,
    `concierge menu ${name}`,
    'concierge publish',
  ];
}

/** Namespaces of customers' ids that no source knows. */
function unsaid(tools: ServiceToWrite['tools'], sources: Workspace['sources']): readonly string[] {
  const ids = sources.flatMap(({ mappings }) => mappings.flatMap((each) => (each.kind === 'account' ? each.ids : [])));
  const said = new Set(ids.map(({ namespace }) => namespace));
  const wanted = tools.flatMap(({ customer }) => (customer !== undefined && 'id' in customer ? [customer.id] : []));
  return [...new Set(wanted)].filter((namespace) => !said.has(namespace));
}

type Told = {
  readonly service: ServiceToWrite;
  readonly path: string;
  readonly problems: readonly Problem[];
  readonly next: readonly string[];
};

function told({ json = false }: ServiceAddOptions, context: CommandContext, { service, path, problems, next }: Told) {
  const tools = service.tools.map(({ name }) => name);
  if (json) {
    const { name, source } = service;
    context.out(
      JSON.stringify({ service: name, source, file: `services/${name}.yaml`, tools, problems, next }, null, 2),
    );
    return;
  }
  context.out(`Wrote ${pathFrom(context.cwd, path)}: ${tools.join(', ')}.`);
  for (const each of problems) context.out(problemText(each));
  context.out(['', emphasis(context)('Next:'), ...next.map((step) => `  ${step}`)].join('\n'));
}
