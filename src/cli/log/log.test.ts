/** The log is a closed contract: whatever it is told, a line holds listed fields in their forms, and nothing else. */
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Failure } from '../../base/failure.ts';
import type { EventName, Level } from './log-events.ts';
import { EVENTS } from './log-events.ts';
import type { FieldName } from './log-fields.ts';
import {
  admissionTo,
  alarmTo,
  housekeepingTo,
  log,
  readinessTo,
  refusalsTo,
  reportTo,
  systemFailuresTo,
  watchTo,
} from './log.ts';
import { importTold } from './log-import.ts';

type Line = Readonly<Record<string, unknown>>;

const ID = '01a207a2-3280-702d-b5a4-21d99e72c0e9';
const SECRET = 'Ann Berg <ann@one.example> hunter2';

let lines: Line[] = [];
beforeEach(() => void (lines = []));

function logAt(level: Level) {
  return log({ env: { LOG_LEVEL: level }, err: (text) => void lines.push(JSON.parse(text) as Line) });
}

function events(): unknown[] {
  return lines.map(({ event }) => event);
}

/** Fields that hold several values. */
const LISTS = new Set<FieldName>(['not_ready', 'sources']);

describe('a line', () => {
  it('is JSON with its level, time and event first', () => {
    logAt('info').tell('serving_started', { transport: 'http', port: 3000 });
    expect(Object.keys(lines[0] ?? {})).toEqual(['level', 'time', 'event', 'transport', 'port']);
    expect(lines[0]).toMatchObject({ level: 'info', event: 'serving_started', transport: 'http', port: 3000 });
    expect(new Date(lines[0]?.['time'] as string).toISOString()).toBe(lines[0]?.['time']);
  });

  it.each(Object.keys(EVENTS) as EventName[])('%s prints no value that has not the form of its field', (event) => {
    const odd = SECRET as never;
    const given = Object.fromEntries(EVENTS[event].fields.map((field) => [field, LISTS.has(field) ? [odd] : odd]));
    logAt('trace').tell(event, { ...given, also: odd } as never);
    const { account, ...others } = lines[0] ?? {};
    expect(JSON.stringify(others)).not.toMatch(/Ann|Berg|example|hunter2/);
    expect(Object.keys(others)).not.toContain('also');
    expect([undefined, SECRET]).toContain(account);
  });

  it('of debug alone tells of an account, or where an error came from', () => {
    const telling = Object.values(EVENTS).filter(({ fields }) =>
      fields.some((field: FieldName) => field === 'account' || field === 'frames'),
    );
    expect(new Set(telling.map(({ level }) => level))).toEqual(new Set(['debug']));
  });
});

describe('the level', () => {
  const begun = (env: Readonly<Record<string, string>>, isTerminal: boolean): unknown[] => {
    const { tell } = log({ env, isTerminal, err: (text) => void lines.push(JSON.parse(text) as Line) });
    tell('serving_started', { transport: 'stdio', port: null });
    tell('import_failed', { cause: null, ms: 1 });
    return events();
  };

  it.each([
    ['info, for machines', {}, false, ['serving_started', 'import_failed']],
    ['warn in a terminal, where words tell the rest', {}, true, ['import_failed']],
    ['what LOG_LEVEL says', { LOG_LEVEL: 'info' }, true, ['serving_started', 'import_failed']],
    ['none', { LOG_LEVEL: 'silent' }, false, []],
  ])('is %s', (_what, env, isTerminal, told) => {
    expect(begun(env, isTerminal)).toEqual(told);
  });

  it('is one of a list', () => {
    expect(() => begun({ LOG_LEVEL: 'loud' }, false)).toThrow('LOG_LEVEL is "loud"');
  });
});

