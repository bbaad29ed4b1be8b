/** Replays of single records: what comes out where something of the record, its facts or its release is another. */
import { describe, expect, it } from 'vitest';
import type { DecisionRecord } from '../audit/record.ts';
import { textHash } from '../base/hash.ts';
import { releaseOf } from '../config/release.ts';
import type { Workspace } from '../config/workspace.ts';
import { answer } from './answer.ts';
import { ask, deskOf } from './fixtures.ts';
import { prepareRelease } from './prepared-release.ts';
import type { Replay } from './replayed.ts';
import type { Archive } from './reread.ts';
import { replayer } from './replay.ts';

const ESCALATION = 'get_escalation_contact';
const AT = '2026-11-20T00:00:00Z';

type Written = { readonly record: DecisionRecord; readonly snapshots: Map<string, string>; readonly json: string };

async function written(tool: string, args: unknown, also: Parameters<typeof ask>[2] = {}): Promise<Written> {
  const snapshots = new Map<string, string>();
  let record: DecisionRecord | undefined;
  const desk = deskOf({
    append: async (appended, used) => {
      record = JSON.parse(JSON.stringify(appended)) as DecisionRecord;
      for (const { hash, json } of used) snapshots.set(hash, json);
    },
  });
  const { workspace } = desk.release();
  const { id, json } = releaseOf(workspace);
  const release = prepareRelease(workspace, id, AT);
  await answer(ask(tool, args, also), { ...desk, release: () => release });
  if (record === undefined) throw new Error('nothing was recorded');
  return { record, snapshots, json };
}

function archiveOf({ record, snapshots, json }: Written): Archive {
  return {
    releases: {
      // Another time than the record's: a store that met the release again.
      get: async (_tenant, id) => (id === record.release ? { id, at: '2030-01-01T00:00:00Z', json } : undefined),
    },
    records: { snapshot: async (_tenant, hash) => snapshots.get(hash) },
  };
}

async function replayed(one: Written, archive: Archive = archiveOf(one)): Promise<Replay> {
  return await replayer(archive)(one.record);
}

function told(replay: Replay): string {
  switch (replay.kind) {
    case 'same':
      return 'same';
    case 'differs':
      return `differs: ${replay.differences.map(({ what }) => what).join(', ')}`;
    case 'impossible':
      return `impossible: ${replay.why}`;
  }
}

