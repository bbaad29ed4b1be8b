/** Microsoft 365 for agents for teams: who a colleague is, and whether they are away. */
import type { ReadyService } from './ready-service.ts';

const COLLEAGUE = {
  user_id: { at: 'id', description: 'To ask the other tools for.' },
  name: 'displayName',
  title: 'jobTitle',
  email: { at: 'mail', type: 'email' },
} as const;
const USER_ID = { user_id: { input: 'user', description: 'user_id of a colleague.' } };

export const MICROSOFT_GRAPH_READY: ReadyService = {
  connector: 'microsoft_graph',
  title: 'Microsoft 365',
  tools: {
    find_colleague: {
      operation: 'users_named',
      title: 'Find a colleague',
      description: 'Find colleagues whose name begins so.',
      arguments: { name: { description: 'The beginning of the name, two characters at least.' } },
      most: 10,
      fields: COLLEAGUE,
      cache: '10m',
    },
    colleague: {
      operation: 'user',
      title: 'One colleague',
      description: 'Say who a colleague is, and who their manager is.',
      arguments: USER_ID,
      returns: 'one',
      fields: {
        ...COLLEAGUE,
        active: { at: 'accountEnabled', type: 'boolean', description: 'False where they have left.' },
        manager_id: { at: 'manager.id', description: 'user_id of the manager.' },
      },
      cache: '10m',
    },
    is_away: {
      operation: 'automatic_replies',
      title: 'Whether a colleague is away',
      description:
        'Say whether a colleague’s mailbox replies by itself, and from when to when. It never says what it replies.',
      needs: 'MailboxSettings.Read',
      arguments: USER_ID,
      returns: 'one',
      fields: {
        replies: {
          at: 'status',
          description: 'disabled (there), alwaysEnabled (away), or scheduled (away from and to, in UTC).',
        },
        from: { at: 'scheduledStartDateTime.dateTime', description: 'Where it is scheduled.' },
        to: { at: 'scheduledEndDateTime.dateTime', description: 'Where it is scheduled.' },
      },
      cache: '5m',
    },
    out_of_office_now: {
      operation: 'presences',
      title: 'Who of several is out of office now',
      description: 'Say of up to 50 colleagues whether Teams shows them as out of office now.',
      needs: 'Presence.Read.All',
      arguments: { user_ids: { input: 'users', description: 'user_id of each colleague.' } },
      most: 50,
      fields: { user_id: 'id', away: { at: 'outOfOfficeSettings.isOutOfOffice', type: 'boolean' } },
      cache: '60s',
    },
  },
};
