/** The way of one request over the sample's shapes in small: binding, outages, records. Whom a rule routes to is elsewhere. */
import { describe, expect, it } from 'vitest';
import type { DecisionRecord, Snapshot } from '../audit/record.ts';
import { verifiedAs } from './fixtures.ts';
import type { Outcome } from './ask.ts';
import { AnswerFailed } from './call.ts';
import type { AnswerNote, Correlation, Desk } from './desk.ts';
import { ask, deskOf, FALLBACK_EMAIL, OWNER_EMAIL } from './fixtures.ts';
import { answer } from './answer.ts';

const ESCALATION = 'get_escalation_contact';
const OTHERS = ['get_account_team', 'get_account_health'];

function emailOf(outcome: Outcome): string | undefined {
  const json =
    outcome.kind === 'answered' ? outcome.json : outcome.kind === 'mend' ? (outcome.meanwhile?.json ?? '{}') : '{}';
  return (JSON.parse(json) as { contact?: { email?: string } }).contact?.email;
}

describe('binding', () => {
  const bound = verifiedAs({ type: 'account_id', value: '1' });
  const cells = [
    ['required', bound, {}, OWNER_EMAIL, false, 'the assertion says who it is'],
    ['required', bound, { account_id: '1' }, OWNER_EMAIL, false, 'the same account again is ignored'],
    ['required', bound, { account_id: 'crm:1' }, OWNER_EMAIL, false, 'and by its source'],
    [
      'required',
      bound,
      { customer_email: 'Ann@One.example' },
      OWNER_EMAIL,
      false,
      'one of the account’s own addresses',
    ],
    ['required', bound, { account_id: '2' }, FALLBACK_EMAIL, true, 'another account'],
    ['required', bound, { account_id: 'no such' }, FALLBACK_EMAIL, true, 'one that doesn’t exist: the same answer'],
    ['required', bound, { customer_email: 'bob@two.example' }, FALLBACK_EMAIL, true, 'another account’s address'],
    [
      'required',
      bound,
      { account_id: '1', customer_email: 'bob@two.example' },
      FALLBACK_EMAIL,
      true,
      'half is not enough',
    ],
    ['required', bound, { account_id: { $ne: 1 } }, FALLBACK_EMAIL, true, 'not even an id'],
    [
      'required',
      bound,
      { account_id: '2', topic: 'nonsense' },
      FALLBACK_EMAIL,
      true,
      'bound before the arguments are read',
    ],
    [
      'required',
      verifiedAs({ type: 'account_id', value: 'new' }),
      { account_id: 'new' },
      FALLBACK_EMAIL,
      false,
      'not synced yet',
    ],
    ['required', { kind: 'absent' }, { account_id: '1' }, FALLBACK_EMAIL, false, 'no statement, no account'],
    ['required', { kind: 'expired' }, { account_id: '1' }, FALLBACK_EMAIL, false, 'expired is never unbound'],
    ['optional', { kind: 'expired' }, { account_id: '1' }, FALLBACK_EMAIL, false, 'nor where binding is optional'],
    [
      'optional',
      { kind: 'invalid', why: 'signature' },
      { account_id: '1' },
      FALLBACK_EMAIL,
      false,
      'nor is a forged one',
    ],
    ['optional', { kind: 'duplicate' }, { account_id: '1' }, FALLBACK_EMAIL, false, 'nor are two'],
    ['optional', { kind: 'absent' }, { account_id: '1' }, OWNER_EMAIL, false, 'a visitor who isn’t logged in'],
    ['optional', bound, { account_id: '2' }, FALLBACK_EMAIL, true, 'one who is can’t ask for others'],
    ['off', bound, { account_id: '2' }, FALLBACK_EMAIL, false, 'account 2 has no owner; nothing is compared'],
    ['off', { kind: 'absent' }, { account_id: '1' }, OWNER_EMAIL, false, 'the sample’s own mode'],
  ] as const;

  it.each(cells)(
    '%s, %o, arguments %o → %s, violation %s: %s',
    async (binding, assertion, args, email, violation, _why) => {
      const records: DecisionRecord[] = [];
      const desk = deskOf({ append: async (record) => void records.push(record) });
      expect(emailOf(await answer(ask(ESCALATION, args, { binding, assertion }), desk))).toBe(email);
      expect(records.map((record) => record.binding.violation)).toEqual([violation]);
    },
  );

  it('gives a foreign, an unknown and an unproven customer the same bytes', async () => {
    const answers = await Promise.all([
      answer(ask(ESCALATION, { account_id: '2' }, { binding: 'required', assertion: bound }), deskOf()),
      answer(ask(ESCALATION, { account_id: 'no such' }, { binding: 'required', assertion: bound }), deskOf()),
      answer(ask(ESCALATION, { account_id: 'no such' }), deskOf()),
      answer(ask(ESCALATION, {}), deskOf()),
    ]);
    expect(new Set(answers.map((outcome) => (outcome.kind === 'answered' ? outcome.json : outcome.kind))).size).toBe(1);
  });

  it.each([
    [{ kind: 'absent' }, 'missing'],
    [{ kind: 'expired' }, 'expired'],
    [{ kind: 'invalid', why: 'signature' }, 'invalid'],
    [{ kind: 'duplicate' }, 'invalid'],
  ] as const)(
    'tells the platform of an assertion that is %o, and the other tools say so',
    async (assertion, trouble) => {
      const escalation = await answer(ask(ESCALATION, {}, { binding: 'required', assertion }), deskOf());
      expect(escalation).toMatchObject({ kind: 'answered', trouble });
      for (const tool of OTHERS) {
        const refused = await answer(ask(tool, {}, { binding: 'required', assertion }), deskOf());
        expect(refused).toMatchObject({ kind: 'mend', trouble, meanwhile: null });
      }
    },
  );

  it('looks nothing up for an identity that isn’t the bound customer’s', async () => {
    const looked: string[] = [];
    const desk = deskOf();
    const spied = {
      ...desk,
      directory: {
        ...desk.directory,
        accountsById: async (tenant: string, id: string) => {
          looked.push(id);
          return await desk.directory.accountsById(tenant, id);
        },
      },
    };
    await answer(ask(ESCALATION, { account_id: 'foreign' }, { binding: 'required', assertion: bound }), spied);
    expect(looked).toEqual(['1']);
  });
});

