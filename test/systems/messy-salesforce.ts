/** An org as companies have it: tiers in three spellings, a look-up for the CSM, numbers, notes and fields that are nobody's business. */
import type { SalesforceFake } from './salesforce.ts';
import { salesforceFake, salesforceId } from './salesforce.ts';

const TIERS = ['VVIP', 'vip', 'V.I.P.', 'Enterprise', 'Enterprise account', 'Growth', 'SMB', 'Strategic'];
const NOTES = 'CANARY-kestrel: the chair of the board plays golf with our CEO, and there is a discount off the record';

export function messySalesforce(now: () => number): SalesforceFake {
  const fake = salesforceFake(now, 50);
  const users = [1, 2, 3, 4].map((nth) => salesforceId('005', nth));
  for (const [at, id] of users.entries())
    fake.put('User', {
      Id: id,
      Name: `Person ${at}`,
      Title: 'Customer Success Manager',
      Email: `person.${at}@acme.example`,
      IsActive: true,
      ManagerId: at === 0 ? null : users[0],
      UserType: 'Standard',
    });
  for (let nth = 0; nth < 40; nth++) {
    const id = salesforceId('001', nth);
    fake.put('Account', {
      Id: id,
      Name: `Customer ${nth}`,
      ParentId: nth % 10 === 0 ? salesforceId('001', 1) : null,
      Website: `https://www.customer${nth}.example`,
      OwnerId: users[nth % 2],
      Owner: { Email: 'person.1@acme.example' },
      CreatedById: users[3],
      Type: nth % 5 === 0 ? 'Prospect' : 'Customer',
      Customer_Tier__c: nth % 9 === 8 ? null : TIERS[nth % TIERS.length],
      Success_Lead__c: nth % 4 === 3 ? null : users[2],
      Onboarding_Contact__c: `buyer${nth}@customer.example`,
      ARR_USD__c: 1_000 * nth,
      ARR_EUR__c: 900 * nth,
      Renewal_Date__c: nth % 3 === 0 ? null : `2027-0${(nth % 9) + 1}-15`,
      Last_Renewal_Date__c: '2024-03-01',
      Legal_Hold__c: nth === 7,
      Sales_Region__c: ['EMEA', 'AMER', 'APAC'][nth % 3],
      Internal_Notes__c: NOTES,
      Description: NOTES,
      Story__c: NOTES,
      CEO_Salary__c: 100_000 + nth,
      Phone: '+1 555 0100',
    });
    fake.put('Contact', { Id: salesforceId('003', nth), AccountId: id, Email: `buyer${nth}@customer.example` });
  }
  fake.put('OutOfOffice', {
    Id: salesforceId('0OO', 1),
    UserId: users[1],
    IsEnabled: true,
    StartDate: '2026-11-20T00:00:00Z',
    EndDate: new Date(now() + 86_400_000).toISOString(),
    Message: NOTES,
  });
  return fake;
}
