import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Edit } from '../../../test/support/workspace-folder.ts';
import { ROOT } from '../../../test/support/concierge-process.ts';
import { workspaceFolder } from '../../../test/support/workspace-folder.ts';
import { requireWorkspace } from '../load-workspace.ts';
import type { Workspace } from '../workspace.ts';
import { releaseOf } from '../release.ts';
import { releaseChanges } from './release-changes.ts';

const E = 'guardrails/escalation.yaml';
const C = 'concierge.yaml';

const ACME = requireWorkspace(join(ROOT, 'examples/acme'));

function edited(...edits: readonly Edit[]): Workspace {
  return requireWorkspace(workspaceFolder(edits));
}

function told(from: Workspace, to: Workspace): readonly string[] {
  return releaseChanges(from, to).map(({ text }) => text);
}

describe('what differs, in words', () => {
  it.each<readonly [readonly Edit[], readonly string[]]>([
    [
      [{ file: E, old: 'when: { account.tier: VIP }', now: 'when: { account.tier: [VIP, Standard], topic: billing }' }],
      [
        'Row vip: it asked that account.tier is VIP, and asks now that it is VIP or Standard.',
        'Row vip: it now asks that topic is billing.',
      ],
    ],
    [
      [{ file: E, old: 'when: { account.tier: VIP }', now: 'when: { account.days_to_renewal: { below: 30 } }' }],
      [
        'Row vip: it no longer asks that account.tier is VIP.',
        'Row vip: it now asks that account.days_to_renewal is below 30.',
      ],
    ],
    [
      [
        {
          file: E,
          old: 'route: [role:CSM, backup, manager, team:priority-desk]',
          now: 'route: [role:CSM, team:priority-desk]',
        },
      ],
      ['Row vip: route was role:CSM, backup, manager, team:priority-desk, is now role:CSM, team:priority-desk.'],
    ],
    [
      [
        {
          file: C,
          old: 'email: sales@yourcompany.example }',
          now: 'email: deals@yourcompany.example, hours: always }',
        },
      ],
      [
        'Team sales › email was sales@yourcompany.example, is now deals@yourcompany.example.',
        'Team sales › hours was office, is now always.',
      ],
    ],
    [
      [{ file: C, old: 'topics: [billing, commercial, technical]', now: 'topics: [billing, commercial, legal]' }],
      ['Topics: new: legal; gone: technical.'],
    ],
    [
      [{ file: C, old: 'holidays: { country: DE, state: BE }', now: 'holidays: { country: DE }' }],
      ['Calendar office › holidays › state is gone; it was BE.'],
    ],
    [
      [{ file: C, old: 'company: Your Company', now: 'company: Kirk & Co' }],
      ['The company’s name was Your Company, is now Kirk & Co.'],
    ],
  ])('%#', (edits, sentences) => {
    expect(told(edited(), edited(...edits))).toEqual(sentences);
  });

  it('tells rows that came, went and moved, and names as few as moved', () => {
    const [first, second, ...others] = ACME.escalation.rules;
    if (first === undefined || second === undefined) throw new Error('the sample has rows');
    const swapped: Workspace = { ...ACME, escalation: { rules: [second, first, ...others] } };
    expect(told(ACME, swapped)).toEqual([`Row ${first.id} moved: it stands after ${second.id}, and stood first.`]);
    const shorter: Workspace = { ...ACME, escalation: { rules: [second, ...others] } };
    expect(told(ACME, shorter)).toEqual([expect.stringMatching(`^Row ${first.id} is gone. It said: when `)]);
    expect(told(shorter, ACME)).toEqual([expect.stringMatching(`^Row ${first.id} is new, first: when `)]);
  });

  it('tells a wording by its language', () => {
    const reasons = {
      ...ACME.reasons,
      named_csm: { ...ACME.reasons['named_csm'], de: 'Ihre Ansprechperson', nl: 'Uw contact' },
    };
    const [was] = [ACME.reasons['named_csm']?.['de']];
    expect(told(ACME, { ...ACME, reasons })).toEqual([
      `Reason named_csm in German (de) was “${was}”, is now “Ihre Ansprechperson”.`,
      'Reason named_csm in Dutch (nl) is new: “Uw contact”.',
    ]);
  });

  it.each<readonly [string, string, string]>([
    ['a', 'b', 'was “a”, is now “b”'],
    [`${'x'.repeat(300)}one`, `${'x'.repeat(300)}two`, `was “…${'x'.repeat(20)}one”, is now “…${'x'.repeat(20)}two”`],
    ['x'.repeat(300), `${'x'.repeat(300)}!`, `was “…${'x'.repeat(20)}”, is now “…${'x'.repeat(20)}!”`],
    ['Your desk', 'Your\u{200B} desk', 'was “Your desk”, is now “Your\\u{200b} desk”'],
  ])('never says the same of both sides: %#', (old, now, sentence) => {
    const worded = (en: string): Workspace => ({ ...ACME, reasons: { ...ACME.reasons, named_csm: { en } } });
    expect(told(worded(old), worded(now))).toEqual([`Reason named_csm in English (en) ${sentence}.`]);
  });

  it('tells whose manager it is', () => {
    const route = 'route: [role:CSM, backup, manager, team:priority-desk]';
    const [one, other] = ['CSM', 'AE'].map((role) =>
      edited({ file: E, old: route, now: `route: [manager of role:${role}]` }),
    );
    if (one === undefined || other === undefined) throw new Error('two drafts were made');
    expect(told(one, other)).toContain('Row vip: route was manager of role:CSM, is now manager of role:AE.');
  });

  it('shows nothing that a terminal would obey, and no endless text', () => {
    const company = `Acme\u001B[31m\u202E${'x'.repeat(5_000)}`;
    const [text = ''] = told(ACME, { ...ACME, company });
    expect(text).not.toMatch(/\p{Cc}|\p{Cf}/u);
    expect(text.length).toBeLessThan(400);
  });
});