describe('outages', () => {
  const broken = async (): Promise<never> => {
    throw new Error('the disk is full');
  };

  it('a record that can’t be written lets only the constant answer out, and calls somebody', async () => {
    const alarms: string[] = [];
    const desk = { ...deskOf({ append: broken }), alarm: (what: string) => alarms.push(what) };
    expect(emailOf(await answer(ask(ESCALATION, { account_id: '1' }), desk))).toBe(FALLBACK_EMAIL);
    expect(await answer(ask('get_account_health', { account_id: '1' }), desk)).toMatchObject({
      card: { status: 'Unknown' },
    });
    expect(await answer(ask('get_account_team', { account_id: '1' }), desk)).toMatchObject({
      card: { team: [{ email: FALLBACK_EMAIL }] },
    });
    expect(alarms).toEqual(['record_not_written', 'record_not_written', 'record_not_written']);
  });

  it.each(['accountsById', 'namespaces', 'dossier', 'roster'] as const)(
    'a directory whose %s fails still has a contact',
    async (read) => {
      const alarms: string[] = [];
      const plain = deskOf();
      const desk = {
        ...plain,
        directory: { ...plain.directory, [read]: broken },
        alarm: (what: string) => alarms.push(what),
      };
      expect(emailOf(await answer(ask(ESCALATION, { account_id: 'crm:1' }), desk))).toBe(FALLBACK_EMAIL);
      expect(alarms).toEqual(['directory_unreadable']);
    },
  );
});

describe('a defect on the way', () => {
  const defective = () => {
    const desk = deskOf();
    const dossier = async () => ({}) as Awaited<ReturnType<typeof desk.directory.dossier>>;
    const alarms: [what: string, id: string][] = [];
    const alarm: Desk['alarm'] = (what, _cause, { id }) => alarms.push([what, id]);
    return { alarms, desk: { ...desk, directory: { ...desk.directory, dossier }, alarm } };
  };

  it('calls somebody, and still names a contact and writes the record', async () => {
    const { alarms, desk } = defective();
    const records: DecisionRecord[] = [];
    const written = { ...desk, records: { append: async (record: DecisionRecord) => void records.push(record) } };
    expect(emailOf(await answer(ask(ESCALATION, { account_id: '1' }), written))).toBe(FALLBACK_EMAIL);
    expect(records.map(({ kind }) => kind)).toEqual(['unresolved']);
    expect(alarms).toEqual([['answer_failed', records[0]?.id]]);
  });

  it('is an error for a tool that need not name anybody, with the id that somebody was called with', async () => {
    const { alarms, desk } = defective();
    const failed: unknown = await answer(ask('get_account_team', { account_id: '1' }), desk).catch(
      (error: unknown) => error,
    );
    expect(failed).toBeInstanceOf(AnswerFailed);
    expect(alarms).toEqual([['answer_failed', (failed as AnswerFailed).id]]);
    expect((failed as AnswerFailed).cause).toBeInstanceOf(TypeError);
  });
});

