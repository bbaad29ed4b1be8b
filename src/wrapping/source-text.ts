/** What is wrapped, as a person would have written it: the lines of a source and of a service. Nothing here looks at files. */
import { flowList, flowMap, flowScalar } from '../config/yaml/flow-text.ts';
import { isPlainObject } from '../base/json.ts';
import type { Access } from './access.ts';
import type {
  AnyWrapped,
  HeldField,
  QueriedSource,
  SourceOperation,
  WrappedField,
  WrappedOperation,
} from './wrapped-operation.ts';

export type Head = {
  /** Of the source and of the service. */
  readonly name: string;
  /** Of the system, as people know it. */
  readonly title: string;
  /** From which document or request, as a comment says it. */
  readonly from: string;
  readonly access: Access;
};

/** `indent` blanks before each line that isn't empty. */
export function indentedBy(text: string, indent: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(indent));
}

export function sourceText(head: Head, operations: readonly WrappedOperation[]): string {
  const { name, title, from, access } = head;
  const probe = operations.find(({ source }) =>
    Object.values(source.input ?? {}).every((field) => field.required !== true),
  );
  const lines = [
    `# sources/${name}.yaml`,
    `# Wrapped by \`concierge wrap\` from ${from}.`,
    `source: ${name}`,
    'connector: rest',
    ...addressLines(access.baseUrl),
    ...access.notes.map((note) => `# ${note}`),
    `auth: ${flowMap(Object.entries(access.auth).map(([key, value]) => [key, flowScalar(value)]))}`,
    'system:',
    `  title: ${flowScalar(title)}`,
    ...(probe === undefined ? [] : [`  probe: ${probe.name} # shows that everything works`]),
    '  operations:',
    ...operations.map((operation) => indentedBy(operationText(operation), 4)),
  ];
  return `${lines.join('\n')}\n`;
}

/** Without TLS, which only a deployment may allow, it is the address in place of the system's own. */
function addressLines(url: string): readonly string[] {
  if (url.startsWith('https://')) return [`settings: { base_url: ${flowScalar(url)} }`];
  return [`settings: { base_url: ${flowScalar(url.replace(/^http:/, 'https:'))} }`, `base_url: ${flowScalar(url)}`];
}

/** One operation of a source, its name first. */
export function operationText({ key, name, source }: AnyWrapped): string {
  const { about, input, rows } = source;
  const lines = [
    `${name}:`,
    `  # ${key}`,
    `  about: ${flowScalar(about)}`,
    ...(input === undefined
      ? []
      : ['  input:', ...Object.entries(input).map(([field, one]) => `    ${field}: ${flow(one)}`)]),
    ...('query' in source ? queryLines(source) : requestLines(source)),
    ...(rows === undefined ? [] : [`  rows: ${rows === null ? 'null' : flowScalar(rows)}`]),
  ];
  return lines.join('\n');
}

const MOST_LINE = 110;

function requestLines({ request, paging }: SourceOperation): readonly string[] {
  const whole = `  request: ${flow(request)}`;
  const lines =
    whole.length <= MOST_LINE
      ? [whole]
      : ['  request:', ...Object.entries(request).map(([key, value]) => `    ${key}: ${flow(value)}`)];
  return paging === undefined ? lines : [...lines, `  paging: ${flow(paging)}`];
}

function queryLines({ query }: QueriedSource): readonly string[] {
  return ['  query: |-', indentedBy(query, 4)];
}

function flow(value: unknown): string {
  if (typeof value === 'string') return flowScalar(value);
  if (Array.isArray(value)) return flowList(value.map(flow));
  if (isPlainObject(value)) return flowMap(Object.entries(value).map(([key, member]) => [key, flow(member)]));
  return String(value);
}

