/**
 * A Zendesk account as a stateful fake: lists by cursor, incremental exports by cursor and by time (whose pages share the records of
 * their border, and which say nothing of the last minute), scopes of OAuth. Records are whoever's it is; the clock is an argument.
 */
import { randomUUID } from 'node:crypto';
import { zendesk } from '../../sources/connectors/zendesk.ts';
import type { Asked, Said } from './fake-system.ts';
import type { VendorFake } from './vendor-fake.ts';

type Kind = 'organizations' | 'users' | 'groups' | 'group_memberships' | 'tickets';
export type ZendeskRecord = Readonly<Record<string, unknown>> & { readonly id: number };
type Stored = ZendeskRecord & { readonly updated_at: string };

export type ZendeskFake = VendorFake & {
  readonly put: (kind: Kind, record: ZendeskRecord) => void;
  /** A user stays, and isn't `active`; everything else is gone without a word. */
  readonly remove: (kind: Kind, id: number) => void;
  readonly expireTokens: () => void;
};

const EMAIL = 'concierge@acme.example';
const SECRET = 'zd-s3cret';
const BASIC = `Basic ${Buffer.from(`${EMAIL}/token:${SECRET}`).toString('base64')}`;
const EXPIRED: Said = {
  status: 401,
  body: { error: 'invalid_token', error_description: 'The access token provided is expired, revoked or malformed.' },
};
const FORBIDDEN: Said = {
  status: 403,
  body: { error: 'Forbidden', description: 'Missing the following required scopes: read' },
};
const NOT_FOUND: Said = { status: 404, body: { error: 'RecordNotFound', description: 'Not found' } };

