/** What guides say of names is whole and true: every key, option, exit code and form of a cell that there is. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../src/base/failure.ts';
import type { AssertionTrouble, InvalidAssertion } from '../../src/caller/assertion.ts';
import { ASSERTION_CARRIERS, BINDING_MODES } from '../../src/caller/caller.ts';
import { EVENTS } from '../../src/cli/log/log-events.ts';
import type { FileKind } from '../../src/config/json-schemas.ts';
import { jsonSchema } from '../../src/config/json-schemas.ts';
import { requireWorkspace } from '../../src/config/load-workspace.ts';
import { printFeel } from '../../src/guardrails/print-feel.ts';
import { isPlainObject } from '../../src/base/json.ts';
import { TRANSFORMS } from '../../src/sources/declaration.ts';
import { runCommand } from '../support/cli.ts';
import { guideText, tableRows } from './blocks.ts';
import { closeStages, openStage } from './stage.ts';

afterAll(closeStages);

/** As code, or as a key of an example. */
function names(guide: string, word: string): boolean {
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`\`${escaped}[\`:]|[{ ]${escaped}:|^${escaped}:`, 'm').test(guideText(guide));
}

function keysIn(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(keysIn);
  if (!isPlainObject(schema)) return [];
  const { properties = {}, ...rest } = schema;
  return [
    ...Object.keys(properties as object),
    ...Object.values(properties as object).flatMap(keysIn),
    ...Object.values(rest).flatMap(keysIn),
  ];
}

describe('every key of a file stands in its guide', () => {
  const guides: readonly (readonly [FileKind, ...string[]])[] = [
    ['concierge', 'docs/workspace.md'],
    ['cx_concierge', 'docs/workspace.md'],
    ['escalation', 'docs/guardrails.md'],
    ['health', 'docs/guardrails.md'],
    // What a source says of a system of its own, a database or a fetched file has a guide of its own.
    [
      'source',
      'docs/sources.md',
      'docs/sources/rest.md',
      'docs/sources/sql.md',
      'docs/sources/files.md',
      'docs/upstreams.md',
    ],
    ['service', 'docs/services.md', 'docs/upstreams.md'],
    ['scenarios', 'docs/scenarios.md'],
    ['deployment', 'docs/running.md'],
  ];

  it.each(guides.map(([kind, ...told]) => [kind, told] as const))('%s: %s', (kind, told) => {
    const keys = [...new Set(keysIn(jsonSchema(kind)))];
    expect(keys.length).toBeGreaterThan(3);
    expect(keys.filter((key) => !told.some((guide) => names(guide, key)))).toEqual([]);
  });
});

it('every transform stands in the guide to sources', () => {
  expect(TRANSFORMS.filter((transform) => !names('docs/sources.md', transform))).toEqual([]);
});

