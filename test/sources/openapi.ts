/**
 * For tests: parts of a vendor's OpenAPI file. YAML of a megabyte takes seconds to parse, so that only the wanted blocks are, by
 * their indentation: `paths` at the margin, each path two deeper, each schema four.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { isPlainObject } from '../../src/base/json.ts';
import { ROOT } from '../support/concierge-process.ts';

const FOLDER = process.env['CONCIERGE_CONTRACTS'] ?? join(ROOT, '../shared/contracts');

/** Null where they are; else what to print. */
const CONTRACTS_MISSING = existsSync(FOLDER)
  ? null
  : `Skipped: there are no vendors' contracts in ${FOLDER} (CONCIERGE_CONTRACTS names another folder).`;

if (CONTRACTS_MISSING !== null) console.log(CONTRACTS_MISSING);

/** For the title of a test that needs them. */
export const WHY_SKIPPED = CONTRACTS_MISSING === null ? '' : ' (skipped: no vendors’ contracts here)';

export type OpenApi = {
  readonly paths: readonly string[];
  readonly path: (name: string) => unknown;
  /** `#/components/schemas/X` */
  readonly at: (reference: string) => unknown;
};

export function contractPath(file: string): string {
  return join(FOLDER, file);
}

export function contractText(file: string): string {
  return readFileSync(contractPath(file), 'utf8');
}

export function openApi(file: string): OpenApi {
  const text = contractText(file);
  return file.endsWith('.json') ? whole(JSON.parse(text)) : inBlocks(text.split('\n'));
}

function whole(document: unknown): OpenApi {
  const at = (keys: readonly string[]) =>
    keys.reduce<unknown>((value, key) => (isPlainObject(value) ? value[key] : undefined), document);
  return {
    paths: Object.keys(at(['paths']) ?? {}),
    path: (name) => at(['paths', name]),
    at: (reference) => at(reference.split('/').slice(1)),
  };
}

type Block = { readonly from: number; readonly to: number };

function inBlocks(lines: readonly string[]): OpenApi {
  const all = { from: 0, to: lines.length };
  const [paths, components] = ['paths', 'components'].map((name) => children(lines, all, 0).get(name) ?? all);
  const named = children(lines, paths ?? all, 2);
  const groups = children(lines, components ?? all, 2);
  const parsed = (block: Block | undefined): unknown =>
    block === undefined ? undefined : (parse(lines.slice(block.from, block.to).join('\n')) as unknown);
  const inner = (block: Block | undefined): unknown => Object.values(parsed(block) ?? {})[0];
  return {
    paths: [...named.keys()],
    path: once((name) => inner(named.get(name))),
    at: once((reference) => {
      const [, , group = '', name = ''] = reference.split('/');
      const block = groups.get(group);
      return block === undefined ? undefined : inner(children(lines, block, 4).get(name));
    }),
  };
}

/** Parsed once each. */
function once(read: (name: string) => unknown): (name: string) => unknown {
  const known = new Map<string, unknown>();
  return (name) => {
    if (!known.has(name)) known.set(name, read(name));
    return known.get(name);
  };
}

/** The blocks whose keys stand so deep, by key. */
function children(lines: readonly string[], { from, to }: Block, depth: number): ReadonlyMap<string, Block> {
  const key = new RegExp(`^ {${depth}}["']?([^\\s"'#][^"']*?)["']?:(?:\\s|$)`);
  const starts: (readonly [string, number])[] = [];
  for (let at = depth === 0 ? from : from + 1; at < to; at += 1) {
    const name = key.exec(lines[at] ?? '')?.[1];
    if (name !== undefined) starts.push([name, at]);
  }
  return new Map(starts.map(([name, at], index) => [name, { from: at, to: starts[index + 1]?.[1] ?? to }]));
}
