/** Calendly for agents for teams: by which pages a colleague can be booked. */
import type { ReadyService } from './ready-service.ts';

export const CALENDLY_READY: ReadyService = {
  connector: 'calendly',
  title: 'Calendly',
  instructions: 'Ask organization first; its value is what colleague takes, whose uri is what booking_pages takes.',
  tools: {
    organization: {
      operation: 'me',
      title: 'Our organization',
      description: 'Say which organization of Calendly is ours. It is the same each time.',
      fields: { organization: 'resource.current_organization' },
      cache: '1h',
    },
    colleague: {
      operation: 'member',
      title: 'One colleague',
      description: 'Say who a colleague is in Calendly, with the link to all that can be booked with them.',
      note: 'A link leaves only where `approved.links` of the workspace begins it.',
      arguments: {
        organization: { description: 'As organization told it.' },
        email: { description: 'The colleague’s address.' },
      },
      returns: 'one',
      fields: {
        uri: { at: 'user.uri', description: 'To ask booking_pages for.' },
        name: 'user.name',
        link: { at: 'user.scheduling_url', type: 'link' },
        timezone: 'user.timezone',
      },
      cache: '10m',
    },
    booking_pages: {
      operation: 'booking_pages',
      title: 'Booking pages of a colleague',
      description: 'List what can be booked with a colleague, each by its own link.',
      note: 'Hidden pages never come. A link leaves only where `approved.links` of the workspace begins it.',
      arguments: { uri: { input: 'user', description: 'uri of a colleague.' } },
      fields: {
        page: { at: 'slug', description: 'What the page is called in its link.' },
        minutes: { at: 'duration', type: 'number' },
        link: { at: 'scheduling_url', type: 'link' },
      },
      cache: '10m',
    },
  },
};
