/** What is wrapped of a database as a person would have written it: the lines of its source. */
import { flowMap, flowScalar } from '../../config/yaml/flow-text.ts';
import { indentedBy, operationText } from '../source-text.ts';
import type { TableOperation } from './table-operation.ts';

export type DatabaseHead = {
  readonly name: string;
  /** As a comment says it. */
  readonly from: string;
  readonly connector: string;
  readonly settings: Readonly<Record<string, string | number>>;
  /** Null for a file. */
  readonly auth: Readonly<Record<string, string>> | null;
};

export function databaseText(head: DatabaseHead, operations: readonly TableOperation[]): string {
  const { name, from, connector, settings, auth } = head;
  const lines = [
    `# sources/${name}.yaml`,
    `# Wrapped by \`concierge wrap\` from ${from}.`,
    `source: ${name}`,
    `connector: ${connector}`,
    `settings: ${flow(settings)}`,
    ...(auth === null ? [] : [`auth: ${flow(auth)}`]),
    '# What services may ask: a query each, whose parameters are the inputs. Of its columns those leave the database that a tool approves.',
    'operations:',
    ...operations.map((operation) => indentedBy(operationText(operation), 2)),
  ];
  return `${lines.join('\n')}\n`;
}

function flow(members: Readonly<Record<string, string | number>>): string {
  return flowMap(
    Object.entries(members).map(([key, value]) => [key, typeof value === 'number' ? String(value) : flowScalar(value)]),
  );
}
