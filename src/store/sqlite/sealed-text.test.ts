import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { directoryData, dossier, person } from '../store-fixtures.ts';
import type { Store } from '../store.ts';
import { openTestStore } from '../test-store.ts';
import { DIRECTORY_FILE } from './schema.ts';
import { sealed, unsealed } from './sealed-text.ts';

it('is whole as it was written, and no otherwise', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(unsealed(sealed(text))).toBe(text);
    }),
  );
  const printable = fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code));
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.nat(), printable, (text, at, character) => {
      const stored = sealed(text);
      const place = at % stored.length;
      const altered = `${stored.slice(0, place)}${character}${stored.slice(place + 1)}`;
      fc.pre(altered !== stored);
      expect(() => unsealed(altered)).toThrow('not as it was written');
    }),
  );
});

describe('rows that a disk has altered', () => {
  const DATA = directoryData({
    dossiers: [dossier('crm:1'), dossier('crm:2')],
    people: [person('hr:E1'), person('hr:E2')],
  });

  /** A store with that data, opened again after the SQL has gone over its file. */
  async function altered(sql: string): Promise<Store> {
    const { store, folder, reopen, dispose } = await openTestStore();
    onTestFinished(dispose);
    await store.directory.replace('default', DATA);
    const database = new DatabaseSync(join(folder, DIRECTORY_FILE.name));
    database.exec(sql);
    database.close();
    return await reopen();
  }

  it.each([
    ['by a digit', `UPDATE dossier SET text = replace(text, '120000', '920000')`],
    [
      'so that they are another account’s',
      `UPDATE dossier SET text = (SELECT text FROM dossier WHERE account = 'crm:2')`,
    ],
    ['beyond reading', `UPDATE dossier SET text = 'noise'`],
  ])('%s are not answered', async (_how, sql) => {
    const { directory } = await altered(sql);
    await expect(directory.dossier('default', 'crm:1')).rejects.toThrow('directory.sqlite is damaged');
  });

  it('are no people', async () => {
    const { directory } = await altered(`UPDATE person SET json = replace(json, 'Person hr:E1', 'Person hr:E2')`);
    await expect(directory.roster('default')).rejects.toThrow('directory.sqlite is damaged');
  });

  it('are mended by the next import, which counts them as changed', async () => {
    const { directory } = await altered(`UPDATE dossier SET text = 'noise' WHERE account = 'crm:1';
      UPDATE person SET json = replace(json, 'Person hr:E1', 'Person hr:E2')`);
    const { changes } = await directory.replace('default', DATA);
    expect([changes.accounts.changed, changes.people.changed]).toEqual([1, 1]);
    expect(await directory.dossier('default', 'crm:1')).toEqual(dossier('crm:1'));
    expect((await directory.roster('default')).people.get('hr:E1')?.name).toBe('Person hr:E1');
  });
});
