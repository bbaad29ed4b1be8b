/** What else happens while a whole import is under way. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sqliteCopies } from '../store/sqlite/copies.ts';
import { sqliteMergeNotes } from '../store/sqlite/merge-notes.ts';
import type { TestStore } from '../store/test-store.ts';
import { openTestStore } from '../store/test-store.ts';
import type { ImportGround, ImportOutcome } from './import-job.ts';
import { runImport, WITHOUT_SYSTEMS } from './import-job.ts';
import { UNWATCHED } from './progress.ts';
import { NOW, sourceFolder } from './source-fixtures.ts';

const TENANT = 'default';
const { source, workspace, remove } = sourceFolder();
afterAll(remove);

let under: TestStore;
beforeEach(async () => void (under = await openTestStore({ busyTimeoutMs: 200 })));
afterEach(() => under.dispose());

const BOTH = { accounts: [{ id: 'S1' }, { id: 'S2' }] };

/** `once`: after it has read, before the directory has it; each time that it reads. */
async function imported(once: () => Promise<unknown>, ground: Partial<ImportGround> = {}): Promise<ImportOutcome> {
  const { directory } = under.store;
  const job = {
    tenant: TENANT,
    workspace: workspace([source('crm', BOTH)]),
    nowMs: NOW,
    holdAbove: { dropped: null, changed: null },
    confirmed: null,
    sync: { sources: 'due', full: false },
  } as const;
  const replace: typeof directory.replace = async (...given) => {
    await once();
    return await directory.replace(...given);
  };
  return await runImport(job, { ...WITHOUT_SYSTEMS, ...ground, directory: { ...directory, replace } }, UNWATCHED);
}

async function erase(): Promise<void> {
  const { directory } = under.store;
  await directory.forget(TENANT, { people: [], emails: [], accounts: ['shared:S1'] });
}

async function held(): Promise<readonly string[]> {
  under.store.directory.refresh();
  const accounts: string[] = [];
  for await (const account of under.store.directory.accounts(TENANT)) accounts.push(account);
  return accounts;
}

describe.each([
  ['the first import', false],
  ['a later one', true],
])('while %s is under way', (_which, isLater) => {
  beforeEach(async () => {
    if (isLater) await imported(async () => {});
  });

  it('whoever is erased doesn’t come back: it reads once more', async () => {
    let times = 0;
    const erasing = async () => {
      if ((times += 1) > 1) return;
      source('crm', { accounts: [{ id: 'S2' }] });
      await erase();
    };
    expect(await imported(erasing)).toMatchObject({ kind: 'imported' });
    expect([times, await held()]).toEqual([2, ['shared:S2']]);
  });

  it('somebody erased again and again ends it in words, and nothing is changed', async () => {
    await expect(imported(erase)).rejects.toMatchObject({
      code: 'import_failed',
      message: expect.stringContaining('Somebody was erased while the import was under way') as string,
    });
    expect(await held()).toEqual(isLater ? ['shared:S2'] : []);
  });

  it('another import disturbs it as little as it does that one', async () => {
    expect(await imported(() => imported(async () => {}))).toMatchObject({ kind: isLater ? 'unchanged' : 'imported' });
    expect(await held()).toEqual(['shared:S1', 'shared:S2']);
  });
});

describe('what an import remembers', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'remembered-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const remembering = async (once: () => Promise<unknown>, notes = sqliteMergeNotes(folder, TENANT)) => {
    const copies = sqliteCopies({ folder, busyTimeoutMs: 200 });
    try {
      return await imported(once, { remembered: { notes, watched: copies.watched } });
    } finally {
      await copies.close();
    }
  };

  it('may be taken away by another one meanwhile: it is in all the same', async () => {
    const other = async () => void (await remembering(async () => {}));
    expect(await remembering(other)).toMatchObject({ kind: 'imported' });
    expect(await held()).toEqual(['shared:S1', 'shared:S2']);
  });

  it.each(['begin', 'add', 'finish'] as const)('is let go of where it fails to %s', async (what) => {
    const fail = (): never => {
      throw new Error('no disk');
    };
    const notes = sqliteMergeNotes(folder, TENANT);
    const begin = () => (what === 'begin' ? fail() : { ...notes.begin(), [what]: fail });
    expect(await remembering(async () => {}, { ...notes, begin })).toMatchObject({ kind: 'imported' });
    expect(notes.open()).toBeNull();
  });
});