describe('a replay', () => {
  const expired = { binding: 'required', assertion: { kind: 'expired' } } as const;
  const bound = (value: string) =>
    ({
      binding: 'required',
      assertion: { kind: 'verified', subject: { type: 'account_id', value }, expiresAtMs: Date.parse(AT) },
    }) as const;

  it.each([
    [ESCALATION, { account_id: '1' }, {}, 'decided'],
    [ESCALATION, { account_id: '2' }, {}, 'decided'],
    ['get_account_team', { account_id: '1' }, {}, 'decided'],
    ['get_account_health', { account_id: '1' }, {}, 'decided'],
    [ESCALATION, { account_id: 'no such' }, {}, 'unresolved'],
    [ESCALATION, {}, {}, 'unresolved'],
    ['get_account_team', { account_id: 'no such' }, {}, 'unresolved'],
    ['get_account_health', { account_id: 'no such' }, {}, 'unresolved'],
    [ESCALATION, { topic: 'weather', language: 'de' }, {}, 'malformed'],
    [ESCALATION, 'no object', {}, 'malformed'],
    ['get_account_team', { topic: 'weather' }, {}, 'malformed'],
    ['get_account_team', {}, {}, 'refused'],
    ['get_account_health', {}, expired, 'refused'],
    [ESCALATION, {}, expired, 'unresolved'],
    [ESCALATION, { topic: 'billing' }, bound('1'), 'decided'],
    [ESCALATION, { account_id: '2' }, bound('1'), 'unresolved'],
    ['get_account_team', {}, bound('new'), 'unresolved'],
  ])('%s %o, %o, which is %4$s, gives the same', async (tool, args, also, kind) => {
    const one = await written(tool, args, also);
    expect(one.record.kind).toBe(kind);
    expect(told(await replayed(one))).toBe('same');
  });

  it.each<[string, Partial<DecisionRecord>, string]>([
    ['kind', { kind: 'refused' }, 'differs: kind'],
    ['row', { escalation: { rule: 'another', rows: [-1] } }, 'differs: escalation'],
    ['health row', { health: null }, 'differs: health'],
    ['candidates', { candidates: [] }, 'differs: candidates'],
    ['link that answered', { reachedBy: 'fallback' }, 'differs: reachedBy'],
    ['answer', { answer: { status: 'Healthy', as_of: AT } }, 'differs: answer'],
    ['moment', { atMs: Date.parse('2026-11-24T23:00:00Z') }, 'differs: facts, answer'],
    ['account', { account: { kind: 'unknown' } }, 'impossible: unreadable'],
    ['facts', { facts: null }, 'differs: kind, escalation, health, candidates, reachedBy, answer'],
    ['tool', { tool: 'get_salary' }, 'impossible: unreadable'],
    ['version', { version: 1 as DecisionRecord['version'] }, 'impossible: unknown_version'],
    ['release', { release: textHash('another') }, 'impossible: release_missing'],
    ['shape', { asked: null as never }, 'impossible: unreadable'],
  ])('tells of a record with another %s', async (_what, changes, expected) => {
    const one = await written(ESCALATION, { account_id: '1' });
    expect(told(await replayed({ ...one, record: { ...one.record, ...changes } }, archiveOf(one)))).toBe(expected);
  });

  it('tells both sides of a difference', async () => {
    const one = await written(ESCALATION, { account_id: '1' });
    const replay = await replayed({ ...one, record: { ...one.record, reachedBy: 'team' } });
    expect(replay).toMatchObject({ differences: [{ what: 'reachedBy', recorded: 'team', replayed: 'role' }] });
  });

  it('tells of facts and releases that are gone, or aren’t what they are called', async () => {
    const one = await written(ESCALATION, { account_id: '1' });
    const [dossier = '', person = ''] = one.snapshots.keys();
    const without = (hash: string) => new Map([...one.snapshots].filter(([name]) => name !== hash));
    const having = (hash: string, json: string) => new Map([...one.snapshots, [hash, json]]);
    const renamed = one.snapshots.get(person)?.replace('ada@', 'eve@') ?? '';
    const sheet: readonly (readonly [Written, string])[] = [
      [{ ...one, snapshots: without(dossier) }, 'impossible: facts_missing'],
      [{ ...one, snapshots: without(person) }, 'impossible: facts_missing'],
      [{ ...one, snapshots: having(person, renamed) }, 'differs: snapshot'],
      [{ ...one, json: one.json.replace('Your owner', 'Your foe') }, 'differs: release'],
    ];
    for (const [changed, expected] of sheet) expect(told(await replayed(changed))).toBe(expected);
  });

  it('answers under the release that the record names, not under another of the same name', async () => {
    const one = await written(ESCALATION, { account_id: '1' });
    const workspace: Workspace = { ...deskOf().release().workspace, reasons: { owner: { en: 'Other' }, home: {} } };
    const other = releaseOf(workspace);
    const record = { ...one.record, release: other.id };
    expect(told(await replayed({ ...one, record, json: other.json }))).toBe('differs: answer');
  });

  it('refuses a release in a format that it doesn’t know', async () => {
    const one = await written(ESCALATION, { account_id: '1' });
    const json = JSON.stringify({ format: 99 });
    const record = { ...one.record, release: textHash(json) };
    expect(told(await replayed({ ...one, record, json }))).toBe('impossible: unknown_release');
  });

  it('has the whole case, to be told as a story', async () => {
    const replay = await replayed(await written(ESCALATION, { account_id: '1' }));
    if (replay.kind !== 'same') throw new Error(told(replay));
    expect(replay.considered?.facts?.dossier.name).toBe('One');
    expect(replay.considered?.decision?.escalation.rule?.id).toBe('otherwise');
  });
});
