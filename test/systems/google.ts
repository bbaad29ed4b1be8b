/**
 * Google for tests: the token endpoint of service accounts, the directory of users, and calendars with events of every type,
 * some of which aren't shared. Replies hold what `fields` asks for.
 */
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { googleCalendar } from '../../src/sources/connectors/google-calendar.ts';
import type { Asked, Said } from './fake-system.ts';
import { leadingTo, pageFrom } from './opened.ts';
import type { VendorFake } from './vendor.ts';

export type FakeUser = {
  readonly id: string;
  readonly primaryEmail: string;
  readonly name: { readonly fullName: string };
};
export type FakeEvent = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly eventType: string;
  readonly start: { readonly dateTime: string };
  readonly end: { readonly dateTime: string };
};

export type Google = {
  readonly reply: (asked: Asked) => Said;
  readonly users: Map<string, FakeUser>;
  /** By calendar; none for a user whose calendar isn't shared. */
  readonly calendars: Map<string, readonly FakeEvent[]>;
  /** Tokens that were given; what is taken out of it is refused. */
  readonly tokens: Set<string>;
};

type Statement = { readonly iss: string; readonly sub: string; readonly scope: string; readonly aud: string };

export type GoogleOptions = {
  readonly publicKey: string;
  readonly scopes: readonly string[];
  readonly user: string;
  readonly pageSize?: number;
};

const TOKEN_URL = 'https://oauth2.googleapis.com/token';

export function fakeGoogle({ publicKey, scopes, user, pageSize = 2 }: GoogleOptions): Google {
  const users = new Map<string, FakeUser>();
  const calendars = new Map<string, readonly FakeEvent[]>();
  const tokens = new Set<string>();
  const token = ({ body }: Asked): Said => {
    const statement = stated(new URLSearchParams(body).get('assertion') ?? '', publicKey);
    if (statement?.aud !== TOKEN_URL || statement.sub !== user)
      return { status: 400, body: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' } };
    if (!statement.scope.split(' ').every((scope) => scopes.includes(scope)))
      return {
        status: 401,
        body: { error: 'unauthorized_client', error_description: 'Not authorized for the scopes.' },
      };
    const given = `ya29.${tokens.size + 1}`;
    tokens.add(given);
    return { body: { access_token: given, expires_in: 3599, token_type: 'Bearer' } };
  };
  const people = ({ query }: Asked): Said => {
    const size = Math.min(pageSize, Number(query.get('maxResults') ?? 100));
    const named = /^name:'(.*)'$/.exec(query.get('query') ?? '')?.[1]?.toLowerCase() ?? '';
    const found = [...users.values()].filter(({ name }) => name.fullName.toLowerCase().includes(named));
    const [page, next] = pageFrom(found, query.get('pageToken'), size);
    // Of a search that finds nobody there is no list.
    const list = page.length === 0 && named !== '' ? {} : { users: page };
    return { body: { kind: 'admin#directory#users', ...(next !== null && { nextPageToken: next }), ...list } };
  };
  const events = ({ path, query }: Asked): Said => {
    const calendar = decodeURIComponent(path.split('/').at(-2) ?? '');
    const all = calendars.get(calendar);
    if (all === undefined) return failed(404, 'notFound', `Not Found: ${calendar}`);
    const [from, to] = [Date.parse(query.get('timeMin') ?? ''), Date.parse(query.get('timeMax') ?? '')];
    const found = all.filter(
      ({ eventType, start, end }) =>
        eventType === query.get('eventTypes') && Date.parse(end.dateTime) > from && Date.parse(start.dateTime) < to,
    );
    const [page, next] = pageFrom(found, query.get('pageToken'), pageSize);
    const wanted = /items\(([^)]*)\)/.exec(query.get('fields') ?? '')?.[1]?.split(',');
    const items = page.map((event) =>
      Object.fromEntries(Object.entries(event).filter(([key]) => wanted?.includes(key) ?? true)),
    );
    // A list without entries is left out.
    const list = items.length === 0 ? {} : { items };
    return { body: { kind: 'calendar#events', ...(next !== null && { nextPageToken: next }), ...list } };
  };
  const reply = (asked: Asked): Said => {
    if (asked.path === '/token') return token(asked);
    if (!tokens.has(asked.headers.authorization?.replace('Bearer ', '') ?? ''))
      return failed(401, 'authError', 'Invalid Credentials');
    if (asked.path === '/admin/directory/v1/users') return people(asked);
    const [, email] = /^\/admin\/directory\/v1\/users\/(.+)$/.exec(asked.path) ?? [];
    const found = [...users.values()].find((one) => one.primaryEmail === decodeURIComponent(email ?? ''));
    if (found !== undefined) return { body: found };
    if (/^\/calendar\/v3\/calendars\/[^/]+\/events$/.test(asked.path)) return events(asked);
    return failed(404, 'notFound', 'Not Found');
  };
  return { reply, users, calendars, tokens };
}

export function failed(code: number, reason: string, message: string): Said {
  return { status: code, body: { error: { errors: [{ domain: 'global', reason, message }], code, message } } };
}

/** What a signed statement says; null where the signature isn't of this key. */
function stated(jwt: string, publicKey: string): Statement | null {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const isSigned = verify(
    'RSA-SHA256',
    Buffer.from(`${header}.${payload}`),
    createPublicKey(publicKey),
    Buffer.from(signature, 'base64url'),
  );
  return isSigned ? (JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Statement) : null;
}

export const SERVICE_ACCOUNT = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
export const GOOGLE_WORDS = {
  service_account: 'concierge@acme-ops.iam.gserviceaccount.com',
  user: 'reader@acme.example',
};

/** A workspace of five. */
export function googleWorkspace(also: Partial<GoogleOptions> = {}): VendorFake & Google {
  const scopes = googleCalendar.waysIn['service_account']?.scopes ?? [];
  const fake = fakeGoogle({ publicKey: SERVICE_ACCOUNT.publicKey, scopes, user: GOOGLE_WORDS.user, ...also });
  for (const name of ['sarah', 'omar', 'lena', 'kofi', 'mia']) {
    const primaryEmail = `${name}@acme.example`;
    fake.users.set(name, { id: `u-${name}`, primaryEmail, name: { fullName: name } });
    fake.calendars.set(primaryEmail, []);
  }
  return {
    ...fake,
    connector: googleCalendar,
    settings: {},
    waysIn: { service_account: { words: GOOGLE_WORDS, secrets: ['secret'] } },
    secrets: { secret: SERVICE_ACCOUNT.privateKey },
    basePath: '',
    leads: leadingTo,
    refusals: {
      expired: failed(401, 'authError', 'Invalid Credentials'),
      forbidden: failed(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.'),
      limited: (seconds) => ({
        ...failed(403, 'rateLimitExceeded', 'Rate Limit Exceeded'),
        headers: { 'retry-after': String(seconds) },
      }),
      broken: failed(500, 'backendError', 'Backend Error'),
    },
    sample: { read: 'people', columns: [], ids: [...fake.users.values()].map(({ id }) => id) },
  };
}
