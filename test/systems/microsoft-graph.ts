/**
 * Microsoft Graph for tests: the token endpoint, users by pages that name the next one, mailbox settings with the texts of
 * replies, presences with a status message.
 */
import type { Asked, Said } from './fake-system.ts';
import { microsoftGraph } from '../../src/sources/connectors/microsoft-graph.ts';
import { leadingTo, pageFrom } from './opened.ts';
import type { VendorFake } from './vendor.ts';

export type GraphUser = {
  readonly id: string;
  readonly displayName: string;
  readonly mail: string | null;
  readonly accountEnabled: boolean;
  readonly userType: 'Member' | 'Guest';
  readonly jobTitle: string;
  readonly mobilePhone: string;
  readonly manager?: { readonly id: string };
};

export type AutomaticReplies = {
  readonly status: 'disabled' | 'alwaysEnabled' | 'scheduled';
  readonly from?: string;
  readonly to?: string;
};

export type MicrosoftGraph = {
  readonly reply: (asked: Asked) => Said;
  readonly users: Map<string, GraphUser>;
  /** By user; none for a user without a mailbox. */
  readonly mailboxes: Map<string, AutomaticReplies>;
  readonly outOfOffice: Set<string>;
  readonly tokens: Set<string>;
};

export type GraphOptions = {
  readonly secret: string;
  /** Application permissions that an admin has consented to. */
  readonly permissions: readonly string[];
  readonly pageSize?: number;
};

const BASE = 'https://graph.microsoft.com/v1.0';

export function fakeGraph({ secret, permissions, pageSize = 3 }: GraphOptions): MicrosoftGraph {
  const users = new Map<string, GraphUser>();
  const mailboxes = new Map<string, AutomaticReplies>();
  const outOfOffice = new Set<string>();
  const tokens = new Set<string>();
  const token = ({ body }: Asked): Said => {
    const form = new URLSearchParams(body);
    if (form.get('client_secret') !== secret)
      return {
        status: 401,
        body: { error: 'invalid_client', error_description: 'AADSTS7000215', error_codes: [7000215] },
      };
    const given = `eyJ.${tokens.size + 1}`;
    tokens.add(given);
    return { body: { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: given } };
  };
  const selected = (user: GraphUser, { query }: Asked): object => {
    const fields = (query.get('$select') ?? 'id,displayName,mail,jobTitle,mobilePhone').split(',');
    const all: Readonly<Record<string, unknown>> = user;
    const some = Object.fromEntries(fields.map((field) => [field, all[field] ?? null]));
    return query.get('$expand') === null || user.manager === undefined ? some : { ...some, manager: user.manager };
  };
  const list = (asked: Asked): Said => {
    const filter = asked.query.get('$filter');
    const [, text = ''] = /startswith\(displayName,'((?:[^']|'')*)'\)$/.exec(filter ?? '') ?? [];
    const begins = text.replaceAll("''", "'").toLowerCase();
    const members = [...users.values()].filter(
      ({ userType, displayName }) =>
        filter === null || (userType === 'Member' && displayName.toLowerCase().startsWith(begins)),
    );
    const size = Math.min(pageSize, Number(asked.query.get('$top') ?? 100));
    const [page, next] = pageFrom(members, asked.query.get('$skiptoken'), size);
    const link = new URL(`${BASE}/users?${String(asked.query)}`);
    if (next !== null) link.searchParams.set('$skiptoken', next);
    return {
      body: {
        ...(next !== null && { '@odata.nextLink': link.href }),
        value: page.map((user) => selected(user, asked)),
      },
    };
  };
  const replies = (id: string): Said => {
    const mailbox = mailboxes.get(id);
    if (mailbox === undefined) return failed(404, 'MailboxNotEnabledForRESTAPI', 'The mailbox is either inactive …');
    const at = (day = '2020-01-01') => ({ dateTime: `${day}T00:00:00.0000000`, timeZone: 'UTC' });
    return {
      body: {
        '@odata.context': `${BASE}/$metadata`,
        status: mailbox.status,
        externalAudience: 'all',
        scheduledStartDateTime: at(mailbox.from),
        scheduledEndDateTime: at(mailbox.to),
        internalReplyMessage: 'I am in hospital',
        externalReplyMessage: 'Call my private phone',
      },
    };
  };
  const presences = ({ body }: Asked): Said => {
    const { ids } = JSON.parse(body) as { readonly ids: readonly string[] };
    if (ids.length > 650) return failed(400, 'BadRequest', 'Too many ids');
    const value = ids.map((id) => ({
      id,
      availability: 'Away',
      activity: 'Away',
      outOfOfficeSettings: { message: 'In hospital', isOutOfOffice: outOfOffice.has(id) },
      statusMessage: { message: { content: 'In hospital' } },
    }));
    return { body: { value } };
  };
  const allowed = (permission: string, said: () => Said): Said =>
    permissions.includes(permission) ? said() : failed(403, 'Authorization_RequestDenied', 'Insufficient privileges');
  const reply = (asked: Asked): Said => {
    const { path } = asked;
    if (path.endsWith('/oauth2/v2.0/token')) return token(asked);
    if (!tokens.has(asked.headers.authorization?.replace('Bearer ', '') ?? ''))
      return failed(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.');
    const [, id = '', rest] = /^\/v1\.0\/users\/([^/]+)(\/.*)?$/.exec(path) ?? [];
    if (path === '/v1.0/users') return allowed('User.Read.All', () => list(asked));
    if (path === '/v1.0/communications/getPresencesByUserId')
      return allowed('Presence.Read.All', () => presences(asked));
    if (rest === '/mailboxSettings/automaticRepliesSetting') return allowed('MailboxSettings.Read', () => replies(id));
    const user = users.get(id);
    if (user === undefined) return failed(404, 'Request_ResourceNotFound', 'Resource does not exist');
    return allowed('User.Read.All', () => ({ body: selected(user, asked) }));
  };
  return { reply, users, mailboxes, outOfOffice, tokens };
}

