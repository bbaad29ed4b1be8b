/** For tests: a Salesforce org with a few records. */
import type { SalesforceFake } from '../../src/demo/systems/salesforce.ts';
import { salesforceFake, salesforceId } from '../../src/demo/systems/salesforce.ts';

export { salesforceFake, salesforceId };
export type { SalesforceFake } from '../../src/demo/systems/salesforce.ts';

const DAY_MS = 86_400_000;

/** An org with five accounts and what belongs to them. */
export function salesforceOrg(now: () => number = Date.now, pageSize = 2): SalesforceFake {
  const fake = salesforceFake(now, pageSize);
  const [csm, owner] = [salesforceId('005', 1), salesforceId('005', 2)];
  for (const [id, name, type] of [
    [csm, 'Sarah Jenkins', 'Standard'],
    [owner, 'Tom Reyes', 'Standard'],
    [salesforceId('005', 3), 'Pat Customer', 'CspLitePortal'],
  ] as const)
    fake.put('User', {
      Id: id,
      Name: name,
      Email: `${name.split(' ')[0]?.toLowerCase()}@acme.example`,
      IsActive: true,
      UserType: type,
    });
  const ids = [1, 2, 3, 4, 5].map((nth) => salesforceId('001', nth));
  for (const [at, id] of ids.entries()) {
    const tier = at === 0 ? 'VVIP' : 'SMB';
    const named = { Name: `Customer ${at + 1}`, OwnerId: owner, Owner: { Email: 'tom@acme.example' }, CSM__c: csm };
    fake.put('Account', { Id: id, ...named, Customer_Tier__c: tier, Description: 'CANARY free text' });
    fake.put('AccountTeamMember', { Id: salesforceId('01M', at), AccountId: id, UserId: csm, TeamMemberRole: 'CSM' });
    fake.put('Contact', { Id: salesforceId('003', at), AccountId: id, Email: `buyer${at}@customer.example` });
  }
  const leave = { UserId: csm, IsEnabled: true, Message: 'CANARY surgery' };
  const day = (days: number) => new Date(now() + days * DAY_MS).toISOString();
  fake.put('OutOfOffice', { Id: salesforceId('0OO', 1), ...leave, StartDate: day(-1), EndDate: day(3) });
  fake.put('OutOfOffice', { Id: salesforceId('0OO', 2), ...leave, StartDate: day(-9), EndDate: day(-5) });
  return { ...fake, sample: { read: 'accounts', columns: ['Name', 'Owner.Email'], ids } };
}
