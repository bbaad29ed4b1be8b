/**
 * Makes a workbook ready for its reader, which takes errors (`#REF!`) and formulas that were never calculated for blank
 * cells: here they become text, so that whoever reads the cell can hold it back. Nothing else of the workbook changes.
 */
import { readFile } from 'node:fs/promises';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { UNCALCULATED } from '../spreadsheet-error.ts';

/** A cell of a sheet's XML that isn't empty: prefix, attributes, content. */
const CELL = /<((?:\w+:)?)c(\s[^>]*[^/>])>([^]*?)<\/\1c>/g;
const TYPE = /\st\s*=\s*["'](\w+)["']/;
const FORMULA = /<(?:\w+:)?f[\s/>]/;
const VALUE = /<(?:\w+:)?v(?:\s[^>]*)?(?:\/>|>([^<]*)<)/;

/** @throws what the unzipper throws when it is no ZIP archive */
export async function workbookWithErrors(path: string): Promise<Buffer> {
  const files = unzipSync(await readFile(path), { filter: ({ name }) => /\.(?:xml|rels)$/.test(name) });
  const readable = Object.entries(files).map(([name, bytes]) => [name, withErrors(bytes)] as const);
  return Buffer.from(zipSync(Object.fromEntries(readable), { level: 0 }));
}

function withErrors(bytes: Uint8Array): Uint8Array {
  const xml = strFromU8(bytes);
  const mended = xml.replaceAll(CELL, (cell: string, prefix: string, attributes: string, content: string) => {
    const error = errorIn(TYPE.exec(attributes)?.[1], content);
    if (error === null) return cell;
    return `<${prefix}c${attributes.replace(TYPE, '')} t="str"><${prefix}v>${error}</${prefix}v></${prefix}c>`;
  });
  return mended === xml ? bytes : strToU8(mended);
}

function errorIn(type: string | undefined, content: string): string | null {
  const value = VALUE.exec(content);
  if (type === 'e') return value?.[1] ?? UNCALCULATED;
  if (!FORMULA.test(content) || (value?.[1] ?? '') !== '') return null;
  // A formula whose result is no text at all has a value that is there, and empty.
  return type === 'str' && value !== null ? null : UNCALCULATED;
}