describe('an error in the log', () => {
  const quoting = (): Error => {
    try {
      return JSON.parse(`{"customer": ${SECRET}`) as Error;
    } catch (error) {
      return error as Error;
    }
  };
  const answer = { id: ID, traceId: '4bf92f3577b34da6a3ce929d0e0e4736' };

  it('is its kind, with the ids of the answer, and never its message', () => {
    const error = quoting();
    expect(error.message).toContain('Ann');
    const logger = logAt('trace');
    alarmTo(logger)('answer_failed', error, answer);
    reportTo(logger)(ID, new TypeError(SECRET, { cause: error }));
    expect(lines).toMatchObject([
      { level: 'error', event: 'answer_failed', id: ID, trace: answer.traceId, cause: 'SyntaxError' },
      { level: 'debug', event: 'stack', id: ID },
      { level: 'error', event: 'defect', id: ID, cause: 'TypeError < SyntaxError' },
      { level: 'debug', event: 'stack', id: ID },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/Ann|Berg|hunter2/);
  });

  it('shows where it came from at debug alone', () => {
    reportTo(logAt('debug'))(ID, new Error(SECRET));
    expect(lines[1]?.['frames']).toContainEqual(expect.stringMatching(/src\/cli\/log\/log\.test\.ts:\d+:\d+$/));
    lines = [];
    reportTo(logAt('info'))(ID, new Error(SECRET));
    expect(events()).toEqual(['defect']);
  });

  it.each([
    ['lines that look like a stack', new Error(`${SECRET}\n    at Ann (file:///ann/berg.ts:1:1)\n    at ${SECRET}`)],
    [
      'a message that was changed later',
      Object.assign(new Error(`x\n    at Ann (/ann/berg.ts:1:1)`), { message: 'y' }),
    ],
    ['a name', Object.assign(new Error('x'), { name: SECRET })],
    ['a code', Object.assign(new Error('x'), { code: SECRET })],
    ['a stack of its own', Object.assign(new Error('x'), { stack: SECRET })],
    ['no error at all', SECRET],
    ['an object', { message: SECRET, stack: SECRET }],
  ])('quotes nothing of %s', (_what, cause) => {
    reportTo(logAt('trace'))(ID, cause);
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toMatch(/Ann|ann|Berg|hunter2/);
  });

  it('is the code of a failure, and what SQLite said to it', () => {
    const disk = Object.assign(new Error(SECRET), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
    const full = new Failure('store_unavailable', SECRET, SECRET, { cause: disk });
    alarmTo(logAt('info'))('record_not_written', full, { id: ID, traceId: null });
    expect(lines[0]).toMatchObject({ cause: 'store_unavailable < Error ERR_SQLITE_ERROR SQLITE_FULL' });
    expect(lines[0]).not.toHaveProperty('trace');
  });
});

describe('answers', () => {
  const note = {
    id: ID,
    traceId: null,
    release: 'a'.repeat(64),
    service: 'cx_concierge',
    tool: 'get_account_team',
    caller: 'website-chat',
    account: 'crm:1',
    kind: 'decided',
    reachedBy: 'role',
    durable: true,
    violation: false,
    suspicious: false,
    over: null,
    ms: 2,
  } as const;

  it('are watched where the level wants them', () => {
    watchTo(logAt('debug')).onAnswer?.(note);
    const { id, service, tool, caller, account, kind, durable, ms } = note;
    const told = { id, release: 'a'.repeat(12), service, tool, caller, account, kind, reached_by: 'role', durable, ms };
    expect(lines).toEqual([{ level: 'debug', time: expect.any(String) as string, event: 'answered', ...told }]);
  });

  it('are told at info only where somebody should look', () => {
    const { onAnswer } = watchTo(logAt('info'));
    onAnswer?.(note);
    onAnswer?.({ ...note, violation: true });
    onAnswer?.({ ...note, suspicious: true });
    onAnswer?.({ ...note, over: 'calls_per_second' });
    expect(events()).toEqual(['binding_violated', 'enumeration_suspected', 'over_budget']);
    expect(lines[2]).toMatchObject({ level: 'warn', id: note.id, caller: 'website-chat', budget: 'calls_per_second' });
    expect(JSON.stringify(lines)).not.toContain('crm:1');
  });
});

describe('calls of systems that failed', () => {
  const told = () =>
    lines.map(({ level, event, source, ...rest }) => [level, event, source, Object.values(rest).at(-1)]);

  it('are told once a minute for each source and kind, so that none hides another', () => {
    let nowMs = 1_000;
    const failed = systemFailuresTo(logAt('info'), () => nowMs);
    for (const kind of ['transient', 'auth', 'transient', 'auth'] as const) failed('desk', kind, 'list');
    failed('shop', 'auth', 'list');
    nowMs += 60_000;
    failed('desk', 'auth', 'read');
    expect(told()).toEqual([
      ['warn', 'system_failed', 'desk', 'transient'],
      ['warn', 'system_failed', 'desk', 'auth'],
      ['warn', 'system_failed', 'shop', 'auth'],
      ['warn', 'system_failed', 'desk', 'auth'],
    ]);
  });

  it('are none where it doesn’t take an agent’s arguments, and no alarm where they may be why', () => {
    const failed = systemFailuresTo(logAt('info'), () => 1_000);
    failed('orders', 'rejected', 'find');
    for (const tool of ['find', 'find', 'search']) failed('orders', 'tool_error', tool);
    failed('orders', 'transient', 'find');
    expect(told()).toEqual([
      ['info', 'upstream_tool_failed', 'orders', 'find'],
      ['info', 'upstream_tool_failed', 'orders', 'search'],
      ['warn', 'system_failed', 'orders', 'transient'],
    ]);
  });
});

describe('requests that were not served', () => {
  it.each([
    [401, 'request_refused'],
    [403, 'request_refused'],
    [413, 'request_refused'],
    [429, 'request_refused'],
    [400, 'request_unusable'],
    [404, 'request_unusable'],
  ])('%d: %s', (status, event) => {
    refusalsTo(logAt('debug'))('forwarded', status);
    expect(lines).toMatchObject([{ event, reason: 'forwarded', status }]);
  });
});

describe('housekeeping', () => {
  it('is told in numbers and kinds', () => {
    const { onExpired, onTrouble } = housekeepingTo(logAt('info'));
    onExpired(3);
    onTrouble('checkpoint_failed', new Failure('configuration', SECRET));
    onTrouble('expiry_failed', new Error(SECRET));
    expect(lines).toMatchObject([
      { level: 'info', event: 'records_expired', records: 3 },
      { level: 'error', event: 'checkpoint_failed', cause: 'configuration' },
      { level: 'error', event: 'expiry_failed', cause: 'Error' },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/Ann|Berg|hunter2/);
  });
});

describe('readiness', () => {
  it('is told when it changes', async () => {
    let now: readonly string[] = [];
    const ready = readinessTo(logAt('info'), () => now);
    for (const next of [[], ['records'], ['records'], ['records', 'directory'], [], []]) {
      now = next;
      expect(await ready()).toBe(next);
    }
    expect(lines.map(({ ready: isReady, not_ready }) => [isReady, not_ready])).toEqual([
      [false, ['records']],
      [false, ['records', 'directory']],
      [true, []],
    ]);
  });
});

describe('a flood', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
  });

  it('of one kind is cut, counted, and hides no other', () => {
    const refused = refusalsTo(logAt('info'));
    for (let time = 0; time < 50; time += 1) refused('foreign_host', 403);
    refused('forwarded', 403);
    expect(lines).toHaveLength(21);
    vi.advanceTimersByTime(10_000);
    expect(lines[21]).toMatchObject({
      event: 'lines_left_out',
      left_out: 'request_refused',
      reason: 'foreign_host',
      lines: 30,
    });
    refused('foreign_host', 403);
    vi.advanceTimersByTime(60_000);
    expect(lines).toHaveLength(23);
  });

  it('of assertions goes by why they don’t count', () => {
    const { onInvalidAssertion } = admissionTo(logAt('info'));
    for (let time = 0; time < 50; time += 1) onInvalidAssertion('website-chat', 'signature');
    onInvalidAssertion('website-chat', 'caller');
    expect(lines.map(({ why }) => why).slice(-2)).toEqual(['signature', 'caller']);
    expect(lines).toHaveLength(21);
  });

  it('is told of before the last line', () => {
    const logger = logAt('info');
    for (let time = 0; time < 21; time += 1) refusalsTo(logger)('foreign_host', 403);
    logger.tell('serving_stopped', { transport: 'http' });
    expect(events().slice(-2)).toEqual(['lines_left_out', 'serving_stopped']);
    vi.advanceTimersByTime(60_000);
    expect(lines).toHaveLength(22);
  });

  it('is all there at debug', () => {
    for (let time = 0; time < 50; time += 1) refusalsTo(logAt('debug'))('not_json', 400);
    expect(lines).toHaveLength(50);
  });
});

