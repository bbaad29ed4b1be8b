/** Laying one source's new word over a dossier gives what merging all words anew would give, wherever that can be known. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Inheritance } from '../facts/inheritance.ts';
import { INHERITED_HOW, estateOf, withInherited } from '../facts/inheritance.ts';
import type { FactValue } from '../facts/types.ts';
import { inheritedAnew } from './inherited-anew.ts';
import type { HoldersNow, SaidNow } from './lay-over.ts';
import { laidOver } from './lay-over.ts';
import { accountMerger } from './merge-account.ts';
import { ownDossier } from './own-dossier.ts';
import type { Assignment, Dossier } from './records.ts';
import type { StagedAccount } from './staged-account.ts';
import type { Sourced } from './trust.ts';
import { trustOf } from './trust.ts';

const SOURCES = ['crm', 'desk', 'workbook'] as const;
const FACTS = ['account.hold', 'account.tier'] as const;
const ROLES = ['AE', 'CSM'] as const;
const BEFORE = '2026-11-23T08:00:00Z';
const NOW = '2026-11-23T09:00:00Z';

/** What one source says of the account; nothing of what is null. */
type Word = {
  readonly facts: Readonly<Record<(typeof FACTS)[number], FactValue>>;
  readonly roles: Readonly<Record<(typeof ROLES)[number], string | null>>;
};

const value = fc.constantFrom<FactValue>(null, true, false);
const person = fc.constantFrom<string | null>(null, 'hr:1', 'hr:2');
const word: fc.Arbitrary<Word> = fc.record({
  facts: fc.record({ 'account.hold': value, 'account.tier': value }),
  roles: fc.record({ AE: person, CSM: person }),
});
const words = fc.record({ crm: word, desk: fc.option(word), workbook: fc.option(word) });
type Words = { readonly crm: Word; readonly desk: Word | null; readonly workbook: Word | null };
/** Trusted from the first to the last. */
const order = fc.shuffledSubarray([...SOURCES], { minLength: 3, maxLength: 3 });

const NOTHING = { name: null, parent: null, domain: null, facts: {}, assignments: [], ids: [], where: [] };
const MAPPING = { kind: 'account', from: 'all', ...NOTHING } as const;
const declared = SOURCES.map((name) => ({ name, connector: 'file', reads: [], mappings: [MAPPING] }) as const);

function merged(said: Words, trusted: readonly string[], asOf: (source: string) => string): Dossier {
  const trust = trustOf(declared, { '*': trusted });
  const find = ({ namespace, id }: { namespace: string; id: string }) => `${namespace}:${id}`;
  const group = SOURCES.flatMap((source, index): Sourced<StagedAccount>[] => {
    const one = said[source];
    return one === null
      ? []
      : [{ entry: entryOf(one), origin: { index, source, asOf: asOf(source) }, place: source, row: 1 }];
  });
  return accountMerger(trust, find, { add: () => {}, conflict: () => {} })('crm:1', group, null);
}

function entryOf({ facts, roles }: Word): StagedAccount {
  return {
    kind: 'account',
    firstId: { namespace: 'crm', id: '1' },
    name: null,
    parent: null,
    facts: Object.fromEntries(Object.entries(facts).filter(([, each]) => each !== null)),
    assignments: Object.entries(roles).flatMap(([role, who]) =>
      who === null ? [] : [{ role, person: { namespace: 'hr', id: who.slice(3) }, since: null, primary: true }],
    ),
  };
}

function nowOf({ facts, roles }: Word): SaidNow {
  const from = { source: 'crm', record: 'crm', asOf: NOW };
  const holders = (role: string, who: string | null): HoldersNow =>
    who === null ? [] : [{ role, person: who, primary: true, since: null, source: from }];
  return {
    source: 'crm',
    asOf: NOW,
    name: null,
    isNamedElsewhere: false,
    facts: new Map(
      Object.entries(facts).map(([name, each]) => [name, each === null ? null : { value: each, ...from }]),
    ),
    roles: new Map(Object.entries(roles).map(([role, who]) => [role, holders(role, who)])),
  };
}

function rankBy(trusted: readonly string[]) {
  return (_name: string, source: string): number => trusted.indexOf(source);
}

