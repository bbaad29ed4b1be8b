/** What is usual of a HubSpot account, and how it tells of its own properties. */
import type { FieldsOf, Usual } from '../../kit/http/usual.ts';

const PROPERTIES: Omit<FieldsOf, 'operation'> = {
  name: 'name',
  label: 'label',
  type: 'type',
  types: ['bool', 'date', 'datetime', 'enumeration', 'number', 'string'],
  except: { at: 'fieldType', is: ['textarea', 'html', 'file', 'phonenumber'] },
  below: 'properties',
  standard: /^(?:hs_|recent_|first_|last_|num_|notes_|total_)/,
};

export const HUBSPOT_USUAL: Usual = {
  records: {
    companies: [
      {
        kind: 'account',
        id: { column: 'id', in: 'crm' },
        values: { name: 'properties.name', domain: 'properties.domain' },
        assignments: [{ role: 'AE', person: { column: 'properties.hubspot_owner_id', in: 'hubspot_owner' } }],
      },
    ],
    contacts: [
      {
        kind: 'contact',
        values: { email: 'properties.email', account: { column: 'properties.associatedcompanyid', in: 'crm' } },
      },
    ],
    owners: [
      {
        kind: 'person',
        id: [
          { column: 'id', in: 'hubspot_owner' },
          { column: 'userId', in: 'hubspot_user' },
        ],
        values: {
          name: ['firstName', 'lastName'],
          email: 'email',
          kind: { column: 'type', values: { PERSON: 'human', QUEUE: 'queue' } },
        },
      },
    ],
    former_owners: [
      {
        kind: 'person',
        id: { column: 'id', in: 'hubspot_owner' },
        values: { name: ['firstName', 'lastName'], email: 'email', active: { constant: false } },
      },
    ],
    meeting_links: [
      {
        kind: 'person',
        where: { defaultLink: true },
        id: { column: 'organizerUserId', in: 'hubspot_user' },
        values: { booking_link: 'link' },
      },
    ],
  },
  fields: { companies: { ...PROPERTIES, operation: 'company_properties' } },
};
