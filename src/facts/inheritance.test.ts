/** What an account takes from those above it, as a sheet: its own, what stands above → what it has, and from whom. */
import { describe, expect, it } from 'vitest';
import { assignment } from '../guardrails/fixtures.ts';
import { dossier } from '../store/store-fixtures.ts';
import type { Dossier } from '../directory/records.ts';
import type { Estate, Inheritance } from './inheritance.ts';
import { estateOf, NOTHING_INHERITED, withInherited } from './inheritance.ts';
import type { FactValue, SourcedValue } from './types.ts';

const FROM = { source: 'crm', record: 'crm.csv:2', asOf: '2026-11-23T08:00:00Z' };
const OLD = { ...FROM, asOf: '2026-11-01T08:00:00Z' };

const INHERITANCE: Inheritance = {
  roles: ['CSM', 'AE'],
  facts: { 'account.tier': 'own_first', 'account.vip': 'own_first', 'account.hold': 'any' },
};

type Said = { readonly facts?: Readonly<Record<string, FactValue>>; readonly held?: Readonly<Record<string, string>> };

const estate = (account: string, { facts = {}, held = {} }: Said): Dossier =>
  dossier(account, {
    facts: Object.fromEntries(Object.entries(facts).map(([name, value]) => [`account.${name}`, { ...FROM, value }])),
    assignments: Object.entries(held).flatMap(([role, people]) =>
      people.split(' ').map((person) => assignment(role, person, { source: FROM })),
    ),
  });

/** `tier=VIP<2`: from the account `2`; `hold=true<2(false)`: with what was passed over. */
function told({ facts, assignments }: Pick<Dossier, 'facts' | 'assignments'>): string {
  const from = ({ inheritedFrom }: { readonly inheritedFrom?: string }): string =>
    inheritedFrom === undefined ? '' : `<${inheritedFrom}`;
  const passed = ({ conflicts }: SourcedValue): string =>
    conflicts === undefined ? '' : `(${conflicts.map((other) => `${String(other.value)}${from(other)}`).join(' ')})`;
  return [
    ...Object.entries(facts).map(
      ([name, fact]) => `${name.slice('account.'.length)}=${String(fact.value)}${from(fact)}${passed(fact)}`,
    ),
    ...assignments.map(({ role, person, source }) => `${role}:${person}${from(source)}`),
  ].join(' ');
}

const SHEET: readonly (readonly [own: Said, above: readonly Said[], has: string, why: string])[] = [
  [{}, [{ held: { CSM: 'ann' } }], 'CSM:ann<1', 'nobody of its own: the parent’s'],
  [{ held: { CSM: 'bob' } }, [{ held: { CSM: 'ann' } }], 'CSM:bob', 'its own goes before'],
  [{ held: { CSM: 'bob' } }, [{ held: { AE: 'ann' } }], 'AE:ann<1 CSM:bob', 'role by role'],
  [{}, [{ held: { CSM: 'ann cleo' } }], 'CSM:ann<1 CSM:cleo<1', 'all holders of the role, in their order'],
  [{}, [{}, { held: { CSM: 'ann' } }], 'CSM:ann<2', 'the parent has nobody either: the next one up'],
  [{}, [{ held: { CSM: 'bob' } }, { held: { CSM: 'ann' } }], 'CSM:bob<1', 'the nearest goes before'],
  [{}, [{ held: { Renewals: 'ann' } }], '', 'a role that isn’t listed'],
  [{}, [{ facts: { tier: 'VIP' } }], 'tier=VIP<1', 'a fact that it lacks'],
  [{ facts: { tier: 'SMB' } }, [{ facts: { tier: 'VIP' } }], 'tier=SMB', 'its own value goes before'],
  [{ facts: { vip: false } }, [{ facts: { vip: true } }], 'vip=false', 'no is a value of its own'],
  [{ facts: { arr: 1 } }, [{ facts: { arr: 2, region: 'EMEA' } }], 'arr=1', 'facts that aren’t listed'],
  [{}, [{ facts: { tier: 'VIP' } }, { held: { CSM: 'ann' } }], 'tier=VIP<1 CSM:ann<2', 'each from its own'],
  [
    { facts: { hold: false } },
    [{ facts: { hold: true } }],
    'hold=true<1(false)',
    'any: yes above, and no is told beside',
  ],
  [
    { facts: { hold: false } },
    [{ facts: { hold: false } }, { facts: { hold: true } }],
    'hold=true<2(false)',
    'any, higher',
  ],
  [{ facts: { hold: true } }, [{ facts: { hold: true } }], 'hold=true', 'any: its own yes'],
  [{}, [{ facts: { hold: true } }], 'hold=true<1', 'any: yes above where nobody knows of it itself'],
  [{}, [{ facts: { hold: false } }], '', 'any: no above says nothing of it, which stays missing'],
  [{}, [], '', 'nobody above'],
];

describe('an account', () => {
  it.each(SHEET)('%# has what it has itself, then from above: %4$s', (own, above, has) => {
    const estates = above.map((said, index) => estate(String(index + 1), said));
    const left = estates.flatMap((each): Estate[] => {
      const some = estateOf(each, INHERITANCE);
      return some === null ? [] : [some];
    });
    expect(told(withInherited(estate('0', own), left, INHERITANCE))).toBe(has);
  });

  it('is as old as the oldest of what it has', () => {
    const parent = { ...estate('1', {}), facts: { 'account.tier': { ...OLD, value: 'VIP' } } };
    expect(withInherited(estate('0', {}), [parent], INHERITANCE).asOf).toBe(OLD.asOf);
  });

  it('tells of what sources disagree on above it, and that it was said of that account', () => {
    const conflicts = [{ ...OLD, value: 'SMB' }];
    const others = [{ ...OLD, person: 'bob' }];
    const parent = dossier('1', {
      facts: { 'account.tier': { ...FROM, value: 'VIP', conflicts } },
      assignments: [assignment('CSM', 'ann', { source: FROM, conflicts: others })],
    });
    const { facts, assignments } = withInherited(estate('0', {}), [parent], INHERITANCE);
    expect(facts['account.tier']?.conflicts).toEqual([{ ...OLD, value: 'SMB', inheritedFrom: '1' }]);
    expect(assignments[0]?.conflicts).toEqual([{ ...OLD, person: 'bob', inheritedFrom: '1' }]);
  });

  it('that lacks nothing, or inherits nothing, asks nobody above', () => {
    const nobody: Iterable<Estate> = {
      [Symbol.iterator]: () => {
        throw new Error('somebody above was asked');
      },
    };
    const full = estate('0', { facts: { tier: 'VIP', vip: true, hold: true }, held: { CSM: 'ann', AE: 'bob' } });
    expect(withInherited(full, nobody, INHERITANCE)).toBe(full);
    const empty = estate('0', {});
    expect(withInherited(empty, nobody, NOTHING_INHERITED)).toBe(empty);
  });
});