/** Values and holders, with the sources that they come from. */
function heart({ facts, assignments }: Dossier) {
  return {
    facts: Object.entries(facts).map(([name, { value: said, source }]) => [name, said, source]),
    held: assignments.map(({ role, person: who, source }: Assignment) => [role, who, source.source]),
  };
}

it('is what merging anew would be, wherever the source says something', () => {
  fc.assert(
    fc.property(words, word, order, (said, now, trusted) => {
      const rank = rankBy(trusted);
      const before = merged(said, trusted, () => BEFORE);
      const laid = heart(laidOver(before, [nowOf(now)], { rank, isAlone: () => false }));
      const anew = heart(merged({ ...said, crm: now }, trusted, (source) => (source === 'crm' ? NOW : BEFORE)));
      for (const name of FACTS.filter((each) => now.facts[each] !== null))
        expect(laid.facts.filter(([each]) => each === name)).toEqual(anew.facts.filter(([each]) => each === name));
      for (const role of ROLES.filter((each) => now.roles[each] !== null))
        expect(laid.held.filter(([each]) => each === role)).toEqual(anew.held.filter(([each]) => each === role));
    }),
  );
});

it('is what merging anew would be in everything, where no other source speaks of the account', () => {
  fc.assert(
    fc.property(word, word, (said, now) => {
      const alone = { rank: () => 0, isAlone: () => true };
      const before = merged({ crm: said, desk: null, workbook: null }, SOURCES, () => BEFORE);
      const anew = merged({ crm: now, desk: null, workbook: null }, SOURCES, () => NOW);
      expect(heart(laidOver(before, [nowOf(now)], alone))).toEqual(heart(anew));
    }),
  );
});

it('keeps the last known value where the source is silent, and another might say it', () => {
  const said = { facts: { 'account.hold': true, 'account.tier': null }, roles: { AE: 'hr:1', CSM: null } };
  const silent = { facts: { 'account.hold': null, 'account.tier': null }, roles: { AE: null, CSM: null } };
  const before = merged({ crm: said, desk: null, workbook: null }, SOURCES, () => BEFORE);
  const laid = laidOver(before, [nowOf(silent)], { rank: () => 0, isAlone: () => false });
  expect(heart(laid)).toEqual(heart(before));
  expect(laid.facts['account.hold']?.asOf).toBe(BEFORE);
});

it('is as old as the oldest that is in it', () => {
  fc.assert(
    fc.property(words, word, order, (said, now, trusted) => {
      const rank = rankBy(trusted);
      const { facts, assignments, asOf } = laidOver(
        merged(said, trusted, () => BEFORE),
        [nowOf(now)],
        {
          rank,
          isAlone: () => false,
        },
      );
      const ages = [...Object.values(facts), ...assignments.map(({ source }) => source)].map((each) => each.asOf);
      expect(asOf).toBe(ages.includes(BEFORE) ? BEFORE : NOW);
    }),
  );
});

const inheritance: fc.Arbitrary<Inheritance> = fc.record({
  roles: fc.subarray([...ROLES]),
  facts: fc.dictionary(fc.constantFrom(...FACTS), fc.constantFrom(...INHERITED_HOW)),
});

it('inherits anew what an import would have inherited', async () => {
  await fc.assert(
    fc.asyncProperty(words, words, word, inheritance, async (said, above, now, how) => {
      const parent = { ...merged(above, SOURCES, () => BEFORE), account: 'crm:0' };
      const child = { ...merged(said, SOURCES, () => BEFORE), parent: 'crm:0' };
      const estate = estateOf(parent, how);
      const heir = withInherited(child, estate === null ? [] : [estate], how);
      expect(heart(ownDossier(heir))).toEqual(heart(child));
      const alone = { rank: () => 0, isAlone: () => true };
      const laid = laidOver(ownDossier(heir), [nowOf(now)], alone);
      const again = await inheritedAnew(laid, how, async (account) => (account === 'crm:0' ? parent : undefined));
      expect(heart(again)).toEqual(
        heart(withInherited(laidOver(child, [nowOf(now)], alone), estate === null ? [] : [estate], how)),
      );
    }),
  );
});
