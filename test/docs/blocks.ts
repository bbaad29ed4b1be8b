/**
 * The fenced blocks of a Markdown file, by section. What a block's first word and options mean is in `run-block.ts`.
 * Not a Markdown parser: fences begin at the margin, and one that doesn't is reported, so that none goes unseen.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/cli.ts';

export type Block = {
  /** `docs/running.md:42` */
  readonly place: string;
  /** The first word after the fence; empty where there is none. */
  readonly kind: string;
  readonly options: readonly string[];
  readonly text: string;
};

export type Section = { readonly title: string; readonly blocks: readonly Block[] };

/** The README and the guides, by their path from the root. */
export const GUIDES = ['README.md', ...guidesIn('docs'), ...guidesIn('docs/sources')];

function guidesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .toSorted()
    .map((name) => `${folder}/${name}`);
}

export function guideText(guide: string): string {
  return readFileSync(join(ROOT, guide), 'utf8');
}

/** Sections that have blocks, in order. Throws for a fence that is indented or never closed. */
export function sectionsOf(guide: string, text: string): readonly Section[] {
  const sections: { title: string; blocks: Block[] }[] = [{ title: guide, blocks: [] }];
  let open: { line: number; info: string; lines: string[] } | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    if (open !== null && line === '```') {
      sections.at(-1)?.blocks.push(blockOf(`${guide}:${open.line}`, open.info, open.lines));
      open = null;
    } else if (open !== null) open.lines.push(line);
    else if (line.startsWith('```')) open = { line: index + 1, info: line.slice(3), lines: [] };
    else if (/^\s*(```|~~~)/.test(line))
      throw new Error(`${guide}:${index + 1}: write fences at the margin, with \`\`\`.`);
    else if (/^#{1,4} /.test(line)) sections.push({ title: line.replace(/^#+ /, ''), blocks: [] });
  }
  if (open !== null) throw new Error(`${guide}:${open.line}: this fence is never closed.`);
  return sections.filter(({ blocks }) => blocks.length > 0);
}

function blockOf(place: string, info: string, lines: readonly string[]): Block {
  const [kind = '', ...options] = info.trim().split(/\s+/);
  return { place, kind, options, text: lines.join('\n') };
}

/** The cells of each row of the tables whose header begins with these words; `\|` is a bar. Throws where there is none. */
export function tableRows(guide: string, ...header: readonly string[]): readonly (readonly string[])[] {
  const lines = guideText(guide).split('\n');
  const isHeader = (line: string): boolean => header.every((word, index) => cellsOf(line)[index] === word);
  const starts = lines.flatMap((line, index) => (isHeader(line) ? [index] : []));
  if (starts.length === 0) throw new Error(`${guide} has no table with the header ${header.join(' | ')}.`);
  return starts.flatMap((start) => {
    const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
    return lines.slice(start + 2, end === -1 ? undefined : end).map(cellsOf);
  });
}

function cellsOf(line: string): readonly string[] {
  const cells = line.split(/(?<!\\)\|/).slice(1, -1);
  return cells.map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'));
}
