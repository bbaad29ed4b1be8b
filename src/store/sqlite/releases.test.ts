import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { publishedAt } from '../release-contract.ts';
import type { TestStore } from '../test-store.ts';
import { openTestStore } from '../test-store.ts';
import { openSqliteStore } from './open.ts';
import { RELEASES_FILE } from './schema.ts';

const ENTRY = publishedAt('2026-11-23T08:00:00Z');

/** Publishes one release after the other. */
const PUBLISHING = `
  import { openSqliteStore } from ${JSON.stringify(import.meta.resolve('./open.ts'))};
  const { releases } = await openSqliteStore(process.argv[1], { now: Date.now });
  process.stdout.write('begins');
  for (let after = (await releases.live('default'))?.sequence ?? 0; ; after += 1) {
    const release = 'r' + after;
    const entry = { at: '2026-11-23T08:00:00Z', how: 'publish', by: null, note: null, effect: null };
    await releases.publish('default', { id: release, json: JSON.stringify({ release }) }, entry, after);
  }`;

let under: TestStore;
beforeEach(async () => {
  under = await openTestStore();
});
afterEach(() => under.dispose());

it('shows at once what another process publishes, and refuses what was decided before', async () => {
  const { releases } = under.store;
  const other = await openSqliteStore(under.folder, { now: Date.now });
  expect(await releases.live('default')).toBeUndefined();
  await other.releases.publish('default', { id: 'r1', json: '{}' }, ENTRY, 0);
  expect((await releases.live('default'))?.release).toBe('r1');
  expect(await releases.publish('default', { id: 'r2', json: '{}' }, ENTRY, 0)).toMatchObject({ kind: 'overtaken' });
  await other.close();
});

it('leaves the old release live, or the new one whole, where the process is killed meanwhile', async () => {
  for (let kill = 0; kill < 5; kill += 1) {
    const publishing = spawn(process.execPath, ['--input-type=module', '--eval', PUBLISHING, under.folder]);
    await once(publishing.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
    publishing.kill('SIGKILL');
    await once(publishing, 'exit');
    const { releases } = await under.reopen();
    const all = await releases.publications('default');
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => all.length - index));
    for (const { release } of all)
      expect((await releases.get('default', release))?.json).toBe(JSON.stringify({ release }));
  }
  expect((await (await under.reopen()).releases.publications('default')).length).toBeGreaterThan(0);
});

it('takes a store of an earlier version: its releases are there, and none is live', async () => {
  const [first = ''] = RELEASES_FILE.migrations;
  const old = await openTestStore();
  const database = new DatabaseSync(join(old.folder, RELEASES_FILE.name));
  database.exec(`DROP TABLE publication; DROP TABLE release; ${first} PRAGMA user_version = 1;`);
  database.exec("INSERT INTO release VALUES ('default', 'r1', '2026-01-01T00:00:00Z', '{}')");
  database.close();
  const { releases } = await old.reopen();
  expect(await releases.live('default')).toBeUndefined();
  expect(await releases.get('default', 'r1')).toEqual({ id: 'r1', at: '2026-01-01T00:00:00Z', json: '{}' });
  await releases.publish('default', { id: 'r1', json: '{}' }, ENTRY, 0);
  expect((await releases.live('default'))?.number).toBe(1);
  await old.dispose();
});
