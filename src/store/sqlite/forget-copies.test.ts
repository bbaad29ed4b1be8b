/** Somebody is taken out of the copies of systems: their rows, and every byte of them; and no import takes what is left for all. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { copiesErasureOf } from '../../audit/copied-subject.ts';
import type { Json } from '../../base/json.ts';
import type { CopyKey, CopyStore } from '../copies.ts';
import { sqliteCopies } from './copies.ts';
import { erasableCopies } from './forget-copies.ts';

let folder: string;
let copies: CopyStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'copies-'));
  copies = sqliteCopies({ folder, busyTimeoutMs: 1_000 });
});
afterEach(async () => {
  await copies.close();
  rmSync(folder, { recursive: true });
});

const AT = '2026-11-23T08:00:00Z';

function keyOf(read: string, tenant = 'default'): CopyKey {
  return { tenant, source: 'crm', read };
}

async function copied(key: CopyKey, rows: Readonly<Record<string, Readonly<Record<string, Json>>>>): Promise<void> {
  const run = await copies.begin(key, { kind: 'full', shape: 'shape', begunAt: AT });
  const page = Object.entries(rows).map(([id, values]) => ({ id, values }));
  await copies.keep(key, run, { rows: page, gone: [], nameless: 0, point: null, at: AT });
  await copies.finish(key, run, null);
}

async function idsIn(key: CopyKey): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { id } of copies.rows(key)) ids.push(id);
  return ids;
}

function filesHold(text: string): boolean {
  return readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(text));
}

const SARAH = copiesErasureOf(
  { people: new Set(['hr:E1003']), emails: new Set(['sarah@acme.example']), links: new Set(), accounts: new Set() },
  { ids: [], names: ['Sarah Jenkins'] },
);

it('drops the rows that tell of them, and leaves no byte', async () => {
  await copied(keyOf('users'), {
    1: { Email: 'Sarah@ACME.example', Name: 'Sarah Jenkins' },
    2: { Email: 'joann-sarah@acme.example', Name: 'Ann' },
    E10031: { Email: 'other@acme.example' },
  });
  await copied(keyOf('away'), { 'sarah@acme.example:e1': {}, 'omar@acme.example:e2': {} });
  await copied(keyOf('accounts'), { A1: { csms: ['E1002', 'E1003'] }, A2: { csms: ['E1002'] } });
  await copied(keyOf('plans'), { P1: { tier: 'VIP' } });
  const erasable = erasableCopies({ folder, busyTimeoutMs: 1_000 });
  expect(await erasable.count('default', SARAH.tells)).toBe(3);
  expect(await erasable.forget('default', SARAH)).toBe(3);
  expect(await idsIn(keyOf('users'))).toEqual(['2', 'E10031']);
  expect(await idsIn(keyOf('away'))).toEqual(['omar@acme.example:e2']);
  expect(await idsIn(keyOf('accounts'))).toEqual(['A2']);
  expect(['Sarah Jenkins', '"sarah@', 'Sarah@ACME', '"E1003"'].filter(filesHold)).toEqual([]);
  expect(await copies.state(keyOf('accounts'))).toMatchObject({ asOf: null, fullAt: null, shape: null, rows: 1 });
  expect(await copies.state(keyOf('plans'))).toMatchObject({ asOf: AT, rows: 1 });
});

it('leaves other tenants’, and ends a sync that is under way', async () => {
  await copied(keyOf('users', 'other'), { 1: { Email: 'sarah@acme.example' } });
  await copied(keyOf('users'), { 1: { Email: 'sarah@acme.example' } });
  const run = await copies.begin(keyOf('users'), { kind: 'changes', shape: 'shape', begunAt: AT });
  expect(await erasableCopies({ folder, busyTimeoutMs: 1_000 }).forget('default', SARAH)).toBe(1);
  expect(await copies.finish(keyOf('users'), run, null)).toBeNull();
  expect(await idsIn(keyOf('users', 'other'))).toEqual(['1']);
});

it('finds an account by every id of it, also where Salesforce tells the short form', async () => {
  await copied(keyOf('accounts'), { '001Hs00003QQCZH': {}, 17: {}, 18: {} });
  const account = copiesErasureOf(
    { people: new Set(), emails: new Set(), links: new Set(), accounts: new Set(['crm:001Hs00003QQCZHIA5']) },
    { ids: ['17'], names: [] },
  );
  expect(await erasableCopies({ folder, busyTimeoutMs: 1_000 }).forget('default', account)).toBe(2);
  expect(await idsIn(keyOf('accounts'))).toEqual(['18']);
});

it('makes no file where nothing was copied', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'copies-'));
  const erasable = erasableCopies({ folder: empty, busyTimeoutMs: 1_000 });
  expect([await erasable.count('default', SARAH.tells), await erasable.forget('default', SARAH)]).toEqual([0, 0]);
  expect(readdirSync(empty)).toEqual([]);
  rmSync(empty, { recursive: true });
});
