/**
 * An Intercom workspace as a stateful fake: one scroll at a time under one mark, which forgets a page once it is told and ends after a minute;
 * a search that knows days only, by the workspace's time zone. Records are the test's; the clock is an argument.
 */
import { randomUUID } from 'node:crypto';
import { intercom } from '../../src/sources/connectors/intercom.ts';
import { isPlainObject, jsonIn } from '../../src/base/json.ts';
import type { Asked, Said } from './fake-system.ts';
import type { VendorFake } from './vendor.ts';

type Kind = 'companies' | 'contacts' | 'admins' | 'teams';
export type IntercomRecord = Readonly<Record<string, unknown>> & { readonly id: string };

export type IntercomFake = VendorFake & {
  readonly put: (kind: Kind, record: IntercomRecord) => void;
  readonly remove: (kind: Kind, id: string) => void;
  /** As another reader of the same app does it. */
  readonly beginScroll: () => void;
  readonly revokeToken: () => void;
};

const TOKEN = 'dG9rOmludGVyY29t';
const DAY_S = 86_400;
const TYPES: Readonly<Record<Kind, string>> = {
  companies: 'company',
  contacts: 'contact',
  admins: 'admin',
  teams: 'team',
};

const refused = (status: number, code: string, message: string): Said => ({
  status,
  body: { type: 'error.list', request_id: 'f93ecfa8-d08a-4325-8694-89aeb89c8f85', errors: [{ code, message }] },
});

type Filter = { readonly field?: string; readonly operator: string; readonly value: unknown };

