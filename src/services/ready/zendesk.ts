/** Zendesk for agents: what a customer has open, which organization is meant, and whose group it is. */
import type { ReadyService } from './ready-service.ts';

const TICKETS = 'the scope `read`, which lets a token read tickets';
const GROUPS = 'the scope `read`, for there is none of their own for groups';

export const ZENDESK_READY: ReadyService = {
  connector: 'zendesk',
  title: 'Zendesk',
  tools: {
    open_tickets: {
      operation: 'open_tickets',
      title: 'The customer’s open tickets',
      description:
        'List the tickets of the customer that are not solved, the latest first. Use it when they ask what became of something.',
      mayServe: ['customers', 'teams', 'partners'],
      needs: TICKETS,
      note: 'All tickets of the customer’s organization, their colleagues’ too. The subject is what somebody wrote: delete the line where agents needn’t know.',
      customer: { input: 'organization', id: 'helpdesk', belongs: 'organization_id' },
      most: 10,
      fields: {
        number: { at: 'id', description: 'To quote.' },
        subject: { at: 'subject', description: 'What the customer wrote that it is about.' },
        status: { at: 'status', description: 'new, open, pending (waits for the customer) or hold.' },
        priority: 'priority',
        updated: { at: 'updated_at', type: 'moment' },
      },
      cache: '30s',
    },
    ticket: {
      operation: 'ticket',
      title: 'One ticket',
      description: 'Say how a ticket stands, by its number.',
      needs: TICKETS,
      arguments: { number: { input: 'id', description: 'The ticket’s number.' } },
      returns: 'one',
      fields: {
        number: 'ticket.id',
        subject: { at: 'ticket.subject', description: 'What the customer wrote that it is about.' },
        status: 'ticket.status',
        priority: 'ticket.priority',
        organization: { at: 'ticket.organization_id', description: 'Whose it is.' },
        updated: { at: 'ticket.updated_at', type: 'moment' },
      },
      cache: '30s',
    },
    find_organization: {
      operation: 'organizations_named',
      title: 'Find an organization',
      description:
        'Find organizations whose name begins so. Use it when you know how a customer is called and need the id.',
      arguments: { name: { description: 'The beginning of the name, two characters at least.' } },
      most: 10,
      fields: {
        id: { at: 'id', description: 'To give as account_id.' },
        name: 'name',
        domains: { at: 'domain_names', type: 'texts' },
      },
    },
    groups: {
      operation: 'groups',
      title: 'Our groups',
      description: 'List the groups of agents that tickets are given to.',
      needs: GROUPS,
      most: 100,
      fields: { name: 'name' },
      cache: '10m',
    },
    agents_of_group: {
      operation: 'agents_of_group',
      title: 'Who is in a group',
      description: 'List the agents of one group, by the group’s name as groups tells it.',
      needs: GROUPS,
      arguments: { group: { description: 'The group’s name.' } },
      most: 50,
      fields: { name: 'name', email: { at: 'email', type: 'email' } },
      cache: '10m',
    },
  },
};
