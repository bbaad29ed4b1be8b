/**
 * Reads a call's arguments for a tool that asks a system: who the customer is, and what the operation is asked for, with defaults
 * and what is fixed. What can't be read is answered with one sentence that a model can act on.
 */
import { Ajv } from 'ajv';
import type { AccountHint } from '../account/reference.ts';
import { unfitValue } from '../sources/kit/http/check-input.ts';
import type { Input } from '../sources/kit/http/operation.ts';
import type { AskedOperation } from './ask-system.ts';
import type { ServiceTool } from './declaration.ts';
import { mendSentence, unsafeInteger, withoutNulls } from './read-arguments.ts';
import type { ObjectSchema, ReadArguments } from './tool.ts';

type Given = Readonly<Record<string, Input[string]>>;

export function operationArgumentReader(
  tool: ServiceTool,
  operation: AskedOperation,
  inputSchema: ObjectSchema,
): (given: unknown) => ReadArguments {
  // Compiled at the first call: most tools of a release are asked by no caller of this process.
  let compiled: ReturnType<typeof compile> | undefined;
  const allowed = Object.keys(inputSchema['properties'] ?? {});
  return (given) => {
    const values = withoutNulls(given ?? {});
    compiled ??= compile(inputSchema);
    if (!compiled(values)) return { kind: 'malformed', mend: mendSentence(compiled.errors?.at(-1), allowed) };
    return unsafeInteger(values) ?? read(values, tool, operation);
  };
}

/** Of a moment, the form is the operation's own business. */
function compile(schema: ObjectSchema) {
  return new Ajv({ strict: true, validateFormats: false, ownProperties: true }).compile<Given>(schema);
}

function read(
  values: Given,
  { arguments: declared, fixed }: ServiceTool,
  { input: fields }: AskedOperation,
): ReadArguments {
  const input: Record<string, Input[string]> = { ...fixed };
  for (const { name, input: to, byDefault } of declared) {
    const value = (Object.hasOwn(values, name) ? values[name] : null) ?? byDefault;
    const field = fields[to];
    if (value === null || value === undefined || field === undefined) continue;
    const trouble = unfitValue(value, field);
    if (trouble !== null) return { kind: 'malformed', mend: `Change ${name}: ${trouble}.` };
    input[to] = value;
  }
  return {
    kind: 'read',
    identity: identityIn(values),
    request: { topic: null, language: null, urgency: 'normal', input },
  };
}

function identityIn({ account_id: id, customer_email: email }: Given): AccountHint {
  return {
    ...(typeof id === 'string' || typeof id === 'number' ? { accountId: String(id) } : {}),
    ...(typeof email === 'string' ? { email } : {}),
  };
}
