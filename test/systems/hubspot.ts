/**
 * A HubSpot account as a stateful fake: properties by choice, archived records apart, a search that ends at 10,000 and finds no archived
 * ones, tokens that expire. Records are the test's; the clock is an argument.
 */
import { randomUUID } from 'node:crypto';
import { hubspot } from '../../src/sources/connectors/hubspot.ts';
import { isPlainObject, jsonIn } from '../../src/base/json.ts';
import type { Asked, Said } from './fake-system.ts';
import type { VendorFake } from './vendor.ts';

type Properties = Readonly<Record<string, string>>;
type Kind = 'companies' | 'contacts' | 'users';
type Stored = {
  readonly id: string;
  readonly properties: Properties;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly archived: boolean;
};
type Filter = { readonly propertyName: string; readonly operator: string; readonly value: string };
/** An owner, or a booking page. */
export type Owner = Readonly<Record<string, unknown>> & { readonly id: string };

export type HubspotFake = VendorFake & {
  readonly put: (kind: Kind, id: string, properties: Properties) => void;
  readonly archive: (kind: Kind, id: string) => void;
  readonly putOwner: (owner: Owner) => void;
  readonly putLink: (link: Owner) => void;
  /** Without this scope from now on. */
  readonly withdraw: (scope: string) => void;
  readonly expireTokens: () => void;
};

const CLIENT = '7fff1e36-2d40-4ae1-bbb1-5266d59564fb';
const SECRETS = { secret: 'pat-eu1-s3cret', refresh: 'refresh-0' };
/** The property that a change moves on; for contacts it has another name. */
const CHANGED: Readonly<Record<Kind, string>> = {
  companies: 'hs_lastmodifieddate',
  contacts: 'lastmodifieddate',
  users: 'hs_lastmodifieddate',
};

const refused = (status: number, category: string, message: string): Said => ({
  status,
  body: { status: 'error', message, correlationId: 'aeb5f871-7f07-4993-9211-075dc63e7cbf', category },
});
const EXPIRED = refused(401, 'EXPIRED_AUTHENTICATION', 'The access token is expired.');

