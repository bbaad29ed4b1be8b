/** What a service's tool may not be: a way to ask about anybody, to show another's records, or to ask for what can't be asked for. */
import type { ValuePath } from '../../base/problem.ts';
import type { ServiceTool } from '../../services/declaration.ts';
import { unfitName } from '../../sources/kit/http/check-input.ts';
import type { InputFields } from '../../sources/kit/http/operation.ts';
import type { WrittenTool } from '../schema/source-service-schema.ts';
import type { ConfigDocument } from '../yaml/document.ts';

function othersThanTeams({ audiences = [] }: WrittenTool): readonly string[] {
  return audiences.filter((audience) => audience !== 'teams');
}

/** An agent for customers that may ask about anybody is one injected sentence away from telling of others. */
export function refuseAnybody(document: ConfigDocument, at: ValuePath, written: WrittenTool): void {
  const others = othersThanTeams(written);
  if (others.length === 0 || written.customer !== undefined || written.about_anybody === true) return;
  document.error(
    [...at, 'audiences'],
    `Agents for ${others.join(' and ')} could ask this about anybody.`,
    'Fill an input from the customer (`customer:`), or say `about_anybody: true` where it is about no customer.',
  );
}

/** A system that doesn't heed the customer's input would show everybody's rows: each says whose it is, or somebody says that it need not. */
export function refuseOthers(document: ConfigDocument, at: ValuePath, written: WrittenTool): void {
  const { customer, returns } = written;
  if (customer === undefined) return;
  const others = othersThanTeams(written);
  const isText = returns === 'text';
  if (isText && customer.belongs !== undefined)
    document.error(
      [...at, 'customer', 'belongs'],
      'What a tool says in words has no rows of which one could be looked at.',
      'Delete it, or `returns: text`.',
    );
  if (others.length === 0) return;
  if (isText)
    document.error(
      [...at, 'returns'],
      `Nobody can see whose the words are that agents for ${others.join(' and ')} would get.`,
      'Approve fields of records in their place, or offer this to teams alone.',
    );
  else if (customer.belongs === undefined)
    document.error(
      [...at, 'customer'],
      `Agents for ${others.join(' and ')} would get whatever rows the system sends, also another’s.`,
      'Say where a row has the customer’s id (`belongs:`), or `belongs: unchecked` where rows don’t say whose they are.',
    );
}

/** With nested conditions a question can be widened to anybody: then each row must say whose it is. */
export function refuseWidened(
  document: ConfigDocument,
  at: ValuePath,
  written: WrittenTool,
  { arguments: asked, customer }: ServiceTool,
  inputs: InputFields,
): void {
  const others = othersThanTeams(written);
  if (others.length === 0 || customer === null || customer.belongs !== null) return;
  for (const { name } of asked.filter(({ input }) => inputs[input]?.type === 'json'))
    document.error(
      [...at, 'arguments', name],
      `By \`${name}\` agents for ${others.join(' and ')} could ask for anybody’s, and no row is looked at.`,
      'Say where a row has the customer’s id (`belongs:`), or fix this input.',
      'key',
    );
}

/** Fields that a system is asked for by name: what can't be asked for is said here, and not by an answer that never comes. */
export function refuseUnfitNames(
  document: ConfigDocument,
  at: ValuePath,
  { result: { fields }, customer }: ServiceTool,
  inputs: InputFields,
): void {
  const paths = fields.map(({ name, at: path }): [string, ValuePath] => [path, [...at, 'fields', name]]);
  const belongs = customer?.belongs ?? null;
  if (belongs !== null) paths.push([belongs, [...at, 'customer', 'belongs']]);
  for (const field of Object.values(inputs).filter(({ type }) => type === 'names'))
    for (const [path, place] of paths) {
      const trouble = unfitName(path, field);
      if (trouble !== null) document.error(place, `\`${path}\` can't be asked for: ${trouble}.`, 'Name another field.');
    }
}
