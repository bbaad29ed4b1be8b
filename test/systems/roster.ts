/** A system of one's own as a stateful fake, and as its source declares it (connector `rest`): people, page after page, by a key in a header. */
import { parse } from 'yaml';
import { restSystemSchema } from '../../src/sources/connectors/rest-schema.ts';
import { restConnector } from '../../src/sources/connectors/rest.ts';
import { pageFrom } from './opened.ts';
import type { VendorFake } from './vendor.ts';

const DECLARED = `
title: Roster
errors: { at: [error.code], kinds: { key_expired: auth, quota_exceeded: limit, not_for_you: forbidden } }
operations:
  list_people:
    about: Lists people.
    request: { path: /people, query: { size: 2 } }
    paging: { kind: cursor, at: meta.next, to: { query: cursor } }
    rows: people
reads:
  people: { operation: list_people, id: id }
`;

const IDS = ['p1', 'p2', 'p3', 'p4', 'p5'];
const KEY = 'r0ster-s3cret';
const refused = (status: number, code: string) => ({ status, body: { error: { code } } });

export function rosterSystem(): VendorFake {
  return {
    connector: restConnector(restSystemSchema.parse(parse(DECLARED))),
    settings: { base_url: 'https://roster.acme.example/api/v2' },
    waysIn: { api_key: { words: { header: 'X-Roster-Key' }, secrets: ['secret'] } },
    secrets: { secret: KEY },
    basePath: '/api/v2',
    reply: ({ path, query, headers }) => {
      if (headers['x-roster-key'] !== KEY) return refused(401, 'key_expired');
      if (path !== '/api/v2/people') return refused(404, 'no_such_path');
      const [ids, next] = pageFrom(IDS, query.get('cursor'), Number(query.get('size')));
      return { body: { people: ids.map((id) => ({ id, name: `Person ${id}` })), meta: { next } } };
    },
    refusals: {
      expired: refused(401, 'key_expired'),
      forbidden: refused(403, 'not_for_you'),
      limited: (seconds) => ({ ...refused(429, 'quota_exceeded'), headers: { 'retry-after': String(seconds) } }),
      broken: refused(500, 'internal'),
    },
    sample: { read: 'people', columns: [], ids: IDS },
  };
}