export function hubspotFake(now: () => number = Date.now, pageSize = 2, searchEnd = 10_000): HubspotFake {
  const stored = new Map<Kind, Map<string, Stored>>(
    (['companies', 'contacts', 'users'] as const).map((kind) => [kind, new Map()]),
  );
  const owners = new Map<string, Owner>();
  const links: Owner[] = [];
  const withdrawn = new Set<string>();
  const tokens = new Set<string>([SECRETS.secret]);
  const of = (kind: Kind) => stored.get(kind) ?? new Map<string, Stored>();
  const stamp = () => new Date(now()).toISOString();

  const token = ({ body }: Asked): Said => {
    const form = new URLSearchParams(body);
    const fits = form.get('refresh_token') === SECRETS.refresh && form.get('client_id') === CLIENT;
    if (form.get('grant_type') !== 'refresh_token' || !fits || form.get('client_secret') !== SECRETS.secret)
      return {
        status: 400,
        body: { error: 'invalid_grant', error_description: 'refresh token is invalid', status: 'BAD_REFRESH_TOKEN' },
      };
    const access = randomUUID();
    tokens.add(access);
    return { body: { access_token: access, refresh_token: SECRETS.refresh, expires_in: 1800, token_type: 'bearer' } };
  };

  const listed = (records: readonly { readonly id: string }[], query: URLSearchParams, also = {}): Said => {
    const limit = Math.min(pageSize, Number(query.get('limit') ?? 10));
    const after = query.get('after');
    const from = after === null ? 0 : records.findIndex(({ id }) => id === after) + 1;
    const results = records.slice(from, from + limit);
    const last = results.at(-1)?.id ?? '';
    const paging = from + limit < records.length && { paging: { next: { after: last, link: `?after=${last}` } } };
    return { body: { results, ...paging, ...also } };
  };

  const searched = (kind: Kind, text: string): Said => {
    const body = jsonIn(text);
    const {
      filterGroups,
      sorts,
      after = '0',
      limit = 10,
      properties = [],
    } = (isPlainObject(body) ? body : {}) as {
      filterGroups: { filters: Filter[] }[];
      sorts: string[];
      after?: string;
      limit?: number;
      properties?: string[];
    };
    const filters = filterGroups[0]?.filters ?? [];
    const isKnown = ({ propertyName, operator }: Filter) =>
      operator === (propertyName === 'hs_object_id' ? 'GT' : propertyName === CHANGED[kind] ? 'GTE' : '');
    if (!filters.every(isKnown)) return refused(400, 'VALIDATION_ERROR', 'There was a problem with the request.');
    const holds = ({ id, updatedAt }: Stored, { propertyName, value }: Filter): boolean =>
      propertyName === 'hs_object_id' ? Number(id) > Number(value) : Date.parse(updatedAt) >= Number(value);
    const from = Number(after);
    const size = Math.min(pageSize, limit);
    if (from + size > searchEnd) return refused(400, 'VALIDATION_ERROR', 'The request is beyond the last result.');
    const found = [...of(kind).values()]
      .filter((record) => !record.archived && filters.every((filter) => holds(record, filter)))
      .toSorted((one, other) =>
        sorts[0] === 'hs_object_id'
          ? Number(one.id) - Number(other.id)
          : Date.parse(one.updatedAt) - Date.parse(other.updatedAt),
      );
    const results = found.slice(from, from + size).map((record) => withProperties(record, properties));
    const next = String(from + size);
    const paging = from + size < found.length && { paging: { next: { after: next } } };
    return { body: { total: found.length, results, ...paging } };
  };

  /** By what services search for: a word of a name, or whose contact it is. Null for another search. */
  const found = (kind: Kind, text: string): Said | null => {
    const { filterGroups, properties } = jsonIn(text) as Search;
    const { propertyName = '', operator, value = '' } = filterGroups[0]?.filters[0] ?? {};
    if (operator !== 'EQ' && operator !== 'CONTAINS_TOKEN') return null;
    const words = (said: string): readonly string[] => said.toLowerCase().split(/\W+/);
    const isMeant = ({ properties: { [propertyName]: said = '' } }: Stored): boolean =>
      operator === 'EQ' ? said === value : words(value).every((word) => words(said).includes(word));
    const all = [...of(kind).values()].filter((record) => !record.archived && isMeant(record));
    return { body: { total: all.length, results: all.map((record) => withProperties(record, properties)) } };
  };

  const objects = (kind: Kind, more: string, { method, query, body }: Asked): Said => {
    if (method === 'POST') return found(kind, body) ?? searched(kind, body);
    const names = (query.get('properties') ?? '').split(',').filter(Boolean);
    const archived = query.get('archived') === 'true';
    if (more === '') {
      const records = [...of(kind).values()].filter((record) => record.archived === archived);
      return listed(
        records.map((record) => withProperties(record, names)),
        query,
      );
    }
    const record = of(kind).get(more);
    if (record === undefined || record.archived !== archived)
      return refused(404, 'OBJECT_NOT_FOUND', 'Object not found.');
    return { body: withProperties(record, names) };
  };

  const answered = (asked: Asked): Said => {
    const [, kind, more = ''] = /^\/crm\/v3\/objects\/(companies|contacts|users)(?:\/(\w+))?$/.exec(asked.path) ?? [];
    const scope = kind === undefined ? scopeOf(asked.path) : `crm.objects.${kind}.read`;
    if (withdrawn.has(scope)) return refused(403, 'MISSING_SCOPES', 'This app lacks a scope.');
    if (kind !== undefined) return objects(kind as Kind, more, asked);
    if (asked.path === '/crm/v3/properties/companies')
      return withdrawn.has('crm.objects.companies.read')
        ? refused(403, 'MISSING_SCOPES', 'This app lacks a scope.')
        : { body: { results: propertiesOf([...of('companies').values()]) } };
    const archived = asked.query.get('archived') === 'true';
    if (asked.path === '/crm/v3/owners')
      return listed(
        [...owners.values()].filter((owner) => owner['archived'] === archived),
        asked.query,
      );
    const owner = owners.get(/^\/crm\/v3\/owners\/(\d+)$/.exec(asked.path)?.[1] ?? '');
    if (owner !== undefined && owner['archived'] === archived) return { body: owner };
    if (asked.path !== '/scheduler/v3/meetings/meeting-links') return refused(404, 'OBJECT_NOT_FOUND', 'Not found.');
    const organizer = asked.query.get('organizerUserId');
    const meant = links.filter((link) => organizer === null || link['organizerUserId'] === organizer);
    return listed(meant, asked.query, { total: meant.length });
  };

  return {
    connector: hubspot,
    settings: {},
    waysIn: {
      private_app: { words: {}, secrets: ['secret'] },
      oauth: { words: { client_id: CLIENT }, secrets: ['secret', 'refresh'] },
    },
    secrets: SECRETS,
    basePath: '',
    reply: (asked) => {
      if (asked.path === '/oauth/2026-03/token') return token(asked);
      if (!tokens.has(asked.headers.authorization?.replace('Bearer ', '') ?? '')) return EXPIRED;
      const isSearch = asked.path.endsWith('/search');
      return { ...answered(asked), ...(!isSearch && { headers: { 'x-hubspot-ratelimit-remaining': '99' } }) };
    },
    refusals: {
      expired: EXPIRED,
      forbidden: refused(403, 'MISSING_SCOPES', 'This app lacks a scope.'),
      limited: (seconds) => ({
        status: 429,
        headers: { 'retry-after': String(seconds) },
        body: {
          status: 'error',
          message: 'You have reached your secondly limit.',
          errorType: 'RATE_LIMIT',
          correlationId: 'c033cdaa-2c40-4a64-ae48-b4cec88dad24',
          policyName: 'SECONDLY',
        },
      }),
      broken: refused(500, 'INTERNAL_ERROR', 'internal error'),
    },
    sample: { read: 'companies', columns: [], ids: [] },
    put: (kind, id, properties) => {
      const createdAt = of(kind).get(id)?.createdAt ?? stamp();
      of(kind).set(id, { id, properties, createdAt, updatedAt: stamp(), archived: false });
    },
    archive: (kind, id) => {
      const record = of(kind).get(id);
      if (record === undefined) throw new RangeError(`There is no ${id} among the ${kind}.`);
      of(kind).set(id, { ...record, archived: true });
    },
    putOwner: (owner) =>
      void owners.set(owner.id, { archived: false, type: 'PERSON', createdAt: stamp(), updatedAt: stamp(), ...owner }),
    putLink: (link) =>
      void links.push({ createdAt: stamp(), userIdsOfLinkMembers: [], type: 'PERSONAL_LINK', ...link }),
    withdraw: (scope) => void withdrawn.add(scope),
    expireTokens: () => tokens.clear(),
  };
}