describe('whoever watches', () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

  it('is told of each answer by the id of its record, and of nothing that it says', async () => {
    const records: DecisionRecord[] = [];
    const notes: AnswerNote[] = [];
    const desk = deskOf({ append: async (record) => void records.push(record) });
    const asked = { ...ask(ESCALATION, { customer_email: 'ann@one.example', language: 'de' }), traceId };
    await answer(asked, { ...desk, onAnswer: (note) => notes.push(note) });
    expect(notes).toEqual([
      {
        id: records[0]?.id,
        traceId,
        release: 'r1',
        service: 'cx_concierge',
        tool: ESCALATION,
        caller: 'test',
        account: 'crm:1',
        kind: 'decided',
        reachedBy: 'role',
        durable: true,
        violation: false,
        suspicious: false,
        over: null,
        ms: 0,
      },
    ]);
  });

  it('is told of an alarm by the same id', async () => {
    const told: Correlation[] = [];
    const broken = async (): Promise<never> => {
      throw new Error('the disk is full');
    };
    const desk: Desk = {
      ...deskOf({ append: broken }),
      alarm: (_what, _cause, correlation) => told.push(correlation),
      onAnswer: ({ id, traceId: trace }) => told.push({ id, traceId: trace }),
    };
    await answer({ ...ask(ESCALATION, {}), traceId }, desk);
    expect(told).toEqual([{ id: expect.any(String) as string, traceId }, told[0]]);
  });
});

describe('the customer’s language', () => {
  const bound = verifiedAs({ type: 'account_id', value: '1' });
  it.each([
    ['nobody known', {}, {}],
    ['another’s account', { account_id: '2' }, { binding: 'required', assertion: bound }],
    ['no statement', {}, { binding: 'required' }],
    ['an expired one', {}, { binding: 'required', assertion: { kind: 'expired' } }],
    ['a malformed call', { topic: 'weather' }, {}],
    ['a malformed call of a bound customer', { topic: 'weather' }, { binding: 'required', assertion: bound }],
  ] as const)('is spoken to %s', async (_who, args, also) => {
    const outcome = await answer(ask(ESCALATION, { ...args, language: 'de' }, also), deskOf());
    expect(JSON.stringify(outcome)).toContain('Ihr Team');
  });
});

describe('the record of an answer', () => {
  async function recordOf(
    tool: string,
    args: unknown,
  ): Promise<{ record: DecisionRecord; snapshots: readonly Snapshot[] }> {
    const written: { record: DecisionRecord; snapshots: readonly Snapshot[] }[] = [];
    await answer(
      ask(tool, args),
      deskOf({ append: async (record, snapshots) => void written.push({ record, snapshots }) }),
    );
    const [only] = written;
    if (only === undefined || written.length > 1) throw new Error(`${written.length} records for one answer`);
    return only;
  }

  it('holds the row, the verdicts, the answer, and its facts by content', async () => {
    const { record, snapshots } = await recordOf(ESCALATION, { account_id: '1', topic: 'billing' });
    expect(record).toMatchObject({
      kind: 'decided',
      tool: ESCALATION,
      release: 'r1',
      account: { kind: 'known', account: 'crm:1', by: 'account_id', verified: false },
      asked: { identity: ['account_id'], topic: 'billing' },
      escalation: { rule: 'otherwise', rows: [-1] },
      candidates: [{ link: 0, person: 'hr:ada', verdict: 'chosen' }],
      reachedBy: 'role',
      answer: { contact: { email: OWNER_EMAIL } },
    });
    expect(snapshots.map(({ hash }) => hash)).toEqual([record.facts?.dossier, ...(record.facts?.people ?? [])]);
    expect(record.facts?.asked).toMatchObject({ topic: 'billing', 'asked.date': '2026-11-23' });
  });

  it.each([
    [ESCALATION, { account_id: 'no such' }, 'unresolved', true, 'nobody known was asked about'],
    [ESCALATION, { topic: 'weather' }, 'malformed', true, 'the fallback went out with the sentence'],
    ['get_account_team', { topic: 'weather' }, 'malformed', false, 'nothing but a sentence went out'],
    ['get_account_team', {}, 'refused', false, 'nobody was named'],
    ['get_account_health', { account_id: '1' }, 'decided', true, 'a status went out'],
  ])('%s %o is %s; it holds an answer: %s, for %s', async (tool, args, kind, answered, _why) => {
    const { record } = await recordOf(tool, args);
    expect(record.kind).toBe(kind);
    expect(record.answer !== null).toBe(answered);
  });

  it('is there for every answer before it leaves', async () => {
    let durable = false;
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      durable = true;
    };
    await answer(ask(ESCALATION, { account_id: '1' }), deskOf({ append: slow }));
    expect(durable).toBe(true);
  });

  it('names the one release that the whole answer kept to, whatever goes live meanwhile', async () => {
    const records: DecisionRecord[] = [];
    const desk = deskOf({ append: async (record) => void records.push(record) });
    let asked = 0;
    const release = () => ({ ...desk.release(), id: `r${(asked += 1)}` });
    await answer(ask(ESCALATION, { account_id: '1' }), { ...desk, release });
    expect([asked, records.map((record) => record.release)]).toEqual([1, ['r1']]);
  });

  it('is not made for a tool that this caller doesn’t have', async () => {
    let records = 0;
    const outcome = await answer(ask('get_salary', {}), deskOf({ append: async () => void (records += 1) }));
    expect([outcome.kind, records]).toEqual(['no_such_tool', 0]);
  });
});
