/** Google Calendar for agents for teams: who a colleague is, and when they are out of office. */
import type { ReadyService } from './ready-service.ts';

const COLLEAGUE = {
  name: 'name.fullName',
  title: 'organizations.0.title',
  email: { at: 'primaryEmail', type: 'email' },
} as const;

export const GOOGLE_CALENDAR_READY: ReadyService = {
  connector: 'google_calendar',
  title: 'Google Calendar',
  tools: {
    find_colleague: {
      operation: 'users_named',
      title: 'Find a colleague',
      description: 'Find colleagues by a part of their name.',
      arguments: { name: { description: 'A part of the name, without quotes.' } },
      most: 10,
      fields: COLLEAGUE,
      cache: '10m',
    },
    colleague: {
      operation: 'user',
      title: 'One colleague',
      description: 'Say who a colleague is, by their address.',
      arguments: { email: { description: 'The colleague’s address.' } },
      returns: 'one',
      fields: COLLEAGUE,
      cache: '10m',
    },
    is_away: {
      operation: 'out_of_office',
      title: 'When a colleague is away',
      description:
        'List when a colleague is out of office between two moments; an empty list: not at all. It never says why.',
      arguments: {
        email: { input: 'calendar', description: 'The colleague’s address.' },
        from: { description: 'A moment, like 2026-11-23T08:00:00Z.' },
        to: { description: 'A later moment.' },
      },
      fields: { from: { at: 'start.dateTime', type: 'moment' }, to: { at: 'end.dateTime', type: 'moment' } },
      cache: '5m',
    },
  },
};