export function zendeskFake(now: () => number = Date.now, pageSize = 2): ZendeskFake {
  const stored = new Map<Kind, Map<number, Stored>>(
    (['organizations', 'users', 'groups', 'group_memberships', 'tickets'] as const).map((kind) => [kind, new Map()]),
  );
  /** By the header that shows it: what it may read. */
  const tokens = new Map<string, readonly string[]>([
    [BASIC, ['read']],
    [`Bearer ${SECRET}`, ['organizations:read', 'users:read']],
  ]);
  const of = (kind: Kind): readonly Stored[] => [...(stored.get(kind) ?? new Map<number, Stored>()).values()];
  const stamp = () => new Date(now()).toISOString().replace(/\.\d{3}Z$/, 'Z');

  const token = ({ body }: Asked): Said => {
    const form = new URLSearchParams(body);
    if (form.get('grant_type') !== 'client_credentials' || form.get('client_secret') !== SECRET)
      return { status: 401, body: { error: 'invalid_client', error_description: 'Client authentication failed.' } };
    const access = randomUUID();
    const scope = form.get('scope') ?? '';
    tokens.set(`Bearer ${access}`, scope.split(' '));
    return { status: 201, body: { access_token: access, token_type: 'bearer', scope, expires_in: null } };
  };

  const listed = (kind: Kind, records: readonly Stored[], query: URLSearchParams): Said => {
    const size = Math.min(pageSize, Number(query.get('page[size]')));
    const after = Number(atob(query.get('page[after]') ?? ''));
    const from = after === 0 ? 0 : records.findIndex(({ id }) => id === after) + 1;
    const page = records.slice(from, from + size);
    const cursor = page.length === 0 ? null : btoa(String(page.at(-1)?.id));
    return { body: { [kind]: page, meta: { has_more: from + size < records.length, after_cursor: cursor } } };
  };

  /** In the order of their changes. */
  const changed = (kind: Kind, fromMs: number): readonly Stored[] =>
    of(kind)
      .filter(({ updated_at: at }) => Date.parse(at) >= fromMs && Date.parse(at) < now() - 60_000)
      .toSorted((one, other) => Date.parse(one.updated_at) - Date.parse(other.updated_at));

  const exportedByTime = (query: URLSearchParams): Said => {
    const start = Number(query.get('start_time'));
    const all = changed('organizations', start * 1000);
    // Those of the first second have been told before; those of the last stay together, else nobody would get past them.
    const later = all.filter(({ updated_at: at }) => Date.parse(at) >= (start + 1) * 1000);
    const border = later[pageSize - 1]?.updated_at ?? later.at(-1)?.updated_at ?? '';
    const page = all.filter(({ updated_at: at }) => at <= border || Date.parse(at) < (start + 1) * 1000);
    const end = page.length === 0 ? start : Math.floor(Date.parse(page.at(-1)?.updated_at ?? '') / 1000);
    return {
      body: {
        organizations: page,
        count: page.length,
        end_time: end,
        end_of_stream: all.length === page.length,
        next_page: `https://acme.zendesk.com/api/v2/incremental/organizations.json?start_time=${end}`,
      },
    };
  };

  const exportedByCursor = ({ query, headers }: Asked): Said => {
    const [fromMs = 0, passed = 0] = query.has('cursor')
      ? atob(query.get('cursor') ?? '')
          .split('|')
          .map(Number)
      : [Number(query.get('start_time')) * 1000, 0];
    const all = changed('users', fromMs);
    const cursor = btoa(`${fromMs}|${passed + pageSize}`);
    return {
      body: {
        users: all.slice(passed, passed + pageSize),
        after_url: `http://${headers.host}/api/v2/incremental/users/cursor.json?cursor=${encodeURIComponent(cursor)}`,
        after_cursor: cursor,
        end_of_stream: passed + pageSize >= all.length,
      },
    };
  };

  const exported = (asked: Asked, byCursor: boolean): Said => {
    const start = asked.query.get('start_time');
    if (start !== null && Number(start) * 1000 > now() - 60_000)
      return { status: 422, body: { error: 'InvalidValue', description: 'Too recent start_time.' } };
    return byCursor ? exportedByCursor(asked) : exportedByTime(asked.query);
  };

  /** As far as the connector searches: a customer's tickets that aren't solved, and who is in a group. */
  const searched = (query: string): Said => {
    const [, organization] = /^type:ticket organization:(\d+) status<solved$/.exec(query) ?? [];
    const [, named] = /^type:user group:"([^"]*)"$/.exec(query) ?? [];
    if (organization === undefined && named === undefined)
      throw new RangeError(`The fake account doesn't know "${query}".`);
    const group = of('groups').find(({ name }) => name === named);
    const members = of('group_memberships').filter((one) => one['group_id'] === group?.id);
    const found =
      organization === undefined
        ? of('users').filter(({ id }) => members.some((one) => one['user_id'] === id))
        : of('tickets').filter((one) => String(one['organization_id']) === organization && one['status'] !== 'solved');
    const results = found.map((one) => ({ ...one, result_type: organization === undefined ? 'user' : 'ticket' }));
    return { body: { results, count: results.length, facets: null, next_page: null, previous_page: null } };
  };

  const looked = ({ path, query }: Pick<Asked, 'path' | 'query'>): Said | null => {
    if (path === '/api/v2/search') return searched(query.get('query') ?? '');
    const ticket = of('tickets').find(({ id }) => path === `/api/v2/tickets/${id}`);
    if (ticket !== undefined) return { body: { ticket } };
    if (path !== '/api/v2/organizations/autocomplete') return null;
    const begins = (query.get('name') ?? '').toLowerCase();
    const organizations = of('organizations').filter(({ name }) => String(name).toLowerCase().startsWith(begins));
    return { body: { organizations, count: organizations.length, next_page: null, previous_page: null } };
  };

  const answered = (asked: Asked): Said => {
    const path = asked.path.replace(/\.json$/, '');
    const [, kind, many] = /^\/api\/v2\/(organizations|users|groups|group_memberships)(\/show_many)?$/.exec(path) ?? [];
    const scopes = tokens.get(asked.headers.authorization ?? '') ?? [];
    const resource = kind ?? /users|search|tickets/.exec(path)?.[0] ?? 'organizations';
    if (!scopes.includes('read') && !scopes.includes(`${resource}:read`)) return FORBIDDEN;
    if (path === '/api/v2/incremental/users/cursor') return exported(asked, true);
    if (path === '/api/v2/incremental/organizations') return exported(asked, false);
    if (kind === undefined) return looked({ path, query: asked.query }) ?? NOT_FOUND;
    const known = of(kind as Kind);
    const ids = asked.query.get('ids')?.split(',').map(Number) ?? [];
    if (many !== undefined) return { body: { [kind]: known.filter(({ id }) => ids.includes(id)) } };
    const roles = asked.query.getAll('role[]');
    const there = known.filter(
      (one) => one['active'] !== false && (roles.length === 0 || roles.includes(String(one['role']))),
    );
    return listed(kind as Kind, there, asked.query);
  };

  return {
    connector: zendesk,
    settings: { subdomain: 'acme' },
    waysIn: {
      client_credentials: { words: { client_id: 'concierge' }, secrets: ['secret'] },
      access_token: { words: {}, secrets: ['secret'] },
      api_token: { words: { email: EMAIL }, secrets: ['secret'] },
    },
    secrets: { secret: SECRET },
    basePath: '',
    reply: (asked) => {
      if (asked.path === '/oauth/tokens') return token(asked);
      if (!tokens.has(asked.headers.authorization ?? '')) return EXPIRED;
      return {
        ...answered(asked),
        headers: { 'x-rate-limit': '700', 'x-rate-limit-remaining': '698', 'ratelimit-reset': '41' },
      };
    },
    refusals: {
      expired: EXPIRED,
      forbidden: FORBIDDEN,
      limited: (seconds) => ({
        status: 429,
        headers: { 'retry-after': String(seconds) },
        body: { error: 'APIRateLimitExceeded', description: 'Number of allowed API requests per minute exceeded' },
      }),
      broken: { status: 500, body: { error: 'InternalError', description: 'Something went wrong' } },
    },
    sample: { read: 'organizations', columns: [], ids: [] },
    put: (kind, record) => void stored.get(kind)?.set(record.id, { ...record, updated_at: stamp() }),
    remove: (kind, id) => {
      const record = stored.get(kind)?.get(id);
      if (record === undefined) throw new RangeError(`There is no ${id} among the ${kind}.`);
      if (kind === 'users') stored.get(kind)?.set(id, { ...record, active: false, updated_at: stamp() });
      else stored.get(kind)?.delete(id);
    },
    expireTokens: () => tokens.clear(),
  };
}
