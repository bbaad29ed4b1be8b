/**
 * From a value as PostgreSQL writes it to a plain one. Nothing is lost on the way: a number that JavaScript can't hold stays text.
 * Times with a zone come in UTC with a `Z`; times without one stay without.
 */
import { jsonIn } from '../../base/json.ts';
import type { Cell } from './database.ts';

type ReadCell = (text: string | null) => Cell;

/** The types of PostgreSQL by their number (`pg_type.dat`). */
const BOOLEAN = 16;
const INTEGERS: ReadonlySet<number> = new Set([20, 21, 23, 26]);
const FLOATS: ReadonlySet<number> = new Set([700, 701]);
const JSONS: ReadonlySet<number> = new Set([114, 3802]);
const TIMESTAMP = 1114;
const TIMESTAMP_WITH_ZONE = 1184;

/** `bytea`, and lists of it. */
export const BYTES: ReadonlySet<number> = new Set([17, 1001]);

/** The type of each list's elements. */
export const ELEMENTS: ReadonlyMap<number, number> = new Map([
  [1000, BOOLEAN],
  [1005, 21],
  [1007, 23],
  [1016, 20],
  [1021, 700],
  [1022, 701],
  [1231, 1700],
  [1002, 18],
  [1003, 19],
  [1009, 25],
  [1014, 1042],
  [1015, 1043],
  [1182, 1082],
  [1115, TIMESTAMP],
  [1185, TIMESTAMP_WITH_ZONE],
  [2951, 2950],
  [1041, 869],
  [199, 114],
  [3807, 3802],
]);

export function cellReader(oid: number, element?: number): ReadCell {
  if (element !== undefined) {
    const each = cellReader(element);
    return (text) => (text === null ? null : listIn(text, each));
  }
  const read = scalarReader(oid);
  return (text) => (text === null ? null : read(text));
}

const TOKENS = /"(?<quoted>(?:[^"\\]|\\.)*)"|(?<mark>[{},])|(?<bare>[^{},"]+)/gs;

/** `{a,NULL,"b c"}`, and lists of lists; `[0:1]=` may stand before it. */
function listIn(text: string, each: ReadCell): Cell {
  const open: Cell[][] = [[]];
  for (const { groups = {} } of text.slice(text.indexOf('{')).matchAll(TOKENS)) {
    const { quoted, mark, bare } = groups;
    if (mark === '{') open.push([]);
    else if (mark === '}') open.at(-2)?.push(open.pop() ?? null);
    else if (quoted !== undefined) open.at(-1)?.push(each(quoted.replaceAll(/\\(.)/gs, '$1')));
    else if (bare !== undefined) open.at(-1)?.push(each(bare === 'NULL' ? null : bare));
  }
  return open[0]?.[0] ?? null;
}

function scalarReader(oid: number): (text: string) => Cell {
  if (oid === BOOLEAN) return (text) => text === 't';
  if (INTEGERS.has(oid)) return exactly;
  if (FLOATS.has(oid)) return (text) => (Number.isFinite(Number(text)) ? Number(text) : text);
  if (JSONS.has(oid)) return (text) => (jsonIn(text) ?? null) as Cell;
  if (oid === TIMESTAMP) return (text) => text.replace(' ', 'T');
  // The session is in UTC.
  if (oid === TIMESTAMP_WITH_ZONE) return (text) => text.replace(' ', 'T').replace(/\+00$/, 'Z');
  return (text) => text;
}

function exactly(text: string): Cell {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}
