/** Of whom a tool asks its system, and of whom never; which rows are the customer's. */
import { describe, expect, it } from 'vitest';
import type { AssertionOutcome } from '../caller/assertion.ts';
import type { BindingMode } from '../caller/caller.ts';
import type { CustomerInput } from '../services/declaration.ts';
import type { OperationTool } from '../services/tool.ts';
import type { Input, InputField } from '../sources/kit/http/operation.ts';
import type { Called } from './call-operation.ts';
import { callOperation } from './call-operation.ts';
import { NOBODY } from './customer.ts';
import type { Desk } from './desk.ts';
import { ask, deskOf, verifiedAs } from './fixtures.ts';

type Story = {
  readonly customer: CustomerInput | null;
  readonly type?: InputField['type'];
  readonly ids?: readonly string[];
  /** Of the account; and of which it is alone. */
  readonly emails?: Readonly<Record<string, readonly string[]>>;
  readonly rows?: readonly unknown[];
  readonly assertion?: AssertionOutcome;
  readonly binding?: BindingMode;
  readonly bound?: boolean;
  readonly aboutAnybody?: boolean;
  readonly isDown?: boolean;
};

/** What the system was asked for, null for not at all; and what came of it. */
async function told(
  story: Story,
): Promise<{ readonly asked: Input | null; readonly called: Called; alarms: string[] }> {
  const alarms: string[] = [];
  let asked: Input | null = null;
  const { directory, ...rest } = deskOf();
  const desk: Desk = {
    ...rest,
    alarm: (what) => void alarms.push(what),
    directory: {
      ...directory,
      identities: async () => {
        if (story.isDown === true) throw new Error('down');
        const ids = (story.ids ?? ['1']).map((id) => ({ namespace: 'crm', id }));
        return { ids, emails: Object.keys(story.emails ?? {}) };
      },
      accountsByEmail: async (_tenant, email) => story.emails?.[email] ?? [],
    },
    askSystem: async ({ input }) => {
      asked = input;
      return { kind: 'replied', rows: story.rows ?? [], more: false, atMs: 0, isCached: false };
    },
  };
  const { binding = 'off', assertion = { kind: 'absent' }, bound = false } = story;
  const call = {
    id: 'c',
    ask: ask('t', {}, { binding, assertion }),
    tool: toolOf(story),
    release: desk.release(),
    atMs: 0,
    over: null,
  };
  const customer = {
    ...NOBODY,
    bound,
    reference: { kind: 'known', account: 'crm:1', by: 'email', verified: bound } as const,
  };
  return { called: await callOperation(customer, call, desk), asked, alarms };
}

function toolOf({ customer, type = 'strings', aboutAnybody = false }: Story): OperationTool {
  const field: InputField = { type, about: '' };
  const result = { returns: 'list', most: 20, fields: [] };
  return {
    needsCustomer: customer !== null,
    alwaysAnswers: false,
    asks: { operation: 'list', customer, aboutAnybody, result, timeoutMs: 1_000, cacheMs: 0 },
    operation: { input: { who: field } },
    source: { name: 's' },
    shape: (row: unknown) => ({ row }),
  } as unknown as OperationTool;
}

const BY_EMAIL: CustomerInput = { input: 'who', by: 'email', belongs: null };
const EMAILS = { 'ann@one.example': ['crm:1'], 'both@two.example': ['crm:1', 'crm:2'], 'cid@one.example': ['crm:1'] };

describe('by e-mail, a system is asked', () => {
  it('for the addresses that are the account’s alone, and for none that is another’s too', async () => {
    const { asked } = await told({ customer: BY_EMAIL, emails: EMAILS });
    expect(asked).toEqual({ who: ['ann@one.example', 'cid@one.example'] });
    expect((await told({ customer: BY_EMAIL, emails: { 'both@two.example': ['crm:1', 'crm:2'] } })).asked).toBeNull();
  });

  it('for the address that the platform states, where it does', async () => {
    const stated = (value: string) =>
      told({
        customer: BY_EMAIL,
        type: 'string',
        emails: EMAILS,
        binding: 'required',
        bound: true,
        assertion: verifiedAs({ type: 'email', value }),
      });
    expect((await stated('Cid@One.example')).asked).toEqual({ who: 'cid@one.example' });
    expect((await stated('both@two.example')).asked).toBeNull();
  });
});

it('says that it can’t be answered just now where the customer’s ids can’t be read, never that there is nothing', async () => {
  const { asked, called, alarms } = await told({ customer: BY_EMAIL, isDown: true });
  expect([asked, called.reply, alarms]).toEqual([null, { kind: 'failed', why: 'transient' }, ['directory_unreadable']]);
});

describe('a tool that is about nobody', () => {
  it.each([
    { bound: false, aboutAnybody: false, isAsked: true },
    { bound: true, aboutAnybody: true, isAsked: true },
    { bound: true, aboutAnybody: false, isAsked: false },
  ])('is asked by who is bound only where its file says so: %o', async ({ isAsked, ...story }) => {
    const { asked, called } = await told({ customer: null, binding: 'optional', ...story });
    expect([asked !== null, called.reply.kind]).toEqual([isAsked, isAsked ? 'replied' : 'unasked']);
  });
});

describe('an id for an input that takes a number', () => {
  it.each([
    ['5001', { who: 5001 }],
    ['A5001', null],
    ['05001', null],
    ['9007199254740993', null],
  ])('%s is asked as the number that it is, and not at all where it is none', async (id, expected) => {
    const customer = { input: 'who', by: { id: 'crm' }, belongs: null };
    expect((await told({ customer, type: 'integer', ids: [id] })).asked).toEqual(expected);
  });
});

describe('a row belongs to the customer', () => {
  const shown = async (customer: CustomerInput, story: Partial<Story>, rows: readonly unknown[]) => {
    const { called } = await told({ customer, ...story, rows });
    return called.card;
  };

  it('by an address however it is written', async () => {
    const rows = ['Ann@One.example', 'joann@one.example', 'no address'].map((of) => ({ of }));
    const card = await shown({ ...BY_EMAIL, belongs: 'of' }, { emails: { 'ann@one.example': ['crm:1'] } }, rows);
    expect(card).toMatchObject({ records: [{ row: rows[0] }], more: false });
  });

  it('by an id as text or number, and never by a number that has lost digits', async () => {
    const customer = { input: 'who', by: { id: 'crm' }, belongs: 'of' };
    const rows = [{ of: '9007199254740992' }, { of: 9007199254740992 }];
    const card = await shown(customer, { type: 'string', ids: ['9007199254740992'] }, rows);
    expect(card).toMatchObject({ records: [{ row: rows[0] }] });
    expect(await shown(customer, { type: 'string', ids: ['7'] }, [{ of: 7 }, { of: true }])).toMatchObject({
      records: [{ row: { of: 7 } }],
    });
  });
});