export function failed(status: number, code: string, message: string, headers: Said['headers'] = {}): Said {
  return { status, headers, body: { error: { code, message, innerError: { date: '2026-11-23T08:00:00' } } } };
}

export const GRAPH_TENANT = '2f4a9838-26b7-47ee-be60-ccc1fdec5953';
export const GRAPH_WORDS = { client_id: '6731de76-14a6-49ae-97bc-6eba6914391e' };

export function graphId(nth: number): string {
  return `00000000-0000-0000-0000-${String(nth).padStart(12, '0')}`;
}

/** Seven members, the seventh left; one guest. */
export function graphOrganization(also: Partial<GraphOptions> = {}): VendorFake & MicrosoftGraph {
  const permissions = microsoftGraph.waysIn['client_credentials']?.scopes ?? [];
  const fake = fakeGraph({ secret: 's3cret', permissions, ...also });
  for (let nth = 1; nth <= 8; nth += 1) {
    const id = graphId(nth);
    fake.users.set(id, {
      id,
      displayName: `Ava No. ${nth}`,
      mail: `ava.${nth}@acme.example`,
      accountEnabled: nth !== 7,
      userType: nth === 8 ? 'Guest' : 'Member',
      jobTitle: 'CSM',
      mobilePhone: '+49 170 1234567',
      ...(nth > 1 && { manager: { id: graphId(1) } }),
    });
    fake.mailboxes.set(id, { status: 'disabled' });
  }
  return {
    ...fake,
    connector: microsoftGraph,
    settings: { tenant: GRAPH_TENANT },
    waysIn: { client_credentials: { words: GRAPH_WORDS, secrets: ['secret'] } },
    secrets: { secret: 's3cret' },
    basePath: '/v1.0',
    leads: leadingTo,
    refusals: {
      expired: failed(401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.'),
      forbidden: failed(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'),
      limited: (seconds) => failed(429, 'TooManyRequests', 'Slow down', { 'retry-after': String(seconds) }),
      broken: failed(500, 'InternalServerError', 'Something went wrong.'),
    },
    sample: { read: 'people', columns: [], ids: [1, 2, 3, 4, 5, 6, 7].map(graphId) },
  };
}
