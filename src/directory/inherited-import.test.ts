/** Imports of accounts that inherit: what is told of it, how far it goes, and what changes with whom. */
import { afterAll, describe, expect, it } from 'vitest';
import type { Inheritance } from '../facts/inheritance.ts';
import { MAX_GENERATIONS } from '../facts/inheritance.ts';
import { openTestStore } from '../store/test-store.ts';
import { runImport, WITHOUT_SYSTEMS } from './import-job.ts';
import { UNWATCHED } from './progress.ts';
import type { Rows } from './source-fixtures.ts';
import { NOW, sourceFolder } from './source-fixtures.ts';

const { imported, source, workspace, remove } = sourceFolder();
afterAll(remove);
const { store, dispose } = await openTestStore();
afterAll(dispose);

const inheritance: Inheritance = { roles: ['CSM'], facts: { 'account.tier': 'own_first' } };
const people = [{ hr: 'E1', name: 'Ann', email: 'ann@acme.example' }];

/** `S0` on top; each further one below the one before it. */
const chain = (length: number, top: Record<string, string>): Rows => ({
  people,
  accounts: Array.from({ length }, (_, index) =>
    index === 0 ? { id: 'S0', ...top } : { id: `S${index}`, parent: `S${index - 1}` },
  ),
});

describe('an import', () => {
  it('counts what is inherited, and what sources disagree on once', async () => {
    const one = chain(3, { tier: 'VIP', csm: 'ann@acme.example' });
    const two = { accounts: [{ id: 'S0', tier: 'SMB', csm: 'ghost@acme.example' }] };
    const { data, report } = await imported({ one, two }, { inheritance });
    expect(report.directory).toMatchObject({ accounts: 3, assignments: 1, heirs: 2 });
    expect(report.conflicts).toEqual({ 'account.tier': 1 });
    expect(report.unknownPeople.total).toBe(1);
    expect(data.dossiers.map(({ facts }) => facts['account.tier']?.inheritedFrom)).toEqual([
      undefined,
      'shared:S0',
      'shared:S0',
    ]);
  });

  it('looks at so many accounts above, and says where there are more', async () => {
    const { data, report } = await imported({ a: chain(MAX_GENERATIONS + 3, { tier: 'VIP' }) }, { inheritance });
    const without = data.dossiers.filter(({ facts }) => facts['account.tier'] === undefined);
    expect(without.map(({ account }) => account)).toEqual([
      `shared:S${MAX_GENERATIONS + 1}`,
      `shared:S${MAX_GENERATIONS + 2}`,
    ]);
    expect(report.flagged.first.map(({ place, reason }) => [place, reason])).toEqual(
      [MAX_GENERATIONS + 1, MAX_GENERATIONS + 2].map((index) => [
        `a.json:accounts[${index}]`,
        'More than 10 accounts stand above this one; from the highest it inherits nothing.',
      ]),
    );
  });

  it('takes nothing from a circle but what stands in it', async () => {
    const accounts = [
      { id: 'S1', parent: 'S2', tier: 'VIP' },
      { id: 'S2', parent: 'S1' },
      { id: 'S3', parent: 'S2' },
      { id: 'S4', parent: 'S1' },
    ];
    const { data } = await imported({ a: { accounts } }, { inheritance });
    expect(data.dossiers.map(({ facts }) => facts['account.tier']?.value)).toEqual([
      'VIP',
      undefined,
      undefined,
      'VIP',
    ]);
  });

  it('changes an account with those above it, and no other', async () => {
    const changesOf = async (top: Record<string, string>) => {
      const below = chain(3, top);
      const rows = { ...below, accounts: [...(below.accounts ?? []), { id: 'S8', tier: 'SMB', parent: 'S0' }] };
      const job = {
        tenant: 'default',
        workspace: workspace([source('crm', rows)], { inheritance }),
        nowMs: NOW,
        holdAbove: { dropped: null, changed: null },
        confirmed: null,
        sync: { sources: 'due' as const, full: false },
      };
      const { changes } = await runImport(job, { directory: store.directory, ...WITHOUT_SYSTEMS }, UNWATCHED);
      return changes.accounts;
    };
    expect(await changesOf({ tier: 'VIP', csm: 'ann@acme.example' })).toMatchObject({ added: 4 });
    expect(await changesOf({ tier: 'VIP', csm: 'ann@acme.example' })).toMatchObject({ added: 0, changed: 0 });
    expect(await changesOf({ tier: 'SMB', csm: 'ann@acme.example' })).toMatchObject({ changed: 3 });
    expect(await changesOf({ tier: 'SMB', csm: '' })).toMatchObject({ changed: 4 });
    expect((await store.directory.dossier('default', 'shared:S2'))?.facts['account.tier']).toEqual({
      value: 'SMB',
      source: 'crm',
      record: 'crm.json:accounts[0]',
      asOf: '2026-11-20T06:00:00Z',
      inheritedFrom: 'shared:S0',
    });
  });
});
