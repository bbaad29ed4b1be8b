/**
 * A system that pages by its last row, as Stripe does: newest first, `starting_after` takes the id of the last one, `has_more` says
 * whether there are more. A stateful fake, and as its source declares it.
 */
import { parse } from 'yaml';
import { restSystemSchema } from '../../src/sources/connectors/rest-schema.ts';
import { restConnector } from '../../src/sources/connectors/rest.ts';
import type { Said } from './fake-system.ts';
import type { VendorFake } from './vendor.ts';

const DECLARED = `
title: Ledger
errors: { at: [error.code], kinds: { key_expired: auth, rate_limit: limit, not_for_you: forbidden, resource_missing: rejected } }
operations:
  list_customers:
    about: Lists customers.
    request: { path: /customers, query: { limit: 2 } }
    paging: { kind: last_row, at: id, to: { query: starting_after }, more: has_more }
    rows: data
reads:
  customers: { operation: list_customers, id: id }
`;

const KEY = 'l3dger-s3cret';
const refused = (status: number, code: string): Said => ({ status, body: { error: { code } } });

export type LedgerSystem = VendorFake & { readonly ids: string[] };

/** `ids`: those of its customers, in the order in which they are told; they may change. */
export function ledgerSystem(): LedgerSystem {
  const ids = ['cus_f', 'cus_a', 'cus_e', 'cus_b', 'cus_d'];
  return {
    ids,
    connector: restConnector(restSystemSchema.parse(parse(DECLARED))),
    settings: { base_url: 'https://ledger.acme.example/v1' },
    waysIn: { bearer: { words: {}, secrets: ['secret'] } },
    secrets: { secret: KEY },
    basePath: '/v1',
    reply: ({ path, query, headers }) => {
      if (headers['authorization'] !== `Bearer ${KEY}`) return refused(401, 'key_expired');
      if (path !== '/v1/customers') return refused(404, 'no_such_path');
      const after = query.get('starting_after');
      // As Stripe does it: who is gone is no place to begin at.
      if (after !== null && !ids.includes(after)) return refused(400, 'resource_missing');
      const rest = after === null ? ids : ids.slice(ids.indexOf(after) + 1);
      const page = rest.slice(0, Number(query.get('limit')));
      const data = page.map((id) => ({ id, object: 'customer', name: `Customer ${id}` }));
      return { body: { object: 'list', url: '/v1/customers', has_more: rest.length > page.length, data } };
    },
    refusals: {
      expired: refused(401, 'key_expired'),
      forbidden: refused(403, 'not_for_you'),
      limited: (seconds) => ({ ...refused(429, 'rate_limit'), headers: { 'retry-after': String(seconds) } }),
      broken: refused(500, 'internal'),
    },
    sample: { read: 'customers', columns: [], ids: [...ids] },
  };
}
