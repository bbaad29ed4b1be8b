/** Links between the repo's pages lead somewhere: to a file or folder that there is, and to a heading in it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/cli.ts';
import { GUIDES } from './blocks.ts';

const DECISIONS = readdirSync(join(ROOT, 'docs/decisions')).map((name) => `docs/decisions/${name}`);
const PAGES = [
  ...GUIDES,
  ...DECISIONS,
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'examples/acme/README.md',
  'examples/agents/chat/README.md',
];

/** Every link that isn't to the web, by its target as written. */
function linksIn(page: string): readonly string[] {
  const text = readFileSync(join(ROOT, page), 'utf8').replaceAll(/^```[^]*?^```/gm, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => (/^[a-z]+:/.test(target) ? [] : [target]));
}

/** As GitHub makes them: lower case, blanks to hyphens, other signs left out. */
function anchorsOf(path: string): ReadonlySet<string> {
  const headings =
    readFileSync(path, 'utf8')
      .replaceAll(/^```[^]*?^```/gm, '')
      .match(/^#{1,6} .*$/gm) ?? [];
  return new Set(
    headings.map((heading) =>
      heading
        .replace(/^#+ /, '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function isBroken(page: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? join(ROOT, page) : join(ROOT, dirname(page), file);
  if (!existsSync(path) || relative(ROOT, path).startsWith('..')) return true;
  return anchor !== undefined && !anchorsOf(path).has(anchor);
}

describe('links', () => {
  it.each(PAGES)('of %s', (page) => {
    expect(linksIn(page).filter((target) => isBroken(page, target))).toEqual([]);
  });

  it('are seen, and broken ones found', () => {
    expect(linksIn('README.md')).toContain('docs/workspace.md');
    expect(isBroken('README.md', 'docs/no-such-page.md')).toBe(true);
    expect(isBroken('README.md', 'docs/workspace.md#no-such-heading')).toBe(true);
    expect(isBroken('docs/workspace.md', 'running.md#deploymentyaml')).toBe(false);
  });
});