describe('it is complete', () => {
  /** Every place in the content of a release, by path. */
  function* places(value: unknown, path: readonly (string | number)[] = []): Generator<readonly (string | number)[]> {
    if (Array.isArray(value)) for (const [index, each] of value.entries()) yield* places(each, [...path, index]);
    else if (typeof value === 'object' && value !== null)
      for (const [key, each] of Object.entries(value)) yield* places(each, [...path, key]);
    else yield path;
  }

  function changedAt(value: unknown, [key, ...rest]: readonly (string | number)[]): unknown {
    if (key === undefined) return typeof value === 'number' ? value + 1 : `${String(value)} other`;
    if (Array.isArray(value))
      return value.map((each: unknown, index) => (index === key ? changedAt(each, rest) : each));
    const object = value as Record<string, unknown>;
    return { ...object, [key]: changedAt(object[key], rest) };
  }

  it('says something of each value that is another', () => {
    const { teams, calendars, folder: _f, callers: _c, holdAbove: _h, publishAbove: _p, ...rest } = ACME;
    const plain = { ...rest, teams: Object.fromEntries(teams), calendars: Object.fromEntries(calendars) };
    const all = [...places(plain)];
    expect(all.length).toBeGreaterThan(500);
    // Each seventh is of every kind of value, and takes a second.
    const untold = all.filter((path, index) => {
      if (index % 7 > 0) return false;
      const { teams: named, calendars: kept, ...other } = changedAt(plain, path) as typeof plain;
      const maps = { teams: new Map(Object.entries(named)), calendars: new Map(Object.entries(kept)) };
      return releaseChanges(ACME, { ...ACME, ...other, ...maps }).length === 0;
    });
    expect(untold).toEqual([]);
  });

  it('says nothing of what is the same, also in another order of keys', () => {
    const again = { ...ACME, reasons: Object.fromEntries(Object.entries(ACME.reasons).toReversed()) };
    expect(releaseOf(again).id).toBe(releaseOf(ACME).id);
    expect(releaseChanges(ACME, again)).toEqual([]);
  });
});
