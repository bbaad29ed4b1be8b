/** What is usual of a Salesforce org, and how it describes its own fields: those that the user may see, and no value of any record. */
import type { FieldsOf, Usual } from '../../kit/http/usual.ts';

const SALESFORCE = { format: 'salesforce' } as const;

const FIELDS: Omit<FieldsOf, 'operation'> = {
  name: 'name',
  label: 'label',
  type: 'type',
  types: [
    'boolean',
    'currency',
    'date',
    'datetime',
    'double',
    'email',
    'int',
    'percent',
    'picklist',
    'reference',
    'string',
    'url',
  ],
  standard: /^(?!.*__c$)/,
};

export const SALESFORCE_USUAL: Usual = {
  records: {
    accounts: [
      {
        kind: 'account',
        id: { column: 'Id', in: 'crm', ...SALESFORCE },
        values: {
          name: 'Name',
          parent: { column: 'ParentId', in: 'crm', ...SALESFORCE },
          domain: { column: 'Website', transform: 'domain' },
        },
        assignments: [{ role: 'AE', person: { column: 'OwnerId', in: 'crm_user', ...SALESFORCE } }],
      },
    ],
    contacts: [
      { kind: 'contact', values: { email: 'Email', account: { column: 'AccountId', in: 'crm', ...SALESFORCE } } },
    ],
    users: [
      {
        kind: 'person',
        id: { column: 'Id', in: 'crm_user', ...SALESFORCE },
        values: {
          name: 'Name',
          title: 'Title',
          email: 'Email',
          active: 'IsActive',
          manager: { column: 'ManagerId', in: 'crm_user', ...SALESFORCE },
        },
      },
    ],
    out_of_office: [
      {
        kind: 'absence',
        where: { IsEnabled: true },
        values: {
          person: { column: 'UserId', in: 'crm_user', ...SALESFORCE },
          start: 'StartDate',
          end: 'EndDate',
          kind: { constant: 'out_of_office' },
        },
      },
    ],
  },
  fields: {
    accounts: { ...FIELDS, operation: 'account_fields' },
    contacts: { ...FIELDS, operation: 'contact_fields' },
    users: { ...FIELDS, operation: 'user_fields' },
  },
};
