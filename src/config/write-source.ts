/** The text of a `sources/<name>.yaml` that is written for somebody: in the style of the examples, with the evidence as comments. Pure. */
import type { SourceAccess } from '../sources/kit/http/open-source.ts';
import { recordOf } from '../sources/propose/proposal.ts';
import type { ProposedRecord } from '../sources/propose/proposal.ts';
import { flowList, flowMap, flowScalar } from './yaml/flow-text.ts';

export type SystemToWrite = {
  readonly connector: string;
  readonly access: SourceAccess;
  /** By the source's own name. */
  readonly reads: readonly { readonly name: string; readonly read: string; readonly about: string }[];
  readonly sync: { readonly every: string; readonly full: string };
};

export type FileToWrite = {
  readonly connector: 'file';
  readonly reads: readonly { readonly name: string; readonly values: Readonly<Record<string, string | number>> }[];
};

export type SourceToWrite = (SystemToWrite | FileToWrite) & {
  readonly name: string;
  /** A line for the head. */
  readonly about: string;
  readonly records: readonly ProposedRecord[];
};

export function sourceText(source: SourceToWrite): string {
  return [
    '# yaml-language-server: $schema=../.schemas/source.schema.json',
    '#',
    `# ${source.about}`,
    '# Nothing is read but what is named here. After each change: concierge check',
    '',
    `source: ${flowScalar(source.name)}`,
    `connector: ${source.connector}`,
    ...('access' in source ? accessLines(source.access) : []),
    '',
    'reads:',
    ...('access' in source
      ? source.reads.map(({ name, read, about }) => `  ${name}: { read: ${read} } # ${commented(about)}`)
      : source.reads.map(({ name, values }) => `  ${name}: ${inFlow(values)}`)),
    ...('access' in source ? ['', `sync: { every: ${source.sync.every}, full: ${source.sync.full} }`] : []),
    '',
    'records:',
    ...source.records.flatMap(recordLines),
    '',
  ].join('\n');
}

function accessLines({ settings, wayIn, words, secrets, baseUrl }: SourceAccess): readonly string[] {
  return [
    ...(Object.keys(settings).length === 0 ? [] : [`settings: ${inFlow(settings)}`]),
    ...(baseUrl === null ? [] : [`base_url: ${flowScalar(baseUrl)}`]),
    `auth: ${inFlow({ way: wayIn, ...words, ...secrets })} # secrets by their names in the deployment`,
  ];
}

function recordLines(proposed: ProposedRecord): readonly string[] {
  const { kind, where, id, values = {}, facts = {}, assignments = [] } = recordOf(proposed);
  const told = (line: 'value' | 'fact' | 'assignment', key: string, text: string): string => {
    const found = proposed.lines.find((each) => each.kind === line && each.key === key)?.evidence ?? '';
    return withComment(text, found);
  };
  return [
    `  - ${kind}:`,
    `      from: ${flowScalar(proposed.from)}`,
    ...(where === undefined ? [] : [`      where: ${inFlow(where)}`]),
    ...(id === undefined ? [] : [`      id: ${inFlow(id)}`]),
    ...Object.entries(values).map(([key, value]) => told('value', key, `      ${key}: ${inFlow(value)}`)),
    ...(Object.keys(facts).length === 0 ? [] : ['      facts:']),
    ...Object.entries(facts).map(([key, value]) => told('fact', key, `        ${key}: ${inFlow(value)}`)),
    ...(assignments.length === 0 ? [] : ['      assignments:']),
    ...assignments.map((each) => told('assignment', each.role, `        - ${inFlow(each)}`)),
  ];
}

const WIDEST = 120;

/** Behind the line, or above it where that would be too wide. */
function withComment(line: string, comment: string): string {
  if (comment === '') return line;
  const behind = `${line} # ${commented(comment)}`;
  const indent = line.slice(0, line.length - line.trimStart().length);
  return behind.length <= WIDEST ? behind : `${indent}# ${commented(comment)}\n${line}`;
}

/** A value in one line. */
export function inFlow(value: unknown): string {
  if (Array.isArray(value)) return flowList(value.map((each: unknown) => inFlow(each)));
  if (typeof value === 'object' && value !== null)
    return flowMap(Object.entries(value).map(([key, inner]) => [key, inFlow(inner)] as const));
  return typeof value === 'string' ? flowScalar(value) : String(value);
}

function commented(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
