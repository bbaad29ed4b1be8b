/** Intercom for agents: companies, whom one knows there, and which teammates are there. */
import type { ReadyService } from './ready-service.ts';

const COMPANY = {
  name: 'name',
  plan: 'plan.name',
  website: 'website',
  people: { at: 'user_count', type: 'number', description: 'How many users it has.' },
} as const;

export const INTERCOM_READY: ReadyService = {
  connector: 'intercom',
  title: 'Intercom',
  tools: {
    find_company: {
      operation: 'companies_named',
      title: 'Find a company',
      description: 'Find companies by their whole name. Use it when you know how a customer is called and need the id.',
      arguments: { name: { description: 'The whole name.' } },
      most: 10,
      fields: { id: { at: 'id', description: 'To give as account_id.' }, ...COMPANY },
    },
    company: {
      operation: 'company',
      title: 'The customer’s company',
      description: 'Say how Intercom has the customer’s company now.',
      customer: { input: 'id', id: 'helpdesk', belongs: 'id' },
      returns: 'one',
      fields: COMPANY,
      cache: '60s',
    },
    contacts: {
      operation: 'contacts_of_company',
      title: 'The customer’s people',
      description: 'List whom we know at the customer, with addresses.',
      note: 'People of the customer: for your own people, not for a chat. Intercom doesn’t say in each whose they are, so no `belongs`.',
      customer: { input: 'id', id: 'helpdesk' },
      most: 25,
      fields: { name: 'name', email: { at: 'email', type: 'email' } },
    },
    teammates: {
      operation: 'admins',
      title: 'Our teammates',
      description: 'List our teammates, and which of them are away.',
      most: 100,
      fields: {
        name: 'name',
        title: 'job_title',
        email: { at: 'email', type: 'email' },
        away: { at: 'away_mode_enabled', type: 'boolean' },
      },
      cache: '60s',
    },
    teams: {
      operation: 'teams',
      title: 'Our teams',
      description: 'List the teams that conversations are given to.',
      most: 100,
      fields: { name: 'name' },
      cache: '10m',
    },
  },
};
