/**
 * An offer with the real menu and answers that depend on the arguments alone, so that a test can ask for each kind of
 * outcome. `account_id` picks it; the card repeats the arguments, so that a difference in what was read shows.
 */
import type { Answered, Mend, Outcome } from '../../src/answer/ask.ts';
import type { AssertionTrouble } from '../../src/caller/assertion.ts';
import type { Caller } from '../../src/caller/caller.ts';
import { CONCIERGE_SCOPES } from '../../src/caller/caller.ts';
import type { Card } from '../../src/card/contract.ts';
import type { Workspace } from '../../src/config/workspace.ts';
import { TOOLS } from '../../src/config/workspace.ts';
import type { Offer } from '../../src/edge/mcp/sdk-server.ts';
import { conciergeMenus } from '../../src/services/concierge-menu.ts';

export const CALLER: Caller = {
  id: 'website-chat',
  tenant: 'default',
  audience: 'customers',
  services: ['cx_concierge'],
  scopes: new Set(CONCIERGE_SCOPES),
  binding: 'off',
  carrier: 'header',
  assertions: null,
  budget: {},
};

const contract = {
  tools: TOOLS,
  fields: ['title', 'role', 'booking_link', 'headshot_url'],
  reasons: null,
  unverifiedEmail: 'named',
} as const;

const menuFor = conciergeMenus({
  company: 'Acme',
  topics: ['billing', 'technical'],
  defaultLanguage: 'en',
  escalation: { rules: [] },
  fallback: { team: 'success', reason: 'your_team' },
  reasons: { your_team: { en: 'Your team' } },
  service: {
    name: 'cx_concierge',
    audiences: { customers: contract, teams: contract, partners: contract },
    teamRoles: ['CSM'],
    instructions: null,
  },
} as Partial<Workspace> as Workspace);

export const fakeOffer: Offer = {
  serverInfo: { name: 'cx_concierge', version: '0.0.0', title: 'Concierge' },
  menu: menuFor,
  answer: async (_by, { tool, args }) => {
    await Promise.resolve();
    return outcome(tool, args);
  },
};

function outcome(tool: string, args: unknown): Outcome {
  const asked = (args as { account_id?: unknown } | undefined)?.account_id;
  switch (asked) {
    case 'expired':
    case 'invalid':
    case 'missing':
      return answered(tool, args, asked);
    case 'mend':
      return mend('Set topic to "billing".', { meanwhile: meanwhile(args) });
    case 'refuse':
      return mend('Say which customer you mean.', { trouble: 'missing' });
    case 'over':
      return mend('Call again in 7 seconds.', { meanwhile: meanwhile(args), retryAfterS: 7 });
    case 'vanished':
      return { kind: 'no_such_tool' };
    case 'boom':
      throw new Error('the password is hunter2');
    default:
      return tool.startsWith('get_') ? answered(tool, args, null) : { kind: 'no_such_tool' };
  }
}

function answered(tool: string, args: unknown, trouble: AssertionTrouble | null): Answered {
  return { kind: 'answered', ...cardOf(args), trouble, assistantOnly: tool === 'get_account_health' };
}

function mend(message: string, also: Partial<Mend>): Mend {
  return { kind: 'mend', message, meanwhile: null, trouble: null, retryAfterS: null, ...also };
}

function meanwhile(args: unknown): Mend['meanwhile'] {
  return cardOf(args);
}

function cardOf(args: unknown): { card: Card; json: string } {
  const card: Card = {
    contact: { kind: 'team', name: `“${JSON.stringify(args ?? null)}”\u2028 ü` },
    availability: { status: 'available', timezone: 'Europe/Berlin' },
    reason: { code: 'your_team', message: 'Your team' },
    as_of: '2026-11-23T07:58:12Z',
  };
  return { card, json: JSON.stringify(card) };
}
