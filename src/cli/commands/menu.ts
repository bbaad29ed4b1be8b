/** `concierge menu`: exactly what an agent sees of a service, how much of a model's attention it takes, and what to mend. */
import { requireWorkspace } from '../../config/load-workspace.ts';
import { releaseOf } from '../../config/release.ts';
import { prepareRelease } from '../../answer/prepared-release.ts';
import { instantOf } from '../../base/clock.ts';
import { menuSize, menuWarnings, tokensOf } from '../../services/menu-size.ts';
import type { Menu, ObjectSchema, PromptText, ToolDefinition } from '../../services/tool.ts';
import { columns } from '../terminal/columns.ts';
import type { CommandContext } from '../context.ts';
import { counted } from '../terminal/counted.ts';
import type { Emphasize } from '../terminal/emphasis.ts';
import { emphasis } from '../terminal/emphasis.ts';
import { titled } from '../explanation-text.ts';
import type { OpenOptions } from '../configured.ts';
import { onlyTenant } from '../only-tenant.ts';
import type { AsCaller } from '../service-asked.ts';
import { callerAsked, serviceNamed } from '../service-asked.ts';
import { wrapped } from '../terminal/wrapped.ts';

export type MenuOptions = OpenOptions & AsCaller & { readonly service: string; readonly json?: boolean };

/** @throws Failure `usage` for a service or caller that there isn't */
export function menu({ service, json = false, ...options }: MenuOptions, context: CommandContext): void {
  const { workspace: folder } = onlyTenant(options, context, 'menus are shown');
  const workspace = requireWorkspace(folder);
  const release = prepareRelease(workspace, releaseOf(workspace).id, instantOf(context.clock.now()));
  const name = serviceNamed(service, workspace);
  const caller = callerAsked(options, workspace);
  const seen = release.menuOf(name, caller);
  if (seen === undefined) throw new RangeError(`No menu of ${name}.`);
  if (json) {
    const { definitions, instructions } = seen;
    const [resources, prompts] = [seen.resources.map(sized), seen.prompts.map(sized)];
    const told = { service: name, caller: caller.id, instructions, tools: definitions, resources, prompts };
    context.out(JSON.stringify({ ...told, tokens: menuSize(seen), warnings: menuWarnings(seen) }, null, 2));
    return;
  }
  context.out(menuText(`${name}, as ${caller.id} sees it (an agent for ${caller.audience})`, seen, emphasis(context)));
}

function menuText(head: string, seen: Menu, emphasize: Emphasize): string {
  const section = titled(emphasize);
  const { tools, total } = menuSize(seen);
  const size = `${counted(seen.definitions.length, 'tool')}, about ${total} tokens (a quarter of the characters)`;
  return [
    ...section(head, [size]),
    ...section('No tool', seen.definitions.length === 0 ? wrapped(NO_TOOL) : []),
    ...section('Instructions', seen.instructions.split('\n').flatMap(wrapped)),
    ...seen.definitions.flatMap((tool) => section(`${tool.name}  (${tools[tool.name] ?? 0})`, toolLines(tool))),
    ...seen.resources.flatMap((resource) =>
      section(`Resource ${resource.uri}  ${sizeWords(resource)}`, textLines(resource)),
    ),
    ...seen.prompts.flatMap((prompt) => section(`Prompt ${prompt.name}  ${sizeWords(prompt)}`, textLines(prompt))),
    ...section('Worth mending', menuWarnings(seen).flatMap(wrapped)),
  ]
    .join('\n')
    .replaceAll(/ +$/gm, '')
    .trimEnd();
}

const NO_TOOL =
  '`concierge check` says what nobody has looked at yet (`reviewed: false`); what remains is for other `audiences`, for other `scopes`, or about no customer and without `about_anybody`.';

function sized<Text extends Pick<PromptText, 'text'>>(readable: Text): Text & { readonly tokens: number } {
  return { ...readable, tokens: tokensOf(readable.text) };
}

/** It is read where a client asks for it. */
function sizeWords({ text }: Pick<PromptText, 'text'>): string {
  return `(${tokensOf(text)}, when it is read)`;
}

function textLines({ text }: Pick<PromptText, 'text'>): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const indent = /^ */.exec(line)?.[0] ?? '';
    return wrapped(line.trim()).map((part) => indent + part);
  });
}

function toolLines({ description, inputSchema, outputSchema }: ToolDefinition): readonly string[] {
  const required = new Set(listOf(inputSchema['required']));
  const inputs = Object.entries(inputSchema['properties'] ?? {}).map(([name, schema]) => [
    `${name}${required.has(name) ? '' : '?'}`,
    typeWords(schema),
    descriptionOf(schema),
  ]);
  return [
    ...wrapped(description),
    ...columns(inputs).map((line) => `takes ${line}`),
    ...wrapped(`gives ${outputWords(outputSchema)}`),
  ];
}

type Shown = { readonly items?: Shown; readonly properties?: Readonly<Record<string, Shown>> };

/** A service's records by their approved fields; of the concierge's cards the parts. */
function outputWords(schema: ObjectSchema): string {
  const { properties = {} } = schema as Shown & ObjectSchema;
  const { records, record } = properties;
  const fields = Object.keys((records?.items ?? record)?.properties ?? {}).join(', ');
  if (records !== undefined) return `a list of: ${fields}`;
  return record === undefined ? Object.keys(properties).join(', ') : `one record, or none: ${fields}`;
}

type Said = {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly unknown[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
  readonly items?: Said;
};

/** What is nested as it has to be written: `[{ field: state|mood, most?: integer }]`. */
function typeWords(schema: unknown): string {
  const { type, enum: values, anyOf, properties, required = [], items } = schema as Said;
  if (values !== undefined) return values.length <= 6 ? values.join('|') : `one of ${values.length}`;
  if (properties !== undefined) {
    const members = Object.entries(properties).map(
      ([name, member]) => `${name}${required.includes(name) ? '' : '?'}: ${typeWords(member)}`,
    );
    return `{ ${members.join(', ')} }`;
  }
  if (type === 'array' && items?.type !== 'string') return `[${typeWords(items ?? {})}]`;
  return anyOf === undefined ? (type ?? 'anything') : anyOf.map(typeWords).join(' or ');
}

function descriptionOf(schema: unknown): string {
  return (schema as { description?: string }).description ?? '';
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}
