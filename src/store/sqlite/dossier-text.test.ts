import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { snapshotOf } from '../../audit/recorder.ts';
import type { Assignment, Dossier } from '../../directory/records.ts';
import { sayingsOf } from '../../directory/records.ts';
import type { Provenance, SourcedValue } from '../../facts/types.ts';
import { dossier } from '../store-fixtures.ts';
import { AS_NAMED, dossierIn, dossierText, saidInDossier, sayingsIn } from './dossier-text.ts';

const text = fc.oneof(
  fc.constantFrom('crm', '', '"', '\n', '[{', '\u2028'),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const day = fc.constantFrom('2024-02-29', '2026-11-23');
const factValue = fc.oneof(
  text,
  fc.boolean(),
  fc.integer(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
);
const provenance: fc.Arbitrary<Provenance> = fc.record(
  {
    source: text,
    record: text,
    asOf: fc.constantFrom('2026-11-23T08:00:00Z', '2026-11-22T08:00:00Z'),
    inheritedFrom: fc.constantFrom('crm:1', 'crm:2'),
  },
  { requiredKeys: ['source', 'record', 'asOf'], noNullPrototype: true },
);
const withConflicts = <Said extends object, Other extends object>(
  said: fc.Arbitrary<Said>,
  other: fc.Arbitrary<Other>,
) =>
  fc.oneof(
    said,
    fc.tuple(said, fc.array(other, { maxLength: 3 })).map(([each, conflicts]) => ({ ...each, conflicts })),
  );
const sourced = <Name extends string>(name: Name, of: fc.Arbitrary<unknown>) =>
  fc.tuple(provenance, of).map(([from, each]) => ({ ...from, [name]: each }));
const anyFact = withConflicts(sourced('value', factValue), sourced('value', factValue)) as fc.Arbitrary<SourcedValue>;
const anyAssignment = withConflicts(
  fc.record({ role: text, person: text, primary: fc.boolean(), since: fc.option(day), source: provenance }),
  sourced('person', text),
) as fc.Arbitrary<Assignment>;
const factName = fc.stringMatching(/^[a-z][a-z0-9_]{0,3}(\.[a-z][a-z0-9_]{0,3}){1,2}$/);
const anyDossier: fc.Arbitrary<Dossier> = fc.record({
  account: text,
  name: text,
  parent: fc.option(text),
  facts: fc.dictionary(factName, anyFact, { maxKeys: 8, noNullPrototype: true }),
  assignments: fc.array(anyAssignment, { maxLength: 4 }),
  asOf: fc.constantFrom('2026-11-23T08:00:00Z', '2026-11-22T08:00:00Z'),
});

describe('a stored dossier', () => {
  it('reads as it was written, and its snapshot has the same name', () => {
    fc.assert(
      fc.property(anyDossier, (written) => {
        const read = dossierIn(dossierText(written), AS_NAMED);
        expect(read).toEqual(written);
        expect(Object.keys(read.facts)).toEqual(Object.keys(written.facts));
        expect(snapshotOf(read).hash).toBe(snapshotOf(written).hash);
        expect(dossierText(read)).toBe(dossierText(written));
        expect(sayingsIn(dossierText(written))).toEqual(sayingsOf(written));
      }),
    );
  });

  it('says the same whoever told it and whatever others hold against it', () => {
    const told = (from: Provenance): Dossier => {
      const value = { ...from, value: 'VIP', conflicts: [{ ...from, value: 'SMB' }] };
      const assignment = { role: 'CSM', person: 'hr:E1', primary: true, since: null, source: from };
      return dossier('crm:1', { facts: { 'account.tier': value }, assignments: [assignment], asOf: from.asOf });
    };
    const one = told({ source: 'crm', record: 'accounts.csv:2', asOf: '2026-11-23T08:00:00Z' });
    const other = told({ source: 'desk', record: 'orgs.csv:7', asOf: '2026-11-24T08:00:00Z' });
    expect(dossierText(one)).not.toBe(dossierText(other));
    expect(saidInDossier(dossierText(one))).toBe(saidInDossier(dossierText(other)));
  });

  it('says something else when a single word of it is another', () => {
    const said = saidInDossier(dossierText(dossier('crm:1')));
    const [assignment] = dossier('crm:1').assignments;
    const source = dossier('crm:1').facts['account.tier']!;
    const others: readonly Partial<Dossier>[] = [
      { name: 'Renamed' },
      { parent: 'crm:2' },
      { facts: { 'account.tier': source } },
      { facts: { ...dossier('crm:1').facts, 'account.tier': { ...source, value: 'SMB' } } },
      { assignments: [] },
      { assignments: [{ ...assignment!, since: '2024-02-29' }] },
    ];
    for (const other of others) expect(saidInDossier(dossierText(dossier('crm:1', other)))).not.toBe(said);
  });

  it('takes less than half of the room of its JSON', () => {
    const from = { source: 'crm_accounts', record: 'crm_accounts.csv:1234', asOf: '2026-11-23T08:00:00Z' };
    const facts = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`account.fact_${index}`, { value: index, ...from }]),
    );
    const full = dossier('crm:1', { facts });
    expect(dossierText(full).length).toBeLessThan(JSON.stringify(full).length / 2);
  });

  it('is read as well where an older version of the program wrote it', () => {
    fc.assert(
      fc.property(anyDossier, (written) => {
        expect(dossierIn(JSON.stringify(written), AS_NAMED)).toEqual(written);
        expect(saidInDossier(JSON.stringify(written))).toBe(saidInDossier(dossierText(written)));
      }),
    );
  });
});