type Search = {
  readonly filterGroups: readonly {
    readonly filters: readonly { [of in 'propertyName' | 'operator' | 'value']?: string }[];
  }[];
  readonly properties: readonly string[];
};

/** A property that holds long texts has a field of several lines. */
function propertiesOf(records: readonly Stored[]): readonly object[] {
  const names = new Set(records.flatMap(({ properties }) => Object.keys(properties)));
  return [...names].map((name) => {
    const isLong = records.some(({ properties }) => (properties[name] ?? '').length > 60);
    const label = name.replaceAll('_', ' ');
    return { name, label, type: 'string', fieldType: isLong ? 'textarea' : 'text', groupName: 'companyinformation' };
  });
}

function scopeOf(path: string): string {
  return path.startsWith('/scheduler') ? 'scheduler.meetings.meeting-link.read' : 'crm.objects.owners.read';
}

/** The real one says null for a property without a value, which its contract doesn't know; here it is left out. */
function withProperties({ properties, ...record }: Stored, names: readonly string[]): Stored {
  const chosen = names.length === 0 ? ['name', 'email', 'hs_object_id'] : names;
  return {
    ...record,
    properties: Object.fromEntries(Object.entries(properties).filter(([name]) => chosen.includes(name))),
  };
}

/** An account with five companies and what belongs to them. */
export function hubspotAccount(now: () => number = Date.now, pageSize = 2, searchEnd = 10_000): HubspotFake {
  const fake = hubspotFake(now, pageSize, searchEnd);
  const ids = ['101', '102', '103', '104', '105'];
  for (const [at, id] of ids.entries()) {
    fake.put('companies', id, {
      name: `Customer ${at + 1}`,
      hubspot_owner_id: '11',
      tier: at === 0 ? 'VVIP' : 'SMB',
      description: 'CANARY',
    });
    fake.put('contacts', `20${at}`, { email: `buyer${at}@customer.example`, associatedcompanyid: id, notes: 'CANARY' });
  }
  fake.putOwner({
    id: '11',
    email: 'sarah@acme.example',
    firstName: 'Sarah',
    lastName: 'Jenkins',
    userId: 901,
    userIdIncludingInactive: 901,
  });
  fake.putOwner({ id: '12', type: 'QUEUE', firstName: 'Inbound', lastName: 'queue' });
  fake.putOwner({ id: '13', email: 'tom@acme.example', archived: true, userIdIncludingInactive: 903 });
  fake.put('users', '31', { hs_internal_user_id: '901', hs_job_title: 'Customer Success Manager' });
  fake.putLink({
    id: '41',
    slug: 'sarah',
    link: 'https://meetings.hubspot.com/sarah',
    organizerUserId: '901',
    defaultLink: true,
  });
  return { ...fake, sample: { read: 'companies', columns: ['properties.name', 'properties.hubspot_owner_id'], ids } };
}
