/** The check against vendors' contracts finds what is wrong; a check that finds nothing would prove nothing. */
import { expect, it } from 'vitest';
import type { Asked } from '../systems/fake-system.ts';
import { contractOf } from './contract.ts';
import { WHY_SKIPPED } from './openapi.ts';

const asked = (path: string, query = '', also: Partial<Asked> = {}): Asked => ({
  method: 'GET',
  path,
  query: new URLSearchParams(query),
  headers: {},
  body: '',
  ...also,
});

it.skipIf(WHY_SKIPPED !== '')(`in requests and in replies, of JSON and of YAML${WHY_SKIPPED}`, () => {
  const owners = contractOf(['hubspot/owners-v3.json']);
  expect(owners.request(asked('/crm/v3/owners', 'limit=100&archived=false'))).toEqual([]);
  expect(owners.request(asked('/crm/v3/owners', 'limit=many&size=1'))).toEqual([
    'parameter limit: must be integer',
    'The contract has no parameter size.',
  ]);
  expect(owners.request(asked('/crm/v3/owner'))).toEqual(['The contract has no GET /crm/v3/owner.']);
  expect(owners.reply(asked('/crm/v3/owners'), { body: { results: [{ id: 11 }] } }).join()).toMatch(
    /results\/0: must have required property.*results\/0\/id: must be string/,
  );

  const zendesk = contractOf(['zendesk/support.yaml']);
  expect(zendesk.request(asked('/api/v2/incremental/organizations'))).toEqual(['The parameter start_time is missing.']);
  const said = { body: { organizations: [{ id: 'x', name: 'A', details: null }] } };
  expect(zendesk.reply(asked('/api/v2/organizations'), said)).toEqual([
    'reply 200/organizations/0/id: must be integer',
  ]);

  const search = (body: unknown, version: string) =>
    contractOf(['intercom/api-2.16.yaml']).request(
      asked('/contacts/search', '', {
        method: 'POST',
        headers: { 'intercom-version': version },
        body: JSON.stringify(body),
      }),
    );
  expect(search({ query: { field: 'role', operator: '=', value: 'user' } }, '2.16')).toEqual([]);
  expect(search({ pagination: {} }, '9.9').join()).toMatch(/header Intercom-Version.*query/);
});
