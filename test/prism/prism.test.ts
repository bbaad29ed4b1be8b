/** What connectors send and what their fakes reply, held against the vendors' contracts by Prism. Ajv does it in `test/sources`. */
import { expect, it } from 'vitest';
import { WHY_SKIPPED } from '../sources/openapi.ts';
import type { Finding } from '../sources/vendor-contracts.ts';
import { unexplained, VENDOR_CONTRACTS } from '../sources/vendor-contracts.ts';
import type { Turn } from '../systems/vendor-talk.ts';
import { TALKS } from '../systems/vendor-talk.ts';
import { prismOf, WHY_WITHOUT_PRISM } from './prism.ts';

const why = WHY_WITHOUT_PRISM || WHY_SKIPPED;

/** One request of the talk, spoilt, and what Prism must say of it. */
const SPOILT: readonly (readonly [string, RegExp, (turn: Turn) => Turn, RegExp])[] = [
  ['hubspot', /^GET \/crm\/v3\/owners$/, withQuery('limit', 'many'), /limit must be integer/],
  ['hubspot', /^GET \/crm\/v3\/owners$/, withReply({ results: [{ id: 11 }] }), /results\.0\.id must be string/],
  ['hubspot', /^POST \/crm\/v3\/objects\/companies\/search$/, withBody({ limit: 'all' }), /limit must be integer/],
  ['hubspot', /^GET \/crm\/v3\/owners$/, withPath('/crm/v3/owner'), /no path like this/],
  ['zendesk', /^GET \/api\/v2\/organizations$/, withReply({ organizations: [{ id: 'x' }] }), /id must be integer/],
  ['zendesk', /^GET \/api\/v2\/incremental\/organizations$/, withQuery('start_time', null), /start_time/],
  ['intercom', /^GET \/admins$/, withHeader('intercom-version', '9.9'), /must be equal to one of the allowed values/],
  ['intercom', /^GET \/admins$/, withHeader('authorization', 'Basic eDp5'), /Invalid security scheme/],
];

it.skipIf(why !== '').each(VENDOR_CONTRACTS)(
  `all that the $vendor connector sends and its fake replies is as the contract says, and Prism sees what isn’t${why}`,
  async (vendor) => {
    const check = await prismOf(vendor.files);
    const { turns, origin } = await TALKS[vendor.vendor]();
    const saidOf = async ({ asked: sent, said }: Turn): Promise<readonly Finding[]> => {
      const asked = vendor.named(sent);
      return (await check(asked, said, origin)).map((says) => ({ asked, said, says }));
    };
    expect(unexplained(vendor, 'prism', (await Promise.all(turns.map(saidOf))).flat())).toEqual([]);
    expect(turns.length).toBeGreaterThan(15);

    for (const [, which, spoil, says] of SPOILT.filter(([of]) => of === vendor.vendor)) {
      const turn = turns.find(({ asked }) => which.test(`${asked.method} ${asked.path}`));
      if (turn === undefined) throw new RangeError(`Nothing was asked like ${which.source}.`);
      expect((await saidOf(spoil(turn))).map((one) => one.says).join('\n')).toMatch(says);
    }
    await expect(check(turns[0]?.asked ?? NOTHING, {}, 'https://other.example')).resolves.toMatchObject([
      expect.stringMatching(/no path like this.*server/),
    ]);
  },
);

const NOTHING = { method: 'GET', path: '/', query: new URLSearchParams(), headers: {}, body: '' };

function withQuery(name: string, value: string | null) {
  return ({ asked, said }: Turn): Turn => {
    const query = new URLSearchParams(asked.query);
    if (value === null) query.delete(name);
    else query.set(name, value);
    return { asked: { ...asked, query }, said };
  };
}

function withHeader(name: string, value: string) {
  return ({ asked, said }: Turn): Turn => ({ asked: { ...asked, headers: { ...asked.headers, [name]: value } }, said });
}

function withBody(also: object) {
  return ({ asked, said }: Turn): Turn => {
    const body = JSON.stringify({ ...(JSON.parse(asked.body) as object), ...also });
    return { asked: { ...asked, body }, said };
  };
}

function withPath(path: string) {
  return ({ asked, said }: Turn): Turn => ({ asked: { ...asked, path }, said });
}

function withReply(body: object) {
  return ({ asked }: Turn): Turn => ({ asked, said: { body } });
}
