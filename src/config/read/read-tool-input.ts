/** What a tool asks its operation for: the model's arguments, what is fixed, and what the customer fills. */
import { canonicalJson } from '../../base/json.ts';
import type { ValuePath } from '../../base/problem.ts';
import type { ArgumentValue, CustomerInput, ServiceTool, ToolArgument } from '../../services/declaration.ts';
import { unfitValue } from '../../sources/kit/http/check-input.ts';
import type { Input, InputField, InputFields } from '../../sources/kit/http/operation.ts';
import type { WrittenTool } from '../schema/source-service-schema.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { meant } from '../yaml/words.ts';

/** By which a call says who the customer is. */
const TAKEN = ['account_id', 'customer_email', 'customer_assertion'];

export function readArguments(
  document: ConfigDocument,
  at: ValuePath,
  { arguments: written = {} }: WrittenTool,
  inputs: InputFields,
): readonly ToolArgument[] {
  return Object.entries(written).flatMap(([name, { input = name, description, required, one_of, default: value }]) => {
    const place = [...at, 'arguments', name];
    if (TAKEN.includes(name))
      document.error(place, `\`${name}\` says who the customer is.`, 'Give this argument another name.', 'key');
    const field = inputOf(document, place, input, inputs);
    if (field === null) return [];
    if (field.type === 'names') {
      document.error(
        place,
        `\`${input}\` takes the fields to read, which the tool's own \`fields\` say.`,
        'Delete it.',
        'key',
      );
      return [];
    }
    const trouble = value === undefined ? null : unfitValue(value, field);
    if (trouble !== null) document.error([...place, 'default'], `The default can't be used: ${trouble}.`, 'Mend it.');
    if (one_of !== undefined) refuseUnfitChoices(document, place, one_of, field, trouble === null ? value : undefined);
    const isNeeded = value === undefined && (required ?? field.required ?? false);
    return {
      name,
      input,
      description: (description ?? field.about).trim(),
      required: isNeeded,
      oneOf: one_of ?? null,
      byDefault: value === undefined ? null : (value satisfies ArgumentValue),
    };
  });
}

/** The only values of an argument: of texts alone, each once, and none that the operation itself doesn't take. */
function refuseUnfitChoices(
  document: ConfigDocument,
  place: ValuePath,
  choices: readonly string[],
  field: InputField,
  byDefault: ArgumentValue | undefined,
): void {
  const at = [...place, 'one_of'];
  if (field.type !== 'string' && field.type !== 'strings') {
    document.error(at, `Only texts are chosen from a list, and this input is of type \`${field.type}\`.`, 'Delete it.');
    return;
  }
  const twice = choices.find((each, index) => choices.indexOf(each) < index);
  if (twice !== undefined) document.error(at, `\`${twice}\` stands here twice.`, 'Say it once.');
  for (const choice of choices) {
    const trouble = unfitValue(field.type === 'strings' ? [choice] : choice, field);
    if (trouble !== null) document.error(at, `\`${choice}\` can't be asked: ${trouble}.`, 'Take it out.');
  }
  const other = [byDefault ?? []]
    .flat()
    .map((each) => (typeof each === 'string' ? each : canonicalJson(each)))
    .find((each) => !choices.includes(each));
  if (other !== undefined)
    document.error([...place, 'default'], `\`${other}\` is none of \`one_of\`.`, 'Take one of them.');
}

export function readFixed(
  document: ConfigDocument,
  at: ValuePath,
  { fixed = {} }: WrittenTool,
  inputs: InputFields,
): Input {
  for (const [name, value] of Object.entries(fixed)) {
    const field = inputOf(document, [...at, 'fixed', name], name, inputs);
    const trouble = field === null ? null : unfitValue(value, field);
    if (trouble !== null) document.error([...at, 'fixed', name], `This can't be asked: ${trouble}.`, 'Mend it.');
  }
  return fixed;
}

export function readCustomer(
  document: ConfigDocument,
  at: ValuePath,
  { customer }: WrittenTool,
  inputs: InputFields,
): CustomerInput | null {
  if (customer === undefined) return null;
  const place = [...at, 'customer', 'input'];
  const field = inputOf(document, place, customer.input, inputs);
  const by = 'id' in customer ? { id: customer.id } : ('email' as const);
  const fit: readonly string[] = by === 'email' ? TEXTS : [...TEXTS, ...NUMBERS];
  if (field !== null && !fit.includes(field.type))
    document.error(
      place,
      `\`${customer.input}\` is of type \`${field.type}\`, which ${by === 'email' ? 'no address' : 'no id'} is.`,
      'Name the input that says who the customer is.',
    );
  return { input: customer.input, by, belongs: customer.belongs === UNCHECKED ? null : (customer.belongs ?? null) };
}

const TEXTS = ['string', 'strings'];
const NUMBERS = ['integer', 'number'];
/** In place of a path: somebody has looked, and rows don't say whose they are. */
const UNCHECKED = 'unchecked';

function inputOf(document: ConfigDocument, at: ValuePath, name: string, inputs: InputFields) {
  if (Object.hasOwn(inputs, name)) return inputs[name] ?? null;
  document.error(at, `The operation has no input \`${name}\`.`, meant(name, Object.keys(inputs), 'input'));
  return null;
}

/** An input that is said twice, or that the operation needs and nobody says. */
export function refuseUnasked(
  document: ConfigDocument,
  at: ValuePath,
  { arguments: declared, fixed, customer }: Pick<ServiceTool, 'arguments' | 'fixed' | 'customer'>,
  inputs: InputFields,
): void {
  const said = [
    ...declared.map(({ input }) => input),
    ...Object.keys(fixed),
    ...(customer === null ? [] : [customer.input]),
  ];
  for (const name of new Set(said.filter((each, index) => said.indexOf(each) < index)))
    document.error(at, `The input \`${name}\` is said twice.`, 'It is an argument, fixed, or the customer’s.', 'key');
  const within = (one: string, other: string): boolean => isWithin(wayTo(one, inputs), wayTo(other, inputs));
  for (const name of said)
    for (const other of said)
      if (name !== other && within(name, other))
        document.error(
          at,
          `\`${name}\` is a part of \`${other}\`, which is said, too.`,
          'Say all of it, or its parts.',
          'key',
        );
  for (const [whole, { schema }] of Object.entries(inputs))
    if (schema?.type === 'object' && said.some((one) => within(one, whole)))
      for (const key of schema.required ?? [])
        if (!said.some((one) => isAtOrWithin(wayTo(one, inputs), [...wayTo(whole, inputs), key])))
          document.error(
            at,
            `\`${whole}\` needs \`${whole}.${key}\`, too.`,
            'Make it an argument, fix it, or fill it from the customer.',
            'key',
          );
  for (const [name, { required = false, type }] of Object.entries(inputs))
    if (required && type !== 'names' && !said.some((one) => one === name || within(one, name) || within(name, one)))
      document.error(
        at,
        `The operation needs \`${name}\`.`,
        'Make it an argument, fix it, or fill it from the customer.',
        'key',
      );
}

/** Of a member of an object the way to it; else its name. */
function wayTo(name: string, inputs: InputFields): readonly string[] {
  return inputs[name]?.at ?? [name];
}

function isAtOrWithin(one: readonly string[], other: readonly string[]): boolean {
  return one.length >= other.length && other.every((key, index) => key === one[index]);
}

function isWithin(one: readonly string[], other: readonly string[]): boolean {
  return one.length > other.length && isAtOrWithin(one, other);
}
