/** What an import keeps on disk meanwhile: room for more than memory has, and nothing left of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Failure } from '../base/failure.ts';
import { importDirectory } from './import-directory.ts';
import { NOW, sourceFolder } from './source-fixtures.ts';
import { Stage, stageFailure } from './stage.ts';

const { folder, source, workspace, imported, remove } = sourceFolder();
afterAll(remove);

/** Rows with ids so long that they don't fit in the stage's cache, in an order that is not theirs. */
const MANY = 24_000;
const many = Array.from({ length: MANY }, (_, index) => ({
  own: longId('own', index),
  id: longId('S', (index * 7919) % MANY),
  domain: `c${index}.example`,
}));

function longId(begin: string, number: number): string {
  return `${begin}-${String(number).padStart(190, '0')}`;
}

/** Files that this process, or another, has open and that have no name any more. */
function namelessFiles(pid: number | string = 'self'): readonly string[] {
  const descriptors = `/proc/${pid}/fd`;
  const targets = readdirSync(descriptors).map((descriptor) => {
    try {
      return readlinkSync(join(descriptors, descriptor));
    } catch {
      return ''; // closed meanwhile, the folder's own among them
    }
  });
  return targets.filter((target) => target.endsWith(' (deleted)') && target.includes('etilqs'));
}

const missing = process.platform === 'linux' ? '' : ' (skipped: only Linux tells of a process’s open files)';
describe.skipIf(missing !== '')(`on disk${missing}`, () => {
  it('a stage has no name, and is gone when the import is closed', async () => {
    const crm = source('crm', { accounts: many });
    const { data, close } = await importDirectory(workspace([crm]), NOW);
    expect(namelessFiles()).not.toEqual([]);
    const accounts = [...data.dossiers].map(({ account }) => account);
    expect(accounts).toEqual(many.map(({ own }) => `crm:${own}`).toSorted());
    expect([...data.domains]).toHaveLength(MANY);
    close();
    expect(namelessFiles()).toEqual([]);
  });

  it('nothing is left by an import that dies half-way', async () => {
    const crm = source('crm', { accounts: many });
    const path = join(folder, 'crm.json');
    // The list of people never ends.
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, -30));
    const died = importDirectory(workspace([source('desk', { accounts: many }), crm]), NOW);
    await expect(died).rejects.toThrow(Failure);
    expect(namelessFiles()).toEqual([]);
  });

  it('nothing is left by an import that is killed', async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'concierge-stage-'));
    const given = join(folder, 'given.json');
    writeFileSync(given, JSON.stringify(workspace([source('crm', { accounts: many })])));
    const env = { ...process.env, SQLITE_TMPDIR: temporary };
    const child = spawn(process.execPath, ['--input-type=module', '-e', STALLED_IMPORT, given], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(child.stdout, 'data');
      expect(namelessFiles(child.pid)).not.toEqual([]);
      expect(namelessFiles(child.pid).every((file) => file.startsWith(temporary))).toBe(true);
      expect(readdirSync(temporary)).toEqual([]);
    } finally {
      child.kill('SIGKILL');
    }
    await once(child, 'exit');
    expect(readdirSync(temporary)).toEqual([]);
    rmSync(temporary, { recursive: true });
  });
});

/** Reads everything, says so, and waits to be killed. */
const STALLED_IMPORT = `
  import { readFileSync } from 'node:fs';
  import { importDirectory } from '${new URL('import-directory.ts', import.meta.url).href}';
  const given = JSON.parse(readFileSync(process.argv[1], 'utf8'));
  const { data } = await importDirectory({ ...given, calendars: new Map() }, ${NOW});
  for (const dossier of data.dossiers) {
    process.stdout.write(dossier.account);
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  }
`;

describe('a stage without room', () => {
  it('is a failure that says how to make some', () => {
    const stage = new Stage({ pages: 20 });
    const row = { place: 'crm.csv:2', row: 1, origin: { index: 0, source: 'crm', asOf: '2026-11-23T00:00:00Z' } };
    const entry = { kind: 'contact', email: 'ann@one.example', account: { namespace: 'crm', id: '1' } } as const;
    const fill = (): void => {
      for (let index = 0; index < 100_000; index++) stage.addContact({ entry, ...row });
    };
    expect(fill).toThrow('full');
    expect(() => {
      try {
        fill();
      } catch (error) {
        throw stageFailure(error);
      }
    }).toThrow(
      new Failure(
        'store_unavailable',
        "The import can't keep what it reads in the temporary folder: database or disk is full.",
        'Make room there, or name another folder in the environment as SQLITE_TMPDIR.',
      ),
    );
    stage.close();
  });

  it('is told apart from what is thrown by anybody else', () => {
    const others = new Error('the disk of another');
    expect(stageFailure(others)).toBe(others);
  });
});

it('ids of any script give each account once', async () => {
  const ids = ['z', 'Z', 'é', '雪', '😀', '\uFFFD', 'a b', '-', '10', '9'];
  const accounts = ids.map((id) => ({ id }));
  const { data } = await imported({ crm: { accounts }, desk: { accounts: accounts.toReversed() } });
  expect(data.dossiers.map(({ account }) => account).toSorted()).toEqual(ids.map((id) => `shared:${id}`).toSorted());
  expect(data.accountIds.every(({ namespace, id, account }) => account === `${namespace}:${id}`)).toBe(true);
});

describe('parents', () => {
  it('may be a chain of any length, and only who is in the circle at its end has none', async () => {
    const LENGTH = 20_000;
    const accounts = Array.from({ length: LENGTH }, (_, index) => ({
      id: `S${index}`,
      parent: `S${index + 1 < LENGTH ? index + 1 : LENGTH - 3}`,
    }));
    const { data, report } = await imported({ crm: { accounts } });
    const orphans = data.dossiers.filter(({ parent }) => parent === null).map(({ account }) => account);
    expect(orphans).toEqual([3, 2, 1].map((before) => `shared:S${LENGTH - before}`));
    expect(report.flagged.total).toBe(3);
  });

  it('come from the most trusted source that names one whom somebody describes', async () => {
    const rows = {
      crm: { accounts: [{ id: 'S1', parent: 'S8' }, { id: 'S2' }, { id: 'S3' }] },
      desk: { accounts: [{ id: 'S1', parent: 'S2' }] },
      staff: {
        accounts: [
          { id: 'S1', parent: 'S9' },
          { id: 'S1', parent: 'S3' },
        ],
      },
    };
    const parentOf = async (precedence: Record<string, readonly string[]>) => {
      const { data, report } = await imported(rows, { precedence });
      return [data.dossiers[0]?.parent, report.quarantined.first.map(({ place }) => place)];
    };
    expect(await parentOf({})).toEqual(['shared:S2', ['crm.json:accounts[0]']]);
    expect(await parentOf({ 'account.parent': ['staff'] })).toEqual(['shared:S3', ['staff.json:accounts[0]']]);
    expect(await parentOf({ '*': ['desk'] })).toEqual(['shared:S2', []]);
  });
});
