/** `concierge menu` and `concierge call` over a service, as whoever sets it up uses them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../support/cli.ts';
import type { TicketDesk } from './ticket-desk.ts';
import { openTicketDesk, TICKETS_ENV } from './ticket-desk.ts';

let tickets: TicketDesk;
beforeAll(async () => {
  const ticket = { id: 7, subject: 'The arm stops', created_at: '2026-11-20T10:00:00Z', customer: { id: 5001 } };
  tickets = await openTicketDesk(() => ({ body: { tickets: [{ ...ticket, internal_note: 'not for agents' }] } }));
}, 60_000);
afterAll(async () => {
  await tickets.close();
});

const run = (...args: readonly string[]) => runCommand(args, { cwd: tickets.folder, env: TICKETS_ENV });
const BOUND = ['--caller', 'website-chat', '--account', 'helpdesk:5001'];
const runLine = (line: string) => run(...line.split(' '));
/** The port is another each time. */
const plain = (text: string): string => text.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:0');

describe('the menu', () => {
  it.each([
    ['website-chat', 'of a bound customer’s agent'],
    ['support-copilot', 'of an agent for teams'],
  ])('of %s is what %s sees', async (caller) => {
    const { code, out, err } = await run('menu', 'tickets', '--caller', caller);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatchSnapshot();
  });

  it('is there of the concierge, and as JSON', async () => {
    const { out } = await run('menu', 'cx_concierge', '--caller', 'website-chat', '--json');
    const told = JSON.parse(out) as { tools: { name: string }[]; tokens: { total: number }; warnings: string[] };
    expect(told.tools.map(({ name }) => name)).toEqual(['get_escalation_contact', 'get_account_team']);
    expect(told.tokens.total).toBeGreaterThan(100);
    expect(told.warnings).toEqual([]);
  });

  it.each([
    [['menu', 'ticket'], 'There is no service `ticket`. Did you mean `tickets`?'],
    [
      ['menu', 'tickets', '--caller', 'website-chatt'],
      'There is no caller `website-chatt`. Did you mean `website-chat`?',
    ],
    [['call', 'tickets', 'nothing'], 'command-line has no tool `nothing` in tickets. It has: open_tickets, ticket.'],
    [['call', 'tickets', 'ticket', '--arg', 'seven'], '`--arg seven` has no name and value. Write --arg name=value.'],
  ])('refuses a slip: %s', async (args, said) => {
    const { code, err } = await run(...args);
    expect([code > 0, err]).toEqual([true, said]);
  });
});

describe('a call', () => {
  it('shows the request without the secret, what came, and what of it leaves', async () => {
    const { code, out, err } = await runLine('call tickets open_tickets --caller website-chat --account helpdesk:5001');
    expect([code, err]).toEqual([0, '']);
    expect(plain(out).replace(/"as_of": "[^"]+"/, '"as_of": "…"')).toMatchSnapshot();
    expect(out).not.toContain('tickets-s3cret');
  });

  it('says to whoever sets it up what an agent isn’t told: why nobody was asked, and what failed', async () => {
    const { out: unknown } = await runLine('call tickets open_tickets --arg account_id=nobody');
    expect(unknown).toContain('Nobody was asked\n  The directory knows no such customer');
    const { out: concierge } = await runLine('call cx_concierge get_account_team --arg account_id=nobody');
    expect(concierge).not.toContain('Nobody was asked');
    const { code, out: failed } = await runCommand(['call', 'tickets', 'ticket', '--arg', 'number=7'], {
      cwd: tickets.folder,
      env: {},
    });
    expect([code, failed]).toEqual([
      16,
      expect.stringMatching(/Failed\n {2}The secret `\w+` has no value.*\n {2}→ Set it/),
    ]);
  });

  it('ends otherwise where it failed, and says what is true of a call', async () => {
    const { code, out } = await run('call', 'tickets', 'ticket', '--arg', 'number=..');
    expect([code, out]).toEqual([16, expect.stringMatching(/Failed\n.*a part of a path\.\n {2}→ Try other arguments/)]);
    const { code: same, out: json } = await run('call', 'tickets', 'ticket', '--arg', 'number=..', '--json');
    expect([same, JSON.parse(json)]).toMatchObject([16, { outcome: { kind: 'mend' }, failures: ['rejected'] }]);
  });

  it.each([
    ['that can’t be read', 'ticket', ['--arg', 'id=7']],
    ['of a customer whom nobody knows', 'open_tickets', ['--arg', 'account_id=nobody']],
    ['of another customer than the one that is bound', 'open_tickets', [...BOUND, '--arg', 'account_id=helpdesk:5002']],
  ])('%s is an answer, too', async (_which, tool, args) => {
    expect(await run('call', 'tickets', tool, ...args)).toMatchObject({ code: 0 });
  });

  it('asks nobody for a customer whom nobody knows, and leaves no record', async () => {
    const { out } = await run('call', 'tickets', 'open_tickets', '--arg', 'account_id=nobody', '--json');
    expect(JSON.parse(out)).toMatchObject({ outcome: { kind: 'answered', card: { records: [] } }, overheard: [] });
    const { out: records } = await run('audit', 'list', '--json');
    expect(records).not.toContain('open_tickets');
  });
});
