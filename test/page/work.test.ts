/** What the page tells, without a browser: the agent's own card, the story, a draft, and lists that add up to their numbers. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountsQuery, AskReply, Coverage, Question, Story } from '../../src/admin/contract.ts';
import type { PageWork } from '../../src/admin/work/page-work.ts';
import { pageWork } from '../../src/admin/work/page-work.ts';
import { stoppedClock } from '../../src/base/clock.ts';
import type { AcmeDesk } from '../support/acme-desk.ts';
import { openAcmeDesk } from '../support/acme-desk.ts';
import { ROOT } from '../support/cli.ts';

const CLOCK = stoppedClock(Date.parse('2026-11-23T09:00:00Z'));
const AOIFE = 'aoife.brannigan@quillhaven.example';
/** Tobias Lindqvist, who holds it, has left. */
const FENNIMORE = 'crm:001Hs00003Q7KT3IAN';

let acme: AcmeDesk;
let work: PageWork;
let draft: string;

beforeAll(async () => {
  acme = await openAcmeDesk();
  draft = mkdtempSync(join(tmpdir(), 'draft-'));
  cpSync(join(ROOT, 'examples/acme'), draft, { recursive: true, filter: (path) => !path.includes('.concierge') });
  const { store, workspace, desk } = acme;
  work = pageWork({ store, tenant: workspace.tenant, folder: draft, live: desk.release, clock: CLOCK });
});

afterAll(async () => {
  await acme.close();
  rmSync(draft, { recursive: true, force: true });
});

const question = (also: Partial<Question>): Question => ({
  customer: AOIFE,
  verified: true,
  topic: null,
  language: null,
  urgency: 'normal',
  audience: 'customers',
  at: null,
  rules: 'live',
  ...also,
});

async function told(also: Partial<Question>): Promise<Extract<AskReply, { readonly kind: 'told' }>> {
  const reply = await work.ask(question(also));
  if (reply.kind !== 'told') throw new Error('The draft can’t be asked.');
  return reply;
}

function answerOf(story: Story, tool = 'get_escalation_contact'): Story['answers'][number] {
  return story.answers.find((one) => one.tool === tool)!;
}