/** `zoneS`: how far the workspace's clock is ahead of UTC, in seconds. */
export function intercomFake(now: () => number = Date.now, pageSize = 2, zoneS = 0): IntercomFake {
  const stored = new Map<Kind, Map<string, IntercomRecord>>(
    (['companies', 'contacts', 'admins', 'teams'] as const).map((kind) => [kind, new Map()]),
  );
  const of = (kind: Kind): readonly IntercomRecord[] => [...(stored.get(kind)?.values() ?? [])];
  let scroll: { readonly mark: string; rest: readonly IntercomRecord[]; usedAt: number } | null = null;
  let isRevoked = false;
  let left = 1_000;
  const seconds = () => Math.floor(now() / 1000);

  const scrolled = (mark: string | null): Said => {
    if (scroll !== null && now() - scroll.usedAt > 60_000) scroll = null;
    if (mark === null && scroll !== null)
      return refused(400, 'scroll_exists', 'scroll already exists for this workspace');
    if (mark === null) scroll = { mark: randomUUID(), rest: of('companies'), usedAt: now() };
    if (scroll === null || (mark !== null && mark !== scroll.mark))
      return refused(404, 'not_found', 'scroll parameter not found');
    const [data, said] = [scroll.rest.slice(0, pageSize), scroll.mark];
    [scroll.rest, scroll.usedAt] = [scroll.rest.slice(pageSize), now()];
    if (data.length === 0) scroll = null;
    return { body: { type: 'list', data, scroll_param: said } };
  };

  const dayOf = (moment: unknown) => Math.floor((Number(moment) + zoneS) / DAY_S);
  const holds = (record: IntercomRecord, { field, operator, value }: Filter): boolean => {
    if (Array.isArray(value)) return value.every((filter: Filter) => holds(record, filter));
    const is = record[field ?? ''];
    if (operator === '=') return is === value;
    if (operator === '>' && field === 'updated_at') return dayOf(is) > dayOf(value);
    throw new RangeError(`The fake workspace doesn't know ${field ?? ''} ${operator}.`);
  };

  const searched = (text: string): Said => {
    const { query, pagination = {} } = (isPlainObject(jsonIn(text)) ? jsonIn(text) : {}) as {
      query: Filter;
      pagination?: { per_page?: number; starting_after?: string };
    };
    const found = of('contacts').filter((record) => holds(record, query));
    const from = Number(atob(pagination.starting_after ?? ''));
    const size = Math.min(pageSize, pagination.per_page ?? 50);
    const next = from + size < found.length && { next: { per_page: size, starting_after: btoa(String(from + size)) } };
    const pages = { type: 'pages', per_page: size, ...next };
    return { body: { type: 'list', data: found.slice(from, from + size), total_count: found.length, pages } };
  };

  const answered = ({ method, path, query, body, headers }: Asked): Said => {
    if (headers['intercom-version'] !== '2.16') return refused(400, 'intercom_version_invalid', 'unknown version');
    if (path === '/companies/scroll') return scrolled(query.get('scroll_param'));
    if (path === '/contacts/search' && method === 'POST') return searched(body);
    const name = query.get('name');
    if (path === '/companies' && name !== null) {
      const data = of('companies').filter((one) => String(one['name']).toLowerCase() === name.toLowerCase());
      return { body: { type: 'list', data, total_count: data.length } };
    }
    const [, company] = /^\/companies\/(\w+)\/contacts$/.exec(path) ?? [];
    if (company !== undefined) {
      const isOf = ({ companies }: IntercomRecord) => JSON.stringify(companies ?? '').includes(`"id":"${company}"`);
      const data = of('contacts').filter(isOf);
      return { body: { type: 'list', data, total_count: data.length } };
    }
    const [, kind = '', id] = /^\/(companies|admins|teams)(?:\/(\w+))?$/.exec(path) ?? [];
    if (id === undefined && kind !== 'companies' && kind !== '')
      return { body: { type: `${TYPES[kind as Kind]}.list`, [kind]: of(kind as Kind) } };
    const record = stored.get(kind as Kind)?.get(id ?? '');
    return record === undefined ? refused(404, 'not_found', 'Resource Not Found') : { body: record };
  };

  const EXPIRED = refused(401, 'unauthorized', 'Access Token Invalid');
  return {
    connector: intercom,
    settings: {},
    waysIn: { access_token: { words: {}, secrets: ['secret'] } },
    secrets: { secret: TOKEN },
    basePath: '',
    reply: (asked) => {
      if (isRevoked || asked.headers.authorization !== `Bearer ${TOKEN}`) return EXPIRED;
      left -= 1;
      const reset = String(seconds() + 10);
      return {
        ...answered(asked),
        headers: { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': String(left), 'x-ratelimit-reset': reset },
      };
    },
    refusals: {
      expired: EXPIRED,
      forbidden: refused(403, 'forbidden', 'You do not have access to this resource'),
      limited: (after) => ({
        ...refused(429, 'rate_limit_exceeded', 'Exceeded rate limit'),
        // It tells when by the clock, and no Retry-After.
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + after) },
      }),
      broken: refused(500, 'server_error', 'Something went wrong'),
    },
    sample: { read: 'companies', columns: [], ids: [] },
    put: (kind, record) => {
      const at = kind === 'companies' || kind === 'contacts' ? { created_at: seconds() } : {};
      const before = stored.get(kind)?.get(record.id) ?? {};
      const changed = kind === 'companies' || kind === 'contacts' ? { updated_at: seconds() } : {};
      stored.get(kind)?.set(record.id, { type: TYPES[kind], ...at, ...before, ...record, ...changed });
    },
    remove: (kind, id) => void stored.get(kind)?.delete(id),
    beginScroll: () => (scroll = { mark: randomUUID(), rest: [], usedAt: now() }),
    revokeToken: () => (isRevoked = true),
  };
}

/** A workspace with five companies, their contacts and two teammates. */
export function intercomWorkspace(now: () => number = Date.now, pageSize = 2, zoneS = 0): IntercomFake {
  const fake = intercomFake(now, pageSize, zoneS);
  const ids = ['c101', 'c102', 'c103', 'c104', 'c105'];
  for (const [at, id] of ids.entries()) {
    const own = { csm: 'sarah@acme.example', tier: at === 0 ? 'vvip' : 'smb' };
    fake.put('companies', { id, company_id: String(at + 1), name: `Customer ${at + 1}`, custom_attributes: own });
    const companies = { data: [{ id, type: 'company', url: `/companies/${id}` }], total_count: 1, has_more: false };
    fake.put('contacts', { id: `p20${at}`, role: 'user', email: `buyer${at}@customer.example`, companies });
  }
  fake.put('contacts', { id: 'p300', role: 'lead', email: 'someone@web.example' });
  for (const [id, name, isAway] of [
    ['41', 'Sarah Jenkins', false],
    ['42', 'Tom Reyes', true],
  ] as const)
    fake.put('admins', {
      id,
      name,
      email: `${name.split(' ')[0]?.toLowerCase()}@acme.example`,
      job_title: 'CSM',
      away_mode_enabled: isAway,
      team_ids: [51],
    });
  fake.put('teams', { id: '51', name: 'Enterprise', admin_ids: [41, 42] });
  return { ...fake, sample: { read: 'companies', columns: [], ids } };
}
