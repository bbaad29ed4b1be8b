/** Salesforce for agents: accounts, who looks after them, whom one knows there. */
import type { ReadyService } from './ready-service.ts';

const CUSTOMER = { input: 'id', id: 'crm' };

export const SALESFORCE_READY: ReadyService = {
  connector: 'salesforce',
  title: 'Salesforce',
  tools: {
    find_account: {
      operation: 'accounts_named',
      title: 'Find an account',
      description:
        'Find accounts by their name or a part of it. Use it when you know how a customer is called and need the id.',
      arguments: { name: { description: 'The name or a part of it, two characters at least.' } },
      most: 10,
      fields: {
        id: { at: 'Id', description: 'To give as account_id.' },
        name: 'Name',
        owner: { at: 'Owner.Name', description: 'Who owns the account.' },
      },
    },
    account_owner: {
      operation: 'account',
      title: 'The owner of the account',
      description: 'Say who owns the customer’s account, as Salesforce has it now.',
      customer: { ...CUSTOMER, belongs: 'Id' },
      returns: 'one',
      fields: {
        account: 'Name',
        owner: 'Owner.Name',
        title: 'Owner.Title',
        email: { at: 'Owner.Email', type: 'email' },
        active: { at: 'Owner.IsActive', type: 'boolean', description: 'False where the owner has left.' },
      },
      cache: '60s',
    },
    account_team: {
      operation: 'team_of_account',
      title: 'The account’s team',
      description: 'List who works for the customer’s account, and in which role.',
      needs: 'Read on AccountTeamMember, and account teams switched on',
      customer: { ...CUSTOMER, belongs: 'AccountId' },
      fields: {
        role: 'TeamMemberRole',
        name: 'User.Name',
        title: 'User.Title',
        email: { at: 'User.Email', type: 'email' },
      },
      cache: '60s',
    },
    contacts: {
      operation: 'contacts_of_account',
      title: 'The customer’s people',
      description: 'List whom we know at the customer, with titles and addresses.',
      needs: 'Read on Contact',
      note: 'People of the customer: for your own people, not for a chat.',
      customer: { ...CUSTOMER, belongs: 'AccountId' },
      most: 25,
      fields: { name: 'Name', title: 'Title', email: { at: 'Email', type: 'email' } },
    },
  },
};