function changeDraft(file: string, from: string, to: string): void {
  const path = join(draft, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} doesn’t say ${from}`);
  writeFileSync(path, text.replace(from, to));
}

describe('the card', () => {
  it.each([
    [{ customer: AOIFE }, { customer_email: AOIFE }],
    [
      { customer: AOIFE, topic: 'billing', language: 'de', urgency: 'urgent' },
      { customer_email: AOIFE, topic: 'billing', language: 'de', urgency: 'urgent' },
    ],
    [{ customer: FENNIMORE, audience: 'teams', verified: false }, { account_id: FENNIMORE }],
    [{ customer: 'someone@unheard-of.example' }, { customer_email: 'someone@unheard-of.example' }],
  ] as const)('of %j is byte for byte what the agent gets, by every tool', async (asked, args) => {
    const { story } = await told(asked);
    expect(story.answers.length).toBeGreaterThan(1);
    for (const { tool, json } of story.answers) {
      const {
        topic: _topic,
        language: _language,
        urgency: _urgency,
        ...identity
      } = { topic: '', language: '', urgency: '', ...args };
      const outcome = await acme.call(
        tool,
        tool === 'get_escalation_contact' ? args : identity,
        'audience' in asked ? asked.audience : 'customers',
      );
      expect(outcome.kind === 'answered' && outcome.json).toBe(json);
    }
  });

  it('leaves no decision record behind', async () => {
    const before = await recorded();
    await told({});
    expect(await recorded()).toBe(before);
  });
});

async function recorded(): Promise<number> {
  const ids: string[] = [];
  for await (const { record } of acme.store.records.latest(acme.workspace.tenant)) ids.push(record.id);
  return ids.length;
}

describe('the story', () => {
  it('tells who was passed over and why, the row, and each fact with its source and age', async () => {
    const { story } = await told({ customer: FENNIMORE });
    const { candidates, fired, rows, facts } = answerOf(story);
    expect(candidates.map(({ who, chosen, words }) => [who, chosen, words])).toEqual([
      ['Tobias Lindqvist', false, 'has left the company'],
      [null, false, 'names nobody further'],
      ['Jonas Müller', true, 'chosen'],
    ]);
    expect(fired?.row).toBe('vvip');
    expect(rows.find(({ row }) => row === 'legal-hold')?.failed).toEqual({
      fact: 'account.legal_hold',
      value: 'false',
      wanted: 'true',
    });
    expect(facts.find(({ name }) => name === 'account.arr_usd')).toMatchObject({
      value: 455_000,
      source: { source: 'crm', record: 'crm_accounts.csv:8' },
    });
  });

  it('says until when somebody is away, and who covers', async () => {
    const away = await everyAway();
    expect(away).toContainEqual(expect.objectContaining({ who: 'Hannah Kowalski' }));
    expect(away.every((one) => one.away !== null)).toBe(true);
    expect(away.some((one) => one.away?.until !== null)).toBe(true);
    expect(away.some((one) => one.away?.deputy !== null)).toBe(true);
  });

  it('says what the row hides', async () => {
    const { listed } = await work.accountsBehind({ ...ALL, row: 'legal-hold', page: 0 });
    const { story } = await told({ customer: listed[0]!.account });
    expect(answerOf(story).withheld).toContainEqual({ field: 'booking_link', by: 'row' });
  });
});

/** Candidates who are away, of all accounts whose owner is. */
async function everyAway() {
  await looked();
  const { listed } = await work.accountsBehind({ ...ALL, cause: 'away', page: 0 });
  const stories = await Promise.all(listed.map(({ account }) => told({ customer: account })));
  const candidates = stories.flatMap(({ story }) => answerOf(story).candidates);
  return candidates.filter(({ words }) => words === 'is on leave' || words === 'is out of office');
}

describe('a draft', () => {
  it('is read from the folder at each question, and told beside what is live', async () => {
    expect((await told({ rules: 'draft' })).story.release).toBe(acme.desk.release().id);
    changeDraft(
      'guardrails/escalation.yaml',
      'route: [role:CSM, backup, manager, team:vip-desk]',
      'route: [team:vip-desk]',
    );
    const { story, live } = await told({ rules: 'draft' });
    expect(story.release).not.toBe(acme.desk.release().id);
    expect(answerOf(story).card).toMatchObject({ contact: { kind: 'team', name: 'Priority desk' } });
    expect(answerOf(live!).card).toMatchObject({ contact: { name: 'Sarah Jenkins' } });
  });

  it('may have topics that nobody can ask about yet', async () => {
    changeDraft('concierge.yaml', 'topics: [billing', 'topics: [returns, billing');
    const { live, topics } = await told({ rules: 'draft', topic: 'returns' });
    expect([live, topics[0]]).toEqual([null, 'returns']);
    await expect(told({ topic: 'returns' })).rejects.toMatchObject({ code: 'usage' });
  });

  it('says what was told too long ago to count', async () => {
    changeDraft('sources/crm.yaml', 'connector: file', 'connector: file\nstale: { after: 1h, facts: missing }');
    const arr = async (also: Partial<Question>) =>
      answerOf((await told({ customer: FENNIMORE, ...also })).story).facts.find(
        ({ name }) => name === 'account.arr_usd',
      );
    expect(await arr({ rules: 'draft', at: '2026-12-20T10:00' })).toMatchObject({ value: null, tooOld: 455_000 });
    expect(await arr({})).toMatchObject({ value: 455_000, tooOld: null });
  });

  it('that can’t be loaded is told with each mistake and its place', async () => {
    changeDraft('guardrails/escalation.yaml', 'route: [team:vip-desk]', 'route: [team:vip-dest]');
    const reply = await work.ask(question({ rules: 'draft' }));
    const [problem, ...others] = reply.kind === 'broken_draft' ? reply.problems : [];
    expect([problem?.file, others]).toEqual(['guardrails/escalation.yaml', []]);
    const lines = readFileSync(join(draft, 'guardrails/escalation.yaml'), 'utf8').split('\n');
    expect(lines[problem!.line - 1]?.slice(problem!.column - 1)).toMatch(/^team:vip-dest/);
    expect(problem?.mend).toContain('vip-desk');
  });
});

const ALL: AccountsQuery = { outcome: null, cause: null, row: null, group: null, holder: null, at: null, page: 0 };

/** Looks until it has looked. */
async function looked(at: string | null = null): Promise<Coverage> {
  for (;;) {
    const reply = await work.coverage({ at, again: false });
    if (reply.kind === 'looked') return reply;
    expect(reply.kind).toBe('looking');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a name', () => {
  const COPPERLINE = 'crm:001Hs00003QKF1rIAH';

  beforeAll(async () => void (await looked()));

  it.each([
    ['Copperline Foods', COPPERLINE],
    ['  copperline FOODS ', COPPERLINE],
    ['Copperline', COPPERLINE],
    ['quillhaven ROBOTICS', 'crm:001Hs00003QQCZHIA5'],
  ])('%s is taken for the account that it means', async (customer, account) => {
    const { story, byName } = await told({ customer });
    expect([story.customer.account, byName]).toEqual([account, true]);
  });

  it('has letters that are not of the English alphabet, too', async () => {
    expect((await told({ customer: 'ÉRABLIÈRE montclair' })).story.customer.name).toBe('Érablière Montclair');
  });

  it('is answered as the account’s id is', async () => {
    const [named, byId] = [await told({ customer: 'Copperline' }), await told({ customer: COPPERLINE })];
    expect(named).toEqual({ ...byId, byName: true });
    expect(byId.byName).toBe(false);
    const typed = { verified: false, audience: 'teams' } as const;
    const [typedName, typedId] = [
      await told({ ...typed, customer: 'Copperline' }),
      await told({ ...typed, customer: COPPERLINE }),
    ];
    expect(typedName).toEqual({ ...typedId, byName: true });
  });

  it('that several have is told with all of them', async () => {
    const reply = await work.ask(question({ customer: 'quillhaven' }));
    expect(reply).toMatchObject({ kind: 'which', isAll: true });
    const names = reply.kind === 'which' ? reply.accounts.map(({ name }) => name) : [];
    expect(names).toEqual(['Quillhaven Labs', 'Quillhaven Robotics']);
    expect(await work.ask(question({ customer: 'e' }))).toMatchObject({ kind: 'which', isAll: false });
  });

  it.each(['No Such Company', '%', '_', "' OR 1=1 --"])('that nobody has is nobody: %s', async (customer) => {
    const { story, byName } = await told({ customer });
    expect([story.customer.kind, byName]).toEqual(['unknown', false]);
  });

  it('is never told as nobody’s before every name is read', async () => {
    const { store, workspace, desk } = acme;
    const anew = pageWork({ store, tenant: workspace.tenant, folder: draft, live: desk.release, clock: CLOCK });
    const ask = async () => await anew.ask(question({ customer: 'copperline foods' }));
    const kinds = new Set<string>();
    let reply = await ask();
    for (; reply.kind === 'reading_names'; reply = await ask()) {
      kinds.add(reply.kind);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect([...kinds, reply]).toMatchObject(['reading_names', { story: { customer: { account: COPPERLINE } } }]);
  });
});

describe('the coverage', () => {
  it('has a list behind each number, with as many accounts', async () => {
    const { report } = await looked();
    const numbers: readonly (readonly [Partial<AccountsQuery>, number])[] = [
      [{}, report.all.accounts],
      ...Object.entries(report.all.outcomes).map(
        ([outcome, { accounts }]) => [{ outcome } as Partial<AccountsQuery>, accounts] as const,
      ),
      ...report.groups.map(({ group, accounts }) => [{ group: group ?? '' }, accounts] as const),
      ...report.causes.map(({ cause, accounts }) => [{ cause }, accounts] as const),
      ...report.rows.map(({ row, accounts }) => [{ row }, accounts] as const),
      ...report.staleOwners.map(({ person, accounts }) => [{ holder: person }, accounts] as const),
    ];
    expect(numbers.length).toBeGreaterThan(25);
    for (const [query, accounts] of numbers)
      expect([query, (await work.accountsBehind({ ...ALL, ...query })).accounts]).toEqual([query, accounts]);
  });

  it('is listed page by page, those worth the most first, each account once', async () => {
    const { report } = await looked();
    const first = await work.accountsBehind(ALL);
    const pages = await Promise.all(
      Array.from({ length: first.pages }, async (_, page) => await work.accountsBehind({ ...ALL, page })),
    );
    const all = pages.flatMap(({ listed }) => listed);
    expect(new Set(all.map(({ account }) => account)).size).toBe(report.all.accounts);
    const worth = all.map(({ value }) => value ?? -1);
    expect(worth).toEqual(worth.toSorted((one, other) => other - one));
  });

  it('finds accounts by a part of their name, whatever it holds', async () => {
    await looked();
    const named = async (text: string) => (await work.accountsNamed({ text })).map(({ name }) => name);
    expect(await named('quillhaven r')).toEqual(['Quillhaven Robotics']);
    expect(await named('robotics')).toContain('Quillhaven Robotics');
    expect(await named('001Hs00003QQCZ')).toEqual(['Quillhaven Robotics']);
    expect(await named('%')).toEqual([]);
    expect(await named("' OR 1=1 --")).toEqual([]);
  });

  it('is looked at anew at another moment, and told as of it', async () => {
    const { report } = await looked('2026-12-24T10:00:00Z');
    expect(report.at).toBe('2026-12-24T10:00:00Z');
  });
});
