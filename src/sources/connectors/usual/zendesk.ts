/** What is usual of a Zendesk account. Its replies hold an organization's own fields, so nobody has to ask which there are. */
import type { Usual } from '../../kit/http/usual.ts';

export const ZENDESK_USUAL: Usual = {
  records: {
    organizations: [{ kind: 'account', id: { column: 'id', in: 'helpdesk' }, values: { name: 'name' } }],
    agents: [
      {
        kind: 'person',
        id: { column: 'id', in: 'helpdesk_user' },
        values: {
          name: 'name',
          email: 'email',
          active: { column: 'suspended', values: { true: false, false: true } },
          timezone: 'iana_time_zone',
        },
      },
    ],
    users: [
      {
        kind: 'contact',
        where: { role: 'end-user' },
        values: { email: 'email', account: { column: 'organization_id', in: 'helpdesk' } },
      },
    ],
  },
};
