/** HubSpot for agents: companies, who owns them and how to book with them, whom one knows there. */
import type { ReadyService } from './ready-service.ts';

export const HUBSPOT_READY: ReadyService = {
  connector: 'hubspot',
  title: 'HubSpot',
  tools: {
    find_company: {
      operation: 'companies_named',
      title: 'Find a company',
      description:
        'Find companies by a word of their name. Use it when you know how a customer is called and need the id.',
      arguments: { name: { description: 'A word of the name.' } },
      most: 10,
      fields: {
        id: { at: 'id', description: 'To give as account_id.' },
        name: 'properties.name',
        domain: 'properties.domain',
        owner_id: { at: 'properties.hubspot_owner_id', description: 'To ask owner for.' },
      },
    },
    company: {
      operation: 'company',
      title: 'The customer’s company',
      description: 'Say how HubSpot has the customer’s company now, and who owns it.',
      customer: { input: 'id', id: 'crm', belongs: 'id' },
      returns: 'one',
      fields: {
        name: 'properties.name',
        domain: 'properties.domain',
        stage: { at: 'properties.lifecyclestage', description: 'customer, opportunity, lead and so on.' },
        owner_id: { at: 'properties.hubspot_owner_id', description: 'To ask owner for.' },
      },
      cache: '60s',
    },
    owner: {
      operation: 'owner',
      title: 'An owner',
      description: 'Say who an owner is, by the owner_id of a company.',
      arguments: { owner_id: { input: 'id', description: 'owner_id of a company.' } },
      returns: 'one',
      fields: {
        first_name: 'firstName',
        last_name: 'lastName',
        email: { at: 'email', type: 'email' },
        kind: { at: 'type', description: 'PERSON, or QUEUE for a list of work that nobody is.' },
        user_id: { at: 'userId', description: 'To ask booking_pages for.' },
      },
      cache: '10m',
    },
    contacts: {
      operation: 'contacts_of_company',
      title: 'The customer’s people',
      description: 'List whom we know at the customer, with titles and addresses.',
      note: 'People of the customer: for your own people, not for a chat.',
      customer: { input: 'company', id: 'crm', belongs: 'properties.associatedcompanyid' },
      most: 25,
      fields: {
        first_name: 'properties.firstname',
        last_name: 'properties.lastname',
        title: 'properties.jobtitle',
        email: { at: 'properties.email', type: 'email' },
      },
    },
    booking_pages: {
      operation: 'booking_pages',
      title: 'Booking pages of a colleague',
      description: 'List the pages by which a colleague can be booked, by the user_id of an owner.',
      needs: 'scheduler.meetings.meeting-link.read',
      note: 'A link leaves only where `approved.links` of the workspace begins it.',
      arguments: { user_id: { input: 'user', description: 'user_id of an owner.' } },
      most: 10,
      fields: {
        link: { at: 'link', type: 'link' },
        usual: { at: 'defaultLink', type: 'boolean', description: 'Whether it is the one to take.' },
      },
      cache: '10m',
    },
  },
};