export function serviceText({ name, title, from }: Omit<Head, 'access'>, operations: readonly AnyWrapped[]): string {
  const lines = [
    `# services/${name}.yaml`,
    `# Wrapped by \`concierge wrap\` from ${from}.`,
    '# Nothing of it is served yet. Look at each tool: when a model should use it, what it may ask for, and above all its',
    '# fields, for nothing else of a reply ever leaves. Take out what no agent needs. Then say `reviewed: true`, and name the',
    '# service under `services:` of the callers that may use it.',
    `service: ${name}`,
    'reviewed: false',
    `source: ${name}`,
    `title: ${flowScalar(title)}`,
    'tools:',
    ...operations.map((operation) => indentedBy(toolText(operation), 2)),
  ];
  return `${lines.join('\n')}\n`;
}

/** A tool's lines as they are added to a service that is served already: nobody has looked at this one. */
export function draftText(tool: string): string {
  return tool.replace(/^ {2}operation: /m, '  reviewed: false\n$&');
}

/** One tool of a service, its name first. */
export function toolText(operation: AnyWrapped): string {
  const { key, name, title, description, arguments: asked, fields, held, further, notes, source } = operation;
  const lines = [
    `${name}:`,
    `  # ${key}`,
    ...notes.map((note) => `  # ${note}`),
    `  operation: ${name}`,
    `  title: ${flowScalar(title)}`,
    `  description: ${flowScalar(description)}`,
    '  audiences: [teams]',
    ...customerHint(operation),
    ...argumentLines(asked),
    ...(source.rows === undefined || source.rows !== null ? [] : ['  returns: one']),
    '  fields:',
    ...fields.map((field) => `    ${fieldText(field)}`),
    ...held.map((field) => `    # ${fieldText(field)} # ${whyText(field)}`),
    ...furtherLines(further),
  ];
  return lines.join('\n');
}

/** Nobody guesses whose records these are; where an input may say it, the line is there to be taken. */
function customerHint({ source: { input = {} }, fields }: AnyWrapped): readonly string[] {
  const whose = Object.keys(input).find((name) =>
    /(?:customer|account|organi[sz]ation|company|contact|requester|client|user)(?:_id)?$/.test(name),
  );
  if (whose === undefined) return [];
  const same =
    fields.find(({ at }) => at === whose || at.endsWith(`.${whose}`)) ??
    fields.find(({ name }) => name === whose || (name.endsWith('_id') && whose.endsWith(`_${name}`)));
  const belongs = same === undefined ? '' : `, belongs: ${flowScalar(same.at)}`;
  return [
    `  # A customer’s own only: customer: { input: ${whose}, id: NAMESPACE${belongs} }, in place of the argument`,
  ];
}

function argumentLines(asked: AnyWrapped['arguments']): readonly string[] {
  if (asked.length === 0) return [];
  return [
    '  arguments:',
    ...asked.map(({ name, input, description }) => {
      const members: (readonly [string, string])[] = [
        ...(name === input ? [] : [['input', input] as const]),
        ...(description === '' ? [] : [['description', flowScalar(description)] as const]),
      ];
      return `    ${name}: ${flowMap(members)}`;
    }),
  ];
}

function fieldText({ name, at, type, description = '' }: WrappedField): string {
  if (type === 'records') return `${name}: { at: ${flowScalar(at)}, type: records, fields: { id: id } }`;
  const said: readonly (readonly [string, string])[] = [
    ...(type === 'text' ? [] : [['type', type] as const]),
    ...(description === '' ? [] : [['description', flowScalar(description)] as const]),
  ];
  return `${name}: ${said.length === 0 ? flowScalar(at) : flowMap([['at', flowScalar(at)], ...said])}`;
}

function whyText({ why }: HeldField): string {
  return why;
}

const NAMED = 20;

function furtherLines(further: readonly string[]): readonly string[] {
  if (further.length === 0) return [];
  const more = further.length > NAMED ? ` and ${further.length - NAMED} more` : '';
  return [`    # There are also: ${further.slice(0, NAMED).join(', ')}${more}`];
}
