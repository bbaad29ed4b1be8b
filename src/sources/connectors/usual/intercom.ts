/** What is usual of an Intercom workspace. Its replies hold a company's own attributes. */
import type { Usual } from '../../kit/http/usual.ts';

export const INTERCOM_USUAL: Usual = {
  records: {
    companies: [{ kind: 'account', id: { column: 'id', in: 'helpdesk' }, values: { name: 'name' } }],
    contacts: [
      { kind: 'contact', values: { email: 'email', account: { column: 'companies.data.0.id', in: 'helpdesk' } } },
    ],
    admins: [
      {
        kind: 'person',
        id: { column: 'id', in: 'helpdesk_user' },
        values: { name: 'name', title: 'job_title', email: 'email' },
      },
    ],
  },
};
