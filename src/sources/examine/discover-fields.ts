/** Which fields the records of a read have, as the system itself says: by name, label and type, and nothing of any record. */
import type { SourceClient } from '../kit/http/client.ts';
import { unfitName } from '../kit/http/check-input.ts';
import type { Connector } from '../kit/http/connector.ts';
import { valueAt } from '../kit/http/dotted-path.ts';
import type { Row } from '../kit/http/page.ts';
import type { FieldsOf } from '../kit/http/usual.ts';

export type Field = {
  /** As a mapping names it. */
  readonly column: string;
  readonly label: string | null;
  /** Not added by the company that has the system. */
  readonly isStandard: boolean;
};

export type Fields = {
  /** That a mapping may name and a proposal may look at; a company's own before. */
  readonly open: readonly Field[];
  /** All that there are, by column: what isn't among them is no field, or none that the credentials may see. */
  readonly all: ReadonlySet<string>;
};

/** Null where the system has no such operation. @throws SourceFailure */
export async function discoverFields(
  client: SourceClient,
  connector: Connector,
  read: string,
  deadlineMs: number,
): Promise<Fields | null> {
  const of = connector.usual?.fields?.[read];
  const operation = of === undefined ? undefined : connector.operations[of.operation];
  if (of === undefined || operation === undefined) return null;
  const { rows } = await client.ask(operation, of.input ?? {}, { deadlineMs });
  const field = fieldInput(connector, read);
  const named = rows.flatMap((row) => fieldOf(row, of) ?? []);
  const open = named.filter(
    ({ row, name }) => isOfTypes(row, of) && (field === undefined || unfitName(name, field) === null),
  );
  return {
    all: new Set(named.map(({ column }) => column)),
    open: open
      .map(({ column, label, isStandard }) => ({ column, label, isStandard }))
      .toSorted((one, other) => Number(one.isStandard) - Number(other.isStandard)),
  };
}

function fieldInput({ reads, operations }: Connector, name: string) {
  const read = reads[name];
  return read === undefined || read.columns === null ? undefined : operations[read.operation]?.input[read.columns];
}

type Named = Field & { readonly name: string; readonly row: Row };

function fieldOf(row: Row, { name: at, label: labelAt, below, standard }: FieldsOf): Named | null {
  const [name, label] = [valueAt(row, at), valueAt(row, labelAt)];
  if (typeof name !== 'string' || name === '') return null;
  const column = below === undefined ? name : `${below}.${name}`;
  return { name, column, row, label: typeof label === 'string' ? label : null, isStandard: standard.test(name) };
}

function isOfTypes(row: Row, { type, types, except }: FieldsOf): boolean {
  const is = (path: string, words: readonly string[]): boolean => words.includes(String(valueAt(row, path)));
  return is(type, types) && !(except !== undefined && is(except.at, except.is));
}
