/** For tests: a Zendesk account with a few records. */
import type { ZendeskFake } from '../../src/demo/systems/zendesk.ts';
import { zendeskFake } from '../../src/demo/systems/zendesk.ts';

export { zendeskFake };
export type { ZendeskFake } from '../../src/demo/systems/zendesk.ts';

/** An account with five organizations, their people and three of one's own. */
export function zendeskAccount(now: () => number = Date.now, pageSize = 2): ZendeskFake {
  const fake = zendeskFake(now, pageSize);
  const ids = [101, 102, 103, 104, 105];
  for (const [at, id] of ids.entries()) {
    const free = { details: 'CANARY', notes: 'CANARY' };
    const fields = { csm_email: 'sarah@acme.example', tier: at === 0 ? 'vvip' : 'smb' };
    fake.put('organizations', {
      id,
      name: `Customer ${at + 1}`,
      domain_names: [],
      organization_fields: fields,
      ...free,
    });
    fake.put('users', {
      id: 200 + at,
      name: `Buyer ${at}`,
      email: `buyer${at}@customer.example`,
      role: 'end-user',
      active: true,
      organization_id: id,
    });
  }
  for (const [id, name, role] of [
    [301, 'Sarah Jenkins', 'admin'],
    [302, 'Tom Reyes', 'agent'],
    [303, 'Lee Park', 'agent'],
  ] as const)
    fake.put('users', { id, name, email: `${name.split(' ')[0]?.toLowerCase()}@acme.example`, role, active: true });
  fake.put('groups', { id: 401, name: 'Enterprise', deleted: false });
  for (const user of [301, 302, 303])
    fake.put('group_memberships', { id: 500 + user, group_id: 401, user_id: user, default: true });
  return { ...fake, sample: { read: 'organizations', columns: [], ids: ids.map(String) } };
}
