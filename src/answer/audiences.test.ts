/** What an audience's contract makes of an answer: whom an unverified address may name, and which reasons may be told. */
import { describe, expect, it } from 'vitest';
import type { AudienceContract } from '../config/workspace.ts';
import { answer } from './answer.ts';
import type { Desk } from './desk.ts';
import { ask, deskOf, FALLBACK_EMAIL, OWNER_EMAIL, verifiedAs, WORKSPACE } from './fixtures.ts';
import { prepareRelease } from './prepared-release.ts';

const ANN = 'ann@one.example';

function deskFor(change: Partial<AudienceContract>): Desk {
  const contract = { ...WORKSPACE.service.audiences.teams, ...change };
  const service = { ...WORKSPACE.service, audiences: { ...WORKSPACE.service.audiences, teams: contract } };
  const release = prepareRelease({ ...WORKSPACE, service }, 'r1', '2026-11-23T09:00:00Z');
  return { ...deskOf(), release: () => release };
}

async function cardFor(desk: Desk, tool: string, args: object, also: Parameters<typeof ask>[2] = {}): Promise<unknown> {
  const outcome = await answer(ask(tool, args, also), desk);
  return outcome.kind === 'answered' ? outcome.card : outcome;
}

describe('an address that nobody verified', () => {
  const team = { contact: { kind: 'team', email: FALLBACK_EMAIL } };
  const person = { contact: { kind: 'person', email: OWNER_EMAIL } };
  const stated = { binding: 'required', assertion: verifiedAs({ type: 'email', value: ANN }) } as const;

  it.each([
    ['named', { customer_email: ANN }, {}, person, 'the leader has it so'],
    ['team', { customer_email: ANN }, {}, team, 'whoever typed it may be anybody'],
    ['team', { account_id: '1' }, {}, person, 'an id is not what strangers know'],
    ['team', { account_id: '1', customer_email: ANN }, {}, person, 'nor one beside an address'],
    ['team', {}, stated, person, 'the platform states it'],
  ] as const)('%s: %j %j → %j: %s', async (unverifiedEmail, args, also, expected, _why) => {
    expect(await cardFor(deskFor({ unverifiedEmail }), 'get_escalation_contact', args, also)).toMatchObject(expected);
  });

  it.each(['get_account_team', 'get_account_health'])('%s says what it says of nobody known', async (tool) => {
    const desk = deskFor({ unverifiedEmail: 'team' });
    const unknown = await cardFor(desk, tool, { customer_email: 'nobody@nowhere.example' });
    expect(await cardFor(desk, tool, { customer_email: ANN })).toEqual(unknown);
    expect(await cardFor(desk, tool, { account_id: '1' })).not.toEqual(unknown);
  });
});

describe('reasons', () => {
  it.each([
    [null, 'owner'],
    [['home', 'owner'], 'owner'],
    [['home'], 'home'],
  ])('of %j: %s', async (reasons, code) => {
    const card = await cardFor(deskFor({ reasons }), 'get_escalation_contact', { account_id: '1' });
    expect(card).toMatchObject({ contact: { email: OWNER_EMAIL }, reason: { code } });
  });
});
