import fc from 'fast-check';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { isMap, parseDocument, visit } from 'yaml';
import { failureOf, workspaceFolder } from '../../test/support/workspace-folder.ts';
import type { Edit } from '../../test/support/workspace-folder.ts';
import { requireWorkspace } from './load-workspace.ts';
import { releaseOf, workspaceFromRelease } from './release.ts';
import { STARTER_FILES } from './starter.ts';
import type { Workspace } from './workspace.ts';

const ACME = fileURLToPath(new URL('../../examples/acme', import.meta.url));

function idOf(edits: readonly Edit[] = [], files: Readonly<Record<string, string>> = {}): string {
  return releaseOf(requireWorkspace(workspaceFolder(edits, files))).id;
}

describe('the same content is the same release', () => {
  test('in another folder', () => {
    expect(idOf()).toBe(idOf());
    expect(idOf()).toMatch(/^[0-9a-f]{64}$/);
  });

  test('whatever the order of keys, with other comments and other quotes', () => {
    const pinned = idOf();
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 20, maxLength: 200 }), (numbers) => {
        let drawn = 0;
        const random = (): number => numbers[(drawn += 1) % numbers.length] ?? 0;
        const files = Object.entries(STARTER_FILES).filter(([name]) => name.endsWith('.yaml'));
        const shuffled = files.map(([name, text]) => [name, reordered(text, random)] as const);
        expect(idOf([], Object.fromEntries(shuffled))).toBe(pinned);
      }),
      { numRuns: 25 },
    );
  });

  test.each<readonly [string, Edit]>([
    ['callers', { file: 'concierge.yaml', old: 'binding: "off"', now: 'binding: optional' }],
    ['another caller', { file: 'concierge.yaml', old: 'callers:', now: 'callers:\n  other: { audience: teams }' }],
    [
      'what a fact is for',
      { file: 'concierge.yaml', old: '{ type: date }', now: '{ type: date, description: When it ends }' },
    ],
    [
      'a default that is written out',
      { file: 'guardrails/escalation.yaml', old: 'reason: renewal', now: 'if_closed: return\n    reason: renewal' },
    ],
  ])('%s is not part of it', (_why, edit) => {
    expect(idOf([edit])).toBe(idOf());
  });
});

describe('what decides an answer makes another release', () => {
  test.each<readonly [string, Edit]>([
    ['a cell', { file: 'guardrails/escalation.yaml', old: '0..90', now: '0..91' }],
    [
      'a route',
      { file: 'guardrails/escalation.yaml', old: '[role:AE, backup, team:sales]', now: '[role:AE, team:sales]' },
    ],
    ['a row', { file: 'guardrails/health.yaml', old: '  - id: otherwise\n    status: Unknown\n', now: '' }],
    ['a wording', { file: 'guardrails/escalation.yaml', old: 'Our priority desk', now: 'The priority desk' }],
    ['a team', { file: 'concierge.yaml', old: 'name: Sales', now: 'name: Sales team' }],
    ['when an absence is over', { file: 'concierge.yaml', old: 'callers:', now: 'hand_back: day_after\ncallers:' }],
    ['working hours', { file: 'concierge.yaml', old: '09:00-17:30', now: '09:00-17:00' }],
    ['what is approved', { file: 'concierge.yaml', old: 'yourcompany-"', now: 'yourcompany-team-"' }],
    ['the time zone', { file: 'concierge.yaml', old: 'timezone: Europe/Berlin #', now: 'timezone: Europe/London #' }],
    [
      'the fallback',
      { file: 'concierge.yaml', old: 'fallback: { team: customer-success }', now: 'fallback: { team: sales }' },
    ],
    ['a mapping', { file: 'sources/accounts.yaml', old: 'account.tier: Tier', now: 'account.tier: Level' }],
    ['an export', { file: 'sources/accounts.yaml', old: '../data/accounts.csv', now: '../data/other.csv' }],
    [
      'a field of the contract',
      { file: 'services/cx_concierge.yaml', old: '[title, role, booking_link]', now: '[title, role]' },
    ],
    ['a topic', { file: 'concierge.yaml', old: 'technical]', now: 'technical, security]' }],
  ])('%s', (_why, edit) => {
    expect(idOf([edit])).not.toBe(idOf());
  });

  test('the order of rows', () => {
    const rules = [
      '  - { id: a, when: { account.tier: VIP }, status: Healthy }\n',
      '  - { id: b, when: { account.tier: Standard }, status: Unknown }\n',
    ];
    const table = (rows: readonly string[]): Record<string, string> => ({
      'guardrails/health.yaml': `decision: account_health\nrules:\n${rows.join('')}`,
    });
    expect(idOf([], table(rules))).not.toBe(idOf([], table(rules.toReversed())));
  });
});

describe('a kept release is the workspace again', () => {
  test.each([
    ['starter', () => workspaceFolder()],
    ['acme', () => ACME],
  ])('%s', (_name, folder) => {
    const workspace = requireWorkspace(folder());
    const { id, json } = releaseOf(workspace);
    const again = workspaceFromRelease(json);
    const kept = {
      ...workspace,
      folder: '',
      callers: [],
      holdAbove: { dropped: null, changed: null },
      publishAbove: { contact: null, fallback: null },
    };
    expect(again).toEqual(kept);
    expect(releaseOf(again).id).toBe(id);
  });

  test('of before there was `hand_back`, it decides as it did then', () => {
    const { handBack: _handBack, ...before } = JSON.parse(releaseOf(requireWorkspace(ACME)).json) as Workspace;
    expect(workspaceFromRelease(JSON.stringify(before)).handBack).toBe('day_after');
  });

  test('what this version does not know is refused', () => {
    expect(failureOf(() => workspaceFromRelease('{"format":2}')).code).toBe('not_found');
  });
});

/** The same YAML with the keys of every map in another order, without comments, in flow or block style. */
function reordered(text: string, random: () => number): string {
  const document = parseDocument(text);
  visit(document, {
    Map: (_key, map) => {
      map.flow = random() % 2 === 0;
      map.items = map.items
        .map((item) => ({ item, rank: random() }))
        .toSorted((one, other) => one.rank - other.rank)
        .map(({ item }) => item);
    },
    Node: (_key, node) => {
      node.comment = null;
      node.commentBefore = null;
      if (isMap(node)) node.spaceBefore = false;
    },
  });
  return document.toString();
}
