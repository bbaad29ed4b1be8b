/** One declared read, tried: a sample with the mapping's columns, which of these are missing, and one record asked for live. */
import { nearestName } from '../../base/nearest.ts';
import type { SourceClient } from '../kit/http/client.ts';
import type { Connector, SyncRead } from '../kit/http/connector.ts';
import { valueAt } from '../kit/http/dotted-path.ts';
import type { Input } from '../kit/http/operation.ts';
import type { Row } from '../kit/http/page.ts';
import { idOf } from '../sync/project.ts';
import { SourceFailure } from '../kit/http/source-failure.ts';
import { discoverFields } from './discover-fields.ts';
import { failureFinding } from './failure-finding.ts';
import type { Finding } from './finding.ts';
import { look, ok, toMend } from './finding.ts';
import { flatRow } from './flat-row.ts';
import type { Sample } from './sample-read.ts';
import { sampleRead } from './sample-read.ts';

export type ReadToExamine = {
  /** By the source's name for it, and the connector's. */
  readonly name: string;
  readonly read: string;
  /** That the mapping names. */
  readonly columns: readonly string[];
  readonly scopes: readonly string[];
};

const SAMPLE_ROWS = 100;
const DEADLINE_MS = 30_000;
/** Of fewer records nobody can tell whether a column is there. */
const ENOUGH = 20;

export async function examineRead(
  client: SourceClient,
  connector: Connector,
  what: ReadToExamine,
  now: () => number,
): Promise<readonly Finding[]> {
  const check = `read ${what.name}`;
  const missing = await missingFields(client, connector, what);
  const gone = new Set(missing.map(({ column }) => column));
  const columns = what.columns.filter((column) => !gone.has(column));
  try {
    const order = { columns, most: SAMPLE_ROWS, nowMs: now(), deadlineMs: DEADLINE_MS };
    const sample = await sampleRead(client, connector, what.read, order);
    const read = connector.reads[what.read];
    return [
      sampled(check, sample),
      ...missing.map((one) => noSuchField(check, one)),
      ...neverFilled(check, columns, sample.rows),
      ...(read === undefined ? [] : await oneLive(client, connector, read, { ...what, columns }, sample.rows)),
    ];
  } catch (error) {
    return [failureFinding(check, error, what.scopes), ...missing.map((one) => noSuchField(check, one))];
  }
}

function sampled(check: string, { rows, isAll, passedOver }: Sample): Finding {
  const count = isAll ? `${rows.length}` : `the first ${rows.length}`;
  if (rows.length === 0)
    return look(
      check,
      'There is not one record.',
      'Look whether the credentials may see them, if there should be some.',
    );
  if (passedOver > 0)
    return look(
      check,
      `Read ${count} records; nothing is told of ${passedOver} who were asked for.`,
      'Look whether the credentials may see them.',
    );
  return ok(check, `Read ${count} record${rows.length === 1 ? '' : 's'} with the mapping’s columns.`);
}

type Missing = { readonly column: string; readonly near: string | undefined };

/** By what the system says of its own fields. Fields of related records stand elsewhere, and are left to the sample. */
async function missingFields(
  client: SourceClient,
  connector: Connector,
  { read, columns }: ReadToExamine,
): Promise<readonly Missing[]> {
  const fields = await discoverFields(client, connector, read, DEADLINE_MS).catch((error: unknown) => {
    // What can't be told is tried.
    if (error instanceof SourceFailure) return null;
    throw error;
  });
  if (fields === null || fields.all.size === 0) return [];
  const below = connector.usual?.fields?.[read]?.below;
  const path = below === undefined ? '' : `${below}.`;
  const own = columns.filter((column) => column.startsWith(path) && !column.slice(path.length).includes('.'));
  return own
    .filter((column) => !fields.all.has(column))
    .map((column) => ({ column, near: nearestName(column, fields.all) }));
}

function noSuchField(check: string, { column, near }: Missing): Finding {
  return toMend(
    check,
    `There is no field \`${column}\`, or the credentials may not see it.`,
    near === undefined
      ? 'Look at its name in the system, and at the field’s permissions.'
      : `Did you mean \`${near}\`?`,
  );
}

function neverFilled(check: string, columns: readonly string[], rows: readonly Row[]): readonly Finding[] {
  const known = new Set(rows.flatMap((row) => [...flatRow(row).keys()]));
  const empty = columns.filter((column) =>
    rows.every((row) => {
      const value = Object.hasOwn(row, column) ? row[column] : valueAt(row, column);
      return value === null || value === undefined;
    }),
  );
  return empty.flatMap((column): readonly Finding[] => {
    const near = known.has(column)
      ? undefined
      : nearestName(
          column,
          [...known].filter((name) => !columns.includes(name)),
        );
    if (rows.length > 0 && near !== undefined)
      return [toMend(check, `No record has \`${column}\`.`, `Did you mean \`${near}\`?`)];
    const says = `None of ${rows.length} records has a value for \`${column}\`.`;
    return rows.length < ENOUGH ? [] : [look(check, says, 'Look at its name, and at the right to see it.')];
  });
}

/** As it is asked while somebody waits for an answer, by the id of a record that was just read. */
async function oneLive(
  client: SourceClient,
  connector: Connector,
  { one, id, input: always, columns: field }: SyncRead,
  { name, columns, scopes }: ReadToExamine,
  rows: readonly Row[],
): Promise<readonly Finding[]> {
  const operation = one === null ? undefined : connector.operations[one.operation];
  const key = rows.map((row) => idOf(valueAt(row, id))).find((found) => found !== null);
  if (one === null || operation === undefined || key === undefined) return [];
  const check = `read ${name}, one record`;
  const own: Input = field === null ? {} : { [field]: columns };
  const input = { ...always, ...own, [one.by]: key };
  const known = Object.fromEntries(Object.entries(input).filter(([named]) => Object.hasOwn(operation.input, named)));
  try {
    const startedAt = performance.now();
    const { rows: found } = await client.ask(operation, known, { deadlineMs: DEADLINE_MS });
    const tookMs = Math.round(performance.now() - startedAt);
    return found.length === 0
      ? [
          look(
            check,
            'A record that was just listed isn’t told when it is asked for alone.',
            'Look at the rights of the credentials.',
          ),
        ]
      : [ok(check, `Asked for one record alone, in ${tookMs} ms.`)];
  } catch (error) {
    return [failureFinding(check, error, scopes)];
  }
}
