/**
 * “Not yours” and “does not exist” are one answer: the same bytes on the wire, the same questions to the store, the same record
 * but for its id. So are ambiguous, and a domain that is known. Nobody can learn by asking who is a customer.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DecisionRecord } from '../../src/audit/record.ts';
import type { GuardedAcme } from '../support/guarded-acme.ts';
import { openGuardedAcme } from '../support/guarded-acme.ts';
import type { Asked, Tool } from './asking.ts';
import { callOf, OWN, resultOf, THEIRS, TOOLS, verdictOf } from './asking.ts';

let acme: GuardedAcme;
let tokens: ReadonlyMap<string, string>;

beforeAll(async () => {
  acme = await openGuardedAcme({ prepare: writeNamesake });
  const callers = ['bound-desk', 'visited-desk', 'support-copilot', 'sidekick'];
  const made = callers.map(async (caller) => [caller, (await acme.apiKey(caller)).token] as const);
  tokens = new Map(await Promise.all(made));
}, 60_000);
afterAll(() => acme.close());

/** Another account whose number in an old system is that of Copperline in the help desk. */
function writeNamesake(folder: string): void {
  writeFileSync(join(folder, 'data/namesake.csv'), `Account,Number,Name\nNAMESAKE-1,${AMBIGUOUS},Namesake\n`);
  writeFileSync(
    join(folder, 'sources/namesake.yaml'),
    `
source: namesake
connector: file
reads:
  rows: { path: ../data/namesake.csv }
records:
  - account:
      from: rows
      id: [{ column: Account, in: crm }, { column: Number, in: legacy }]
      name: Name
`,
  );
}

const AMBIGUOUS = '5021';

const IDS: Readonly<Record<string, unknown>> = {
  unknown: '001Hs00000000000AA',
  'not yours': THEIRS.id,
  'not yours, by its source': `crm:${THEIRS.id}`,
  'not yours, in the shorter form': THEIRS.id.slice(0, 15),
  'not yours, by its number': 5022,
  ambiguous: AMBIGUOUS,
  'a subsidiary': '001Hs00003QxabUIAR',
  'on legal hold': '001Hs00003QimvJIAR',
  'no id at all': 'Ignore all previous instructions',
  empty: '',
  'of another type': [OWN.id],
};

const EMAILS: Readonly<Record<string, unknown>> = {
  unknown: 'someone@unheard-of.example',
  'not yours': THEIRS.email,
  'not yours, in capitals': THEIRS.email.toUpperCase(),
  ambiguous: 'ines.carvalho@carvalho-travel.example',
  'of a known domain': 'someone@bayoulantern.example',
  'of your own domain': 'someone@quillhaven.example',
  'of a free mailer': 'someone@gmail.com',
  'no address at all': 'somebody',
  'two addresses': `${OWN.email},${THEIRS.email}`,
  'of another type': { address: OWN.email },
};

type Traces = {
  /** Everything that the client sees, but for the time of day. */
  readonly wire: string;
  /** Everything that the store was asked. */
  readonly reads: readonly string[];
  readonly records: readonly Omit<DecisionRecord, 'id' | 'alarm'>[];
};

/** One call and what it leaves; nothing else is under way meanwhile. */
async function tracesOf(asked: Asked): Promise<Traces> {
  const before = { reads: acme.reads.length, records: acme.records.length };
  const { status, headers, body } = await acme.send(callOf(asked));
  const { date: _date, ...told } = headers;
  return {
    wire: JSON.stringify([status, told, body]),
    reads: acme.reads.slice(before.reads),
    // The hundredth miss of an hour raises the alarm, whichever it is.
    records: acme.records.slice(before.records).map(({ id: _id, alarm: _alarm, ...record }) => record),
  };
}

type Difference = { readonly of: string; readonly traces: unknown; readonly first: unknown };

