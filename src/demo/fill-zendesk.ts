/** Acme's Zendesk: organizations with their worst open severity and their CSM's address, end users, agents. */
import type { Sample } from './sample.ts';
import { idOf, ownFact, ownHolder } from './sample.ts';
import type { ZendeskFake } from './systems/zendesk.ts';
import { zendeskFake } from './systems/zendesk.ts';

const PAGE = 50;
const FIRST_END_USER = 20_001;

export function filledZendesk({ dossiers, accountIds, contacts, domains, people }: Sample): ZendeskFake {
  const fake = zendeskFake(Date.now, PAGE);
  const emailOf = new Map(people.map(({ key, email }) => [key, email]));
  const organizationOf = new Map(
    accountIds.flatMap(({ namespace, id, account }) => (namespace === 'helpdesk' ? [[account, Number(id)]] : [])),
  );
  for (const dossier of dossiers) {
    const { account, name } = dossier;
    const id = organizationOf.get(account);
    if (id === undefined) continue;
    fake.put('organizations', {
      id,
      name,
      external_id: account.replace('crm:', ''),
      domain_names: domains.flatMap((one) => (one.account === account ? [one.domain] : [])),
      organization_fields: {
        highest_open_severity: ownFact(dossier, 'account.open_sev1') === true ? 'sev1' : 'none',
        csm_email: emailOf.get(ownHolder(dossier, 'CSM') ?? '') ?? null,
      },
      notes: 'Free text, which is never kept.',
    });
  }
  for (const [nth, { email, account }] of contacts.entries()) {
    const organization = organizationOf.get(account);
    const user = { id: FIRST_END_USER + nth, email, role: 'end-user', active: true };
    if (organization !== undefined) fake.put('users', { ...user, organization_id: organization });
  }
  for (const person of people) {
    const { name, email, kind } = person;
    const id = idOf(person, 'helpdesk_user');
    if (id !== null) fake.put('users', { id: Number(id), name, email, role: 'agent', user_fields: { kind } });
  }
  return fake;
}