describe('an import', () => {
  const none = { before: 0, added: 0, changed: 0, dropped: 0 };
  const troubles = { total: 3, first: [{ place: 'a.csv:1', reason: SECRET }] };
  const outcome = {
    kind: 'imported',
    report: {
      counts: [],
      part: null,
      directory: { accounts: 2, people: 1, contacts: 4, assignments: 2, absences: 0, heirs: 0 },
      quarantined: troubles,
      flagged: troubles,
      unknownPeople: troubles,
      conflicts: { 'account.tier': 2, 'person.title': 1 },
    },
    changes: { accounts: { ...none, added: 2 }, people: none, contacts: none, id: 'b'.repeat(64) },
    excesses: [],
    synced: [],
  } as const;

  it('tells that it goes on and what came of it, in numbers', async () => {
    const told = await importTold(logAt('info'), async (onProgress) => {
      onProgress({ phase: 'reading', source: 'crm', rows: 1000 });
      onProgress({ phase: 'reading', source: 'crm', rows: 2000 });
      onProgress({ phase: 'writing', done: 1, of: 3 });
      return await Promise.resolve(outcome);
    });
    expect(told).toBe(outcome);
    expect(events()).toEqual(['import_started', 'import_progress', 'import_progress', 'import_finished']);
    expect(lines[1]).toMatchObject({ phase: 'reading', source: 'crm', done: 1000 });
    expect(lines[2]).toMatchObject({ phase: 'writing', done: 1, total: 3 });
    expect(lines[3]).toMatchObject({
      outcome: 'imported',
      accounts: 2,
      accounts_added: 2,
      rows_left_out: 3,
      conflicts: 3,
    });
    expect(JSON.stringify(lines)).not.toContain('Ann');
  });

  it('tells that it is held, and what confirms it', async () => {
    await importTold(logAt('info'), async () => await Promise.resolve({ ...outcome, kind: 'held' }));
    expect(lines[1]).toMatchObject({ level: 'warn', event: 'import_held', changes: 'b'.repeat(12) });
  });

  it('tells that it was interrupted, which is no trouble', async () => {
    const failure = new Failure('interrupted', SECRET);
    await expect(importTold(logAt('debug'), () => Promise.reject(failure))).rejects.toBe(failure);
    expect(events()).toEqual(['import_started', 'import_interrupted']);
    expect(lines[1]).toMatchObject({ level: 'info' });
  });

  it('tells why it failed without a word of it', async () => {
    const failure = new Failure('unreadable_source', SECRET, SECRET);
    await expect(importTold(logAt('debug'), () => Promise.reject(failure))).rejects.toBe(failure);
    expect(events()).toEqual(['import_started', 'import_failed', 'stack']);
    expect(lines[1]).toMatchObject({ cause: 'unreadable_source' });
    expect(JSON.stringify(lines)).not.toContain('Ann');
  });
});
