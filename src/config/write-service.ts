/** The text of a `services/<name>.yaml` that is written for somebody: a field a line, so that each can be deleted. Pure. */
import type { Audience } from '../facts/frame.ts';
import type { ReadyTool } from '../services/ready/ready-service.ts';
import { inFlow } from './write-source.ts';
import { flowScalar } from './yaml/flow-text.ts';

export type ServiceToWrite = {
  readonly name: string;
  readonly source: string;
  readonly title: string;
  readonly instructions: string | null;
  readonly tools: readonly ToolToWrite[];
};

export type ToolToWrite = Omit<ReadyTool, 'mayServe'> & {
  readonly name: string;
  readonly audiences: readonly Audience[];
};

export function serviceText({ name, source, title, instructions, tools }: ServiceToWrite): string {
  return [
    '# yaml-language-server: $schema=../.schemas/service.schema.json',
    '#',
    `# ${title} for agents, read only. It is yours: delete what agents needn’t have; what isn’t here doesn’t leave.`,
    `# After each change: concierge check, and concierge menu ${name}.`,
    '',
    `service: ${flowScalar(name)}`,
    `source: ${flowScalar(source)}`,
    `title: ${flowScalar(title)}`,
    ...(instructions === null ? [] : [`instructions: ${flowScalar(instructions)}`]),
    '',
    'tools:',
    ...tools.flatMap((tool, nth) => [...(nth === 0 ? [] : ['']), ...toolLines(tool)]),
    '',
  ].join('\n');
}

function toolLines({ name, needs, note, fields, arguments: asked = {}, audiences, ...tool }: ToolToWrite) {
  const { operation, title, description, customer, fixed, returns, most, cache, timeout } = tool;
  const values = { customer, fixed, returns, most };
  return [
    ...(note === undefined ? [] : [`  # ${note}`]),
    ...(needs === undefined ? [] : [`  # Needs ${needs}.`]),
    `  ${name}:`,
    ...entries({ operation, title, description }),
    `    audiences: ${inFlow(audiences)}`,
    ...entries(values),
    ...(Object.keys(asked).length === 0 ? [] : ['    arguments:', ...entries(asked, 6)]),
    '    fields:',
    ...entries(fields ?? {}, 6),
    ...entries({ cache, timeout }),
  ];
}

function entries(values: Readonly<Record<string, unknown>>, indent = 4): readonly string[] {
  return Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [`${' '.repeat(indent)}${key}: ${inFlow(value)}`],
  );
}