describe('the commands', () => {
  const rows = [
    ...tableRows('docs/running.md', 'command', 'does', 'options'),
    ...tableRows('docs/records.md', 'command', 'does', 'options'),
    ...tableRows('docs/access.md', 'command', 'does', 'options'),
    ...tableRows('docs/spreadsheets.md', 'command', 'does', 'options'),
    ...tableRows('docs/services.md', 'command', 'does', 'options'),
    ...tableRows('docs/wrapping.md', 'command', 'does', 'options'),
  ];

  it('are those that there are', async () => {
    const parts = await Promise.all(
      ['audit', 'caller', 'guardrails', 'key', 'service', 'source', 'wrap'].map(listedBelow),
    );
    const below = parts.flat();
    const told = rows.map(([command = '']) => wordsOf(command).join(' '));
    expect([...told, 'help'].toSorted()).toEqual([...(await listed()), ...below].toSorted());
  });

  it.each(rows)('%s has these options', async (command = '', _does, options = '') => {
    const { out } = await runCommand([...wordsOf(command), '--help']);
    const there = [...out.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option]) => option);
    expect([...options.matchAll(/--[a-z-]+/g)].map(String)).toEqual(there.filter((option) => option !== '--help'));
  });

  /** `audit list [dir]` is two words. */
  function wordsOf(command: string): readonly string[] {
    return /`([a-z ]+)/.exec(command)?.[1]?.trim().split(' ') ?? [];
  }

  async function listedBelow(command: string): Promise<readonly string[]> {
    return (await listed(command)).filter((name) => name !== 'help').map((name) => `${command} ${name}`);
  }

  async function listed(...words: readonly string[]): Promise<readonly string[]> {
    const { out } = await runCommand([...words, '--help']);
    return [...out.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name);
  }
});

it('the exit codes are those of the program', () => {
  const codes = Object.entries(EXIT_CODES).map(([name, code]) => [String(code), name.replaceAll('_', ' ')]);
  expect(tableRows('docs/running.md', 'exit code', 'means')).toEqual([
    ['0', 'success'],
    ['1', 'a defect of concierge'],
    ...codes,
  ]);
});

describe('a statement that doesn’t count', () => {
  const WHY: Readonly<Record<InvalidAssertion, true>> = {
    twice: true,
    carrier: true,
    malformed: true,
    no_issuer: true,
    key: true,
    signature: true,
    issuer: true,
    audience: true,
    caller: true,
    lifetime: true,
    not_yet: true,
  };
  const TOLD: Readonly<Record<AssertionTrouble, true>> = { expired: true, invalid: true, missing: true };
  const firstOf = (rows: readonly (readonly string[])[]): readonly string[] =>
    rows.map(([cell = '']) => cell.replaceAll('`', ''));

  it('has every reason of the log in its table, and every word that the platform is told', () => {
    expect(firstOf(tableRows('docs/access.md', '`why`', 'because', 'mend'))).toEqual(Object.keys(WHY));
    expect(firstOf(tableRows('docs/access.md', 'the result says', 'because'))).toEqual(Object.keys(TOLD));
  });

  it('is made for every mode, and for every way there is', () => {
    const modes = firstOf(tableRows('docs/access.md', '`binding`', 'a call with a statement'));
    expect(modes.map((mode) => mode.replaceAll('"', ''))).toEqual(BINDING_MODES);
    expect(firstOf(tableRows('docs/access.md', '`carrier`', 'it is', 'for'))).toEqual(ASSERTION_CARRIERS);
  });
});

it('the events of the log are those that it knows', () => {
  const codes = (cell: string): readonly string[] => [...cell.matchAll(/`(\w+)`/g)].map(([, code]) => code ?? '');
  const rows = tableRows('docs/running.md', 'event', 'level', 'fields', 'means');
  const told = rows.map(([event = '', level, fields = '']) => [...codes(event), level, codes(fields)]);
  expect(told).toEqual(Object.entries(EVENTS).map(([event, { level, fields }]) => [event, level, fields]));
});

describe('a cell means what the table of cells says', () => {
  const rows = tableRows('docs/guardrails.md', 'for a fact like', 'you write', 'it fits', 'in FEEL');

  it('which has all its forms', () => {
    const written = rows.map(([, cell]) => cell).join(' ');
    for (const form of ['at_least', 'above', 'at_most', 'below', 'not', 'missing', 'feel', '..', '['])
      expect(written).toContain(form);
  });

  it.each(rows)('%s: %s', async (fact = '', cell = '', _fits, feel = '') => {
    const [name, written, meant] = [fact, cell, feel].map((text) => text.replaceAll('`', ''));
    const { folder } = await openStage();
    const file = join(folder, 'examples/acme/guardrails/escalation.yaml');
    const row = `rules:\n  - { id: tried, when: { ${name}: ${written} }, route: [role:CSM], reason: renewal }\n`;
    writeFileSync(file, readFileSync(file, 'utf8').replace('rules:\n', row));
    const { escalation, facts } = requireWorkspace(join(folder, 'examples/acme'));
    const type = facts.find((declared) => declared.name === name)?.type;
    expect(escalation.rules[0]?.when.map(({ test }) => type && printFeel(test, type))).toEqual([meant]);
  });
});