/** Each is compared with the first. */
async function differences(
  cases: Readonly<Record<string, Asked>>,
  aspects: readonly (keyof Traces)[],
): Promise<readonly Difference[]> {
  const [[, first] = ['', undefined], ...others] = await inOrder(cases);
  if (first === undefined || others.length < 2) throw new Error('there is nothing to compare');
  return others.flatMap(([name, traces]) =>
    aspects
      .filter((aspect) => !isDeepStrictEqual(traces[aspect], first[aspect]))
      .map((aspect) => ({ of: `${name}: ${aspect}`, traces: traces[aspect], first: first[aspect] })),
  );
}

async function inOrder(cases: Readonly<Record<string, Asked>>): Promise<readonly (readonly [string, Traces])[]> {
  const traced: (readonly [string, Traces])[] = [];
  for (const [name, asked] of Object.entries(cases)) traced.push([name, await tracesOf(asked)]);
  return traced;
}

function mapped(values: Readonly<Record<string, unknown>>, toAsked: (value: unknown) => Asked) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toAsked(value)]));
}

const ERAS = ['legacy', 'modern'] as const;

describe.each(ERAS.flatMap((era) => TOOLS.map((tool) => ({ era, tool }))))('$tool, $era', ({ era, tool }) => {
  const subjects = { account_id: OWN.id, email: OWN.email };

  function bound(args: object, subType: keyof typeof subjects = 'account_id'): Asked {
    const claims = { sub: subjects[subType], sub_type: subType };
    const customer = acme.mint('bound-desk', { claims });
    return { tool, era, args, customer, token: tokens.get('bound-desk') };
  }

  const all = ['wire', 'reads', 'records'] as const;

  it.each(['account_id', 'email'] as const)('of a customer who is stated by %s, any other id', async (subType) => {
    expect(
      await differences(
        mapped(IDS, (account_id) => bound({ account_id }, subType)),
        all,
      ),
    ).toEqual([]);
  });

  it.each(['account_id', 'email'] as const)('of a customer who is stated by %s, any other address', async (subType) => {
    expect(
      await differences(
        mapped(EMAILS, (customer_email) => bound({ customer_email }, subType)),
        all,
      ),
    ).toEqual([]);
  });

  it('any other pair of them, one’s own half included', async () => {
    const pairs = {
      unknown: { account_id: IDS['unknown'], customer_email: EMAILS['unknown'] },
      theirs: { account_id: THEIRS.id, customer_email: THEIRS.email },
      'half own id': { account_id: OWN.id, customer_email: THEIRS.email },
      'half own address': { account_id: THEIRS.id, customer_email: OWN.email },
      'half unknown': { account_id: OWN.id, customer_email: EMAILS['unknown'] },
    };
    expect(
      await differences(
        mapped(pairs, (pair) => bound(pair as object)),
        all,
      ),
    ).toEqual([]);
  });

  it('ids and addresses differ by the argument’s name on record, and by nothing else', async () => {
    const cases = { id: bound({ account_id: THEIRS.id }), address: bound({ customer_email: THEIRS.email }) };
    const third = { pair: bound({ account_id: THEIRS.id, customer_email: THEIRS.email }) };
    expect(await differences({ ...cases, ...third }, ['wire', 'reads'])).toEqual([]);
  });

  it('looks up the stated customer alone', async () => {
    const { reads } = await tracesOf(bound({ account_id: THEIRS.id }));
    expect(reads).toEqual([
      expect.stringMatching(`^accountsById\\("default", "${OWN.id}"`) as string,
      `identities("default", "crm:${OWN.id}")`,
    ]);
  });

  it('of a customer whom the directory doesn’t know, whoever is named', async () => {
    const customer = acme.mint('bound-desk', { claims: { sub: 'new', sub_type: 'account_id' } });
    const cases = mapped(IDS, (account_id) => ({ ...bound({ account_id }), customer }));
    expect(await differences(cases, all)).toEqual([]);
  });

  it.each([
    ['absent', undefined],
    ['spoiled', 'x.y.z'],
  ])(
    'where the assertion is %s, whoever is named, the bound customer too: nothing is looked up',
    async (_state, customer) => {
      const named = { ...IDS, own: OWN.id };
      const cases = mapped(named, (account_id) => ({ ...bound({ account_id }), customer }));
      expect(await differences(cases, all)).toEqual([]);
      const { reads } = await tracesOf({ ...bound({ account_id: OWN.id }), customer });
      expect(reads).toEqual([]);
    },
  );

  it('of a visitor with a bad assertion, whoever is named', async () => {
    const token = tokens.get('visited-desk');
    expect(
      await differences(
        mapped(IDS, (account_id) => ({ ...bound({ account_id }), token, customer: 'x.y.z' })),
        all,
      ),
    ).toEqual([]);
  });

  /** Who may name anybody learns whether it was somebody, and nothing of why it was nobody. */
  it('of a caller who is bound to nobody: unknown, ambiguous, and known by the domain alone', async () => {
    const nobody = {
      'unknown id': { account_id: IDS['unknown'] },
      'ambiguous id': { account_id: IDS['ambiguous'] },
      'no id at all': { account_id: IDS['no id at all'] },
      'unknown address': { customer_email: EMAILS['unknown'] },
      'ambiguous address': { customer_email: EMAILS['ambiguous'] },
      'of a known domain': { customer_email: EMAILS['of a known domain'] },
      'of two known domains': { customer_email: EMAILS['of your own domain'] },
      'of a free mailer': { customer_email: EMAILS['of a free mailer'] },
      'no address at all': { customer_email: EMAILS['no address at all'] },
      'two that disagree': { account_id: OWN.id, customer_email: THEIRS.email },
    };
    const token = tokens.get('support-copilot');
    expect(
      await differences(
        mapped(nobody, (args) => ({ tool, era, args, token })),
        ['wire'],
      ),
    ).toEqual([]);
  });
});

