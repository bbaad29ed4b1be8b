/** The layer rules of `layers.config.ts`, run over the product and over a miniature that breaks each of them. */
import { readFileSync, globSync } from 'node:fs';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { describe, expect, test } from 'vitest';
import layers from '../layers.config.ts';

const ROOT = `${import.meta.dirname}/..`;
const CANARY = `${import.meta.dirname}/fixtures/layers`;

async function cruiseSources(baseDir: string): Promise<ICruiseResult> {
  const { forbidden, options } = layers;
  const { output } = await cruise(['src', 'console'], { ...options, baseDir, validate: true, ruleSet: { forbidden } });
  if (typeof output === 'string') throw new TypeError('dependency-cruiser answered with a report, not a result');
  return output;
}

const violationsOf = (result: ICruiseResult): string[] =>
  result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).toSorted();

const filesBelow = (baseDir: string): string[] =>
  globSync(['src/**/*.ts', 'console/**/*.{ts,tsx}'], { cwd: baseDir, exclude: ['**/*.test.ts'] }).toSorted();

const modulesOf = (result: ICruiseResult): string[] =>
  result.modules
    .map(({ source }) => source)
    .filter((source) => /^(src|console)\/.*\.tsx?$/.test(source))
    .toSorted();

describe('the product', () => {
  test('keeps its layers', async () => {
    const result = await cruiseSources(ROOT);
    expect(violationsOf(result)).toEqual([]);
    expect(modulesOf(result), 'a file that was not cruised was not checked').toEqual(filesBelow(ROOT));
    expect(modulesOf(result).length).toBeGreaterThanOrEqual(20);
  });
});

describe('the canary', () => {
  test('breaks every rule, and each breach is seen', async () => {
    const result = await cruiseSources(CANARY);
    expect(violationsOf(result)).toEqual([
      'adapters-are-wired-in-one-place: src/answer/answer.ts -> src/store/sqlite/store.ts',
      'base-imports-nothing: src/base/clock.ts -> src/guardrails/table.ts',
      'coverage-is-handed-what-it-looks-at: src/coverage/survey.ts -> src/store/port.ts',
      expect.stringMatching(/^database-drivers-behind-ports: src\/sources\/crm\.ts -> .*node_modules\/(@types\/)?pg\//),
      'no-cycles: src/account/hint.ts -> src/account/reference.ts',
      expect.stringMatching(/^no-development-packages: src\/account\/development\.ts -> .*node_modules\/vitest\//),
      'nothing-imports-an-executable: src/cli/start.ts -> src/main.ts',
      'nothing-unresolved: src/account/lost.ts -> ./gone.ts',
      expect.stringMatching(
        /^one-client-of-mcp: src\/sources\/crm\.ts -> .*node_modules\/@modelcontextprotocol\/client\//,
      ),
      expect.stringMatching(/^one-http-client: src\/sources\/crm\.ts -> .*node_modules\/undici\//),
      'pages-borrow-words-alone: src/admin/ask.ts -> src/cli/start.ts',
      'pages-only-read: src/admin/ask.ts -> src/audit/recorder.ts',
      'rules-and-cards-do-no-io: src/guardrails/decide.ts -> fs',
      'rules-and-cards-know-each-other-by-type: src/guardrails/decide.ts -> src/card/shape.ts',
      'rules-and-cards-see-shapes-only: src/guardrails/table.ts -> src/store/port.ts',
      'scenarios-are-handed-what-they-stand-on: src/scenarios/suite.ts -> src/store/port.ts',
      'simulation-is-handed-what-it-compares: src/simulation/compare.ts -> src/store/port.ts',
      'sockets-at-the-edges-only: src/sources/crm.ts -> https',
      'sources-never-decide: src/sources/crm.ts -> src/guardrails/table.ts',
      'the-console-sees-the-contract: console/page.tsx -> src/store/port.ts',
      'the-console-takes-types-alone: console/page.tsx -> src/admin/contract.ts',
      'the-demo-stays-a-demo: src/cli/start.ts -> src/demo/stand-in.ts',
      'wire-stays-outside: src/answer/answer.ts -> src/edge/http.ts',
    ]);
    const broken = new Set(result.summary.violations.map(({ rule }) => rule.name));
    const unproven = layers.forbidden.filter(({ name }) => !broken.has(name));
    expect(unproven, 'a rule without a breach in the canary').toEqual([]);
  });
});

describe('no check is switched off', () => {
  const switches = [
    { what: 'a lint comment', pattern: /(?:ox|es)lint-(?:disable|enable)/ },
    { what: 'a type-check comment', pattern: /@ts-(?:ignore|nocheck|expect-error)/ },
    { what: 'a cast through any or unknown', pattern: /\bas any(?=[;,.)\]}\s]*$|[;,.)\]}])|<any>|\bas unknown as\b/m },
    { what: 'a formatter comment', pattern: /(?:oxfmt|prettier)-ignore/ },
  ];

  test.each(switches)('by $what in src', ({ pattern }) => {
    const files = filesBelow(ROOT).filter((file) => pattern.test(readFileSync(`${ROOT}/${file}`, 'utf8')));
    expect(files).toEqual([]);
  });
});
