/** `docs/threat-model.md`: each row names tests that there are, by their own titles. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/cli.ts';
import { guideText } from './blocks.ts';

const GUIDE = 'docs/threat-model.md';
const HEADER = '| threat | control | shown by |';

type Shown = { readonly threat: string; readonly control: string; readonly by: string };
type Reference = { readonly file: string; readonly titles: readonly string[] };

/** Every row of every table of threats. */
function rowsOf(text: string): readonly Shown[] {
  const tables = text.split(`${HEADER}\n`).slice(1);
  const lines = tables.flatMap((table) =>
    table
      .slice(0, table.search(/\n(?!\|)/))
      .split('\n')
      .slice(1),
  );
  return lines.map((line) => {
    const [threat = '', control = '', by = ''] = line.split(/(?<!\\)\|/).slice(1, -1);
    return { threat: threat.trim(), control: control.trim(), by: by.trim() };
  });
}

/** `[name](../file) “title”, “title”; [name](…) …`; a part that isn't so has no file, which nobody finds. */
function referencesIn(by: string): readonly Reference[] {
  return by.split(/; (?=\[)/).map((part) => {
    const [, file = '', rest = ''] = /^\[[^\]]+\]\(\.\.\/([^)]+)\) (“[^”]+”(?:, “[^”]+”)*)$/.exec(part) ?? [];
    return { file, titles: Array.from(rest.matchAll(/“([^”]+)”/g), ([, title = '']) => title) };
  });
}

/** Tests stand in files of tests, and in the suites that every store passes. */
const TESTS = /^(src|test)\/.*(\.test|-contract)\.ts$/;

/** What of a reference isn't there. */
function missing({ file, titles }: Reference): readonly string[] {
  if (!TESTS.test(file) || !existsSync(join(ROOT, file))) return [`${file} is no file of tests`];
  const source = readFileSync(join(ROOT, file), 'utf8');
  return titles.filter((title) => !isTitle(title, source)).map((title) => `${file} has no “${title}”`);
}

/** The whole of a string, not a part of one; behind it may stand why the test is skipped where it is. */
function isTitle(title: string, source: string): boolean {
  return [`'${title}'`, `"${title}"`, `\`${title}\``, `\`${title}\${missing}\``].some((literal) =>
    source.includes(literal),
  );
}

const ROWS = rowsOf(guideText(GUIDE));

describe('the threat model', () => {
  it.each(ROWS)('“$threat” is kept off by what a test shows', ({ threat, control, by }) => {
    expect([threat, control]).not.toContain('');
    const references = referencesIn(by);
    expect(references.flatMap(missing)).toEqual([]);
  });

  it('has every row of every table', () => {
    const lines = guideText(GUIDE).split('\n');
    expect(ROWS).toHaveLength(lines.filter((line) => line.includes('](../') && line.startsWith('|')).length);
    expect(ROWS.length).toBeGreaterThan(40);
  });

  it.each([
    ['[gone](../test/redteam/gone.test.ts) “claims”', 'is no file of tests'],
    ['[code](../src/caller/bind.ts) “bind”', 'is no file of tests'],
    ['[bind](../src/caller/bind.test.ts) “binds nobody”', 'has no “binds nobody”'],
    ['[bind](../src/caller/bind.test.ts) “bin”', 'has no “bin”'],
    ['[bind](../src/caller/bind.test.ts)', 'is no file of tests'],
    ['we are careful', 'is no file of tests'],
  ])('would not pass with %j', (by, says) => {
    expect(referencesIn(by).flatMap(missing).join()).toContain(says);
  });
});