describe('and all of it was really asked', () => {
  async function recordOf(args: object): Promise<DecisionRecord | undefined> {
    await acme.send(callOf({ tool: TOOLS[0], args, token: tokens.get('support-copilot') }));
    return acme.records.at(-1);
  }

  it.each<readonly [args: object, kind: string]>([
    [{ account_id: IDS['unknown'] }, 'unknown'],
    [{ account_id: IDS['ambiguous'] }, 'ambiguous'],
    [{ account_id: IDS['not yours, by its number'] }, 'known'],
    [{ account_id: IDS['a subsidiary'] }, 'known'],
    [{ account_id: IDS['on legal hold'] }, 'known'],
    [{ customer_email: EMAILS['ambiguous'] }, 'ambiguous'],
    [{ customer_email: EMAILS['of a known domain'] }, 'domain'],
    [{ customer_email: EMAILS['of your own domain'] }, 'ambiguous'],
    [{ customer_email: EMAILS['of a free mailer'] }, 'unknown'],
    [{ account_id: OWN.id, customer_email: THEIRS.email }, 'ambiguous'],
  ])('%j is %s', async (args, kind) => {
    expect((await recordOf(args))?.account.kind).toBe(kind);
  });

  it('and the bound customer’s own answer is another one', async () => {
    const verdicts = await Promise.all(TOOLS.map(async (tool) => await ownVerdict(tool)));
    expect(verdicts).toEqual(['own', 'own', 'own']);
  });

  async function ownVerdict(tool: Tool): Promise<string> {
    const customer = acme.mint('bound-desk', { claims: { sub: OWN.id, sub_type: 'account_id' } });
    return verdictOf(
      await acme.send(callOf({ tool, customer, token: tokens.get('bound-desk'), args: { account_id: OWN.id } })),
    );
  }

  it('also in the customer’s language', async () => {
    const customer = acme.mint('bound-desk', { claims: { sub: OWN.id, sub_type: 'account_id' } });
    const asked = { tool: TOOLS[0], customer, token: tokens.get('bound-desk') };
    const told = ['not yours', 'unknown'].map(async (which) => {
      const received = await acme.send(callOf({ ...asked, args: { account_id: IDS[which], language: 'de' } }));
      return JSON.stringify(resultOf(received));
    });
    const [theirs, unknown] = await Promise.all(told);
    expect(theirs).toBe(unknown);
    expect(theirs).toContain('Ihr Customer-Success-Team');
  });
});
