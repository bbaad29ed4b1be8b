/** The approved fields of a tool's result. */
import type { ValuePath } from '../../base/problem.ts';
import type { ResultField } from '../../services/declaration.ts';
import { isFreeText } from '../../sources/kit/http/free-text.ts';
import type { WrittenField } from '../schema/source-service-schema.ts';
import type { ConfigDocument } from '../yaml/document.ts';

const MOST_FIELDS = 60;
const DEEPEST = 3;

/** `never`: paths that no field may name, nor what is below them. */
export function readFields(
  document: ConfigDocument,
  at: ValuePath,
  written: Readonly<Record<string, WrittenField>>,
  never: readonly string[],
  depth = 1,
): readonly ResultField[] {
  const names = Object.keys(written);
  if (names.length === 0 && !Object.hasOwn(written, 'fields'))
    document.error(at, 'A tool without approved fields can say nothing.', 'Approve one field at least.');
  if (names.length > MOST_FIELDS)
    document.error(at, `There are ${MOST_FIELDS} fields at most.`, 'Approve those that a model needs.');
  return Object.entries(written).map(([name, said]) => {
    const { at: path, type = 'text', description, fields = {} } = typeof said === 'string' ? { at: said } : said;
    const place = [...at, name];
    const barred = never.find((each) => path === each || path.startsWith(`${each}.`));
    if (barred !== undefined) document.error(place, `\`${path}\` never leaves this system.`, 'Delete the field.');
    else if (isFreeText(path))
      document.warning(
        place,
        `\`${path}\` looks like what people write freely: notes, and instructions to whoever reads them.`,
        'Approve it only where customers may read every word of it.',
      );
    return {
      name,
      at: path,
      type,
      description: description ?? null,
      fields:
        type === 'records' ? within(document, [...place, 'fields'], fields, depth) : refused(document, place, fields),
    };
  });
}

function within(
  document: ConfigDocument,
  at: ValuePath,
  fields: Readonly<Record<string, WrittenField>>,
  depth: number,
): readonly ResultField[] {
  if (depth < DEEPEST) return readFields(document, at, fields, [], depth + 1);
  document.error(at, `Records lie ${DEEPEST} deep at most.`, 'Name what lies deeper by a dotted path.');
  return [];
}

function refused(document: ConfigDocument, at: ValuePath, fields: Readonly<Record<string, WrittenField>>): readonly [] {
  if (Object.keys(fields).length > 0)
    document.error([...at, 'fields'], 'Only `records` have fields.', 'Say `type: records`, or delete them.');
  return [];
}
