/**
 * A Salesforce org as a stateful fake: logins, SOQL as far as the connector speaks it, query locators, the recycle bin, the
 * log of deletions. Records are whoever's it is; their ids have 18 characters. The clock is an argument.
 */
import { createPublicKey, generateKeyPairSync, randomUUID, verify } from 'node:crypto';
import { salesforce } from '../../sources/connectors/salesforce.ts';
import { canonicalSalesforceId } from '../../sources/kit/salesforce-id.ts';
import type { Asked, Said } from './fake-system.ts';
import { selected, whereHolds } from './salesforce-query.ts';
import type { VendorFake } from './vendor-fake.ts';

export type SalesforceRecord = Readonly<Record<string, unknown>> & { readonly Id: string };

export type SalesforceFake = VendorFake & {
  readonly put: (object: string, record: SalesforceRecord) => void;
  /** Into the recycle bin; a member of an account team is gone at once. */
  readonly remove: (object: string, id: string) => void;
  /** As an administrator does it in Setup. */
  readonly switchOff: (object: string) => void;
  readonly expireTokens: () => void;
  /** What logins are told from now on that they may do. */
  readonly grant: (scope: string) => void;
};

const CLIENT = '3MVG9aBcD.xYz0123456789';
const USER = 'concierge@acme.example';
const BASE = '/services/data/v66.0';
const DAY_MS = 86_400_000;
const KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });
/** Good for both ways: the org knows the certificate, and takes the text as a secret. */
const SECRET = KEYS.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().trim();

const refused = (status: number, errorCode: string, message: string): Said => ({
  status,
  body: [{ message, errorCode }],
});

export function salesforceFake(now: () => number = Date.now, pageSize = 2): SalesforceFake {
  const objects = new Map<string, Map<string, SalesforceRecord>>();
  const deleted: { readonly object: string; readonly id: string; readonly at: number }[] = [];
  const locators = new Map<string, { readonly rows: readonly unknown[]; readonly total: number }>();
  const off = new Set<string>();
  const tokens = new Set<string>();
  let [used, scope] = [0, 'api'];
  const stamp = () => new Date(now()).toISOString().replace('Z', '+0000');
  const recordsOf = (object: string): Map<string, SalesforceRecord> => {
    const records = objects.get(object) ?? new Map<string, SalesforceRecord>();
    objects.set(object, records);
    return records;
  };

  const page = (rows: readonly unknown[], total: number): Said => {
    const rest = rows.slice(pageSize);
    const locator = `01g${randomUUID().replaceAll('-', '').slice(0, 15)}-${pageSize}`;
    if (rest.length > 0) locators.set(locator, { rows: rest, total });
    const next = rest.length > 0 && { nextRecordsUrl: `${BASE}/query/${locator}` };
    return { body: { totalSize: total, done: rest.length === 0, ...next, records: rows.slice(0, pageSize) } };
  };

  const queried = (soql: string, all: boolean): Said => {
    const [, columns = '', object = '', where = '', limit] =
      /^SELECT (.+?) FROM (\w+)(?: WHERE (.+?))?(?: LIMIT (\d+))?$/.exec(soql) ?? [];
    if (off.has(object) || !objects.has(object))
      return refused(400, 'INVALID_TYPE', `sObject type '${object}' is not supported.`);
    const names = columns.split(', ');
    const records = [...recordsOf(object).values()];
    const bad = names.find((name, at) => names.indexOf(name) !== at || !isKnown(records, name));
    if (bad !== undefined) return refused(400, 'INVALID_FIELD', `No such column '${bad}' on entity '${object}'.`);
    const rows = records
      .filter((record) => (all || record['IsDeleted'] !== true) && whereHolds(record, where, now()))
      .slice(0, Number(limit ?? records.length))
      .map((record) => ({
        attributes: { type: object, url: `${BASE}/sobjects/${object}/${record.Id}` },
        ...selected(record, names),
      }));
    return page(rows, rows.length);
  };

  const described = (object: string): Said => {
    if (off.has(object) || !objects.has(object))
      return refused(404, 'NOT_FOUND', 'The requested resource does not exist');
    const names = new Set([...recordsOf(object).values()].flatMap((record) => Object.keys(record)));
    const values = (name: string) => [...recordsOf(object).values()].map((record) => record[name]);
    const fields = [...names].flatMap((name) => fieldOf(name, values(name)) ?? []);
    return { body: { name: object, label: object, fields, childRelationships: [] } };
  };

  const deletions = (object: string, query: URLSearchParams): Said => {
    const [start, end] = [Date.parse(query.get('start') ?? ''), Date.parse(query.get('end') ?? '')];
    if (!(end - start > 60_000) || start < now() - 15 * DAY_MS)
      return refused(400, 'INVALID_REPLICATION_DATE', 'startDate before org replication enabled date');
    const within = deleted.filter((one) => one.object === object && one.at >= start && one.at < end);
    return {
      body: {
        deletedRecords: within.map(({ id, at }) => ({ id, deletedDate: new Date(at).toISOString() })),
        earliestDateAvailable: new Date(now() - 15 * DAY_MS).toISOString(),
        latestDateCovered: new Date(end).toISOString(),
      },
    };
  };

  const answered = ({ path, query }: Asked): Said => {
    const [, resource = '', more = ''] = new RegExp(`^${BASE}/(query|queryAll|sobjects)(?:/(.*))?$`).exec(path) ?? [];
    const [object = '', what] = more.split('/');
    if (resource === 'sobjects' && what === 'describe') return described(object);
    if (resource === 'sobjects') return deletions(object, query);
    if (resource === '') return refused(404, 'NOT_FOUND', 'The requested resource does not exist');
    if (more === '') return queried(query.get('q') ?? '', resource === 'queryAll');
    const kept = locators.get(more);
    return kept === undefined
      ? refused(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator')
      : page(kept.rows, kept.total);
  };

  return {
    connector: salesforce,
    settings: { domain: 'acme.my.salesforce.com' },
    waysIn: {
      client_credentials: { words: { client_id: CLIENT }, secrets: ['secret'] },
      jwt_bearer: { words: { client_id: CLIENT, username: USER }, secrets: ['secret'] },
    },
    secrets: { secret: SECRET },
    basePath: BASE,
    reply: (asked) => {
      if (asked.path === '/services/oauth2/token') return login(asked, tokens, scope);
      if (!tokens.has(asked.headers.authorization ?? '')) return EXPIRED;
      used += 1;
      const said = answered(asked);
      return { ...said, headers: { 'sforce-limit-info': `api-usage=${used}/15000` } };
    },
    refusals: {
      expired: EXPIRED,
      forbidden: refused(403, 'API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.'),
      // As it is: without a word on when again.
      limited: () => refused(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
      broken: refused(500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred.'),
    },
    sample: { read: 'accounts', columns: ['Name'], ids: [] },
    put: (object, record) =>
      void recordsOf(object).set(record.Id, { IsDeleted: false, ...record, SystemModstamp: stamp() }),
    remove: (object, id) => {
      const record = recordsOf(object).get(id);
      if (record === undefined) throw new RangeError(`There is no ${object} ${id}.`);
      deleted.push({ object, id, at: now() });
      if (object === 'AccountTeamMember') recordsOf(object).delete(id);
      else recordsOf(object).set(id, { ...record, IsDeleted: true, SystemModstamp: stamp() });
    },
    switchOff: (object) => void off.add(object),
    expireTokens: () => tokens.clear(),
    grant: (granted) => void (scope = granted),
  };
}

const EXPIRED = refused(401, 'INVALID_SESSION_ID', 'Session expired or invalid');

/** As an org describes it, from what its records hold; a related record is no field. */
function fieldOf(name: string, values: readonly unknown[]): object | null {
  if (values.some((value) => typeof value === 'object' && value !== null)) return null;
  const held = values.filter((value) => ['string', 'number', 'boolean'].includes(typeof value)) as (
    | string
    | number
    | boolean
  )[];
  const all = (pattern: RegExp) => held.length > 0 && held.every((value) => pattern.test(String(value)));
  const type =
    typeof held[0] === 'boolean'
      ? 'boolean'
      : typeof held[0] === 'number'
        ? 'currency'
        : all(/^\d{4}-\d\d-\d\d$/)
          ? 'date'
          : all(/^[\w.+-]+@[\w.-]+$/)
            ? 'email'
            : all(/^[A-Za-z0-9]{18}$/)
              ? 'reference'
              : held.some((value) => String(value).length > 60)
                ? 'textarea'
                : 'string';
  const label = name.replace(/__c$/, '').replaceAll('_', ' ');
  return { name, label, type: name === 'Description' ? 'textarea' : type, custom: name.endsWith('__c'), length: 255 };
}

function isKnown(records: readonly SalesforceRecord[], name: string): boolean {
  const [first = ''] = name.split('.');
  return records.length === 0 || records.some((record) => Object.hasOwn(record, first));
}

function login({ body }: Asked, tokens: Set<string>, scope: string): Said {
  const form = new URLSearchParams(body);
  const isAllowed = form.has('assertion') ? isSigned(form.get('assertion') ?? '') : knowsSecret(form);
  if (!isAllowed) return { status: 400, body: { error: 'invalid_grant', error_description: 'authentication failure' } };
  const token = `00D${randomUUID()}`;
  tokens.add(`Bearer ${token}`);
  // No life is told.
  return {
    body: {
      access_token: token,
      token_type: 'Bearer',
      scope,
      instance_url: 'https://acme.my.salesforce.com',
      issued_at: '0',
    },
  };
}

function knowsSecret(form: URLSearchParams): boolean {
  return (
    form.get('grant_type') === 'client_credentials' &&
    form.get('client_id') === CLIENT &&
    form.get('client_secret') === SECRET
  );
}

/** By the real clock, which is the client's. */
function isSigned(assertion: string): boolean {
  const [header = '', claims = '', signature = ''] = assertion.split('.');
  const key = createPublicKey(KEYS.publicKey.export({ type: 'spki', format: 'pem' }));
  if (!verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))) return false;
  const { iss, sub, aud, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
  const isTimely = typeof exp === 'number' && exp * 1000 > Date.now() && exp * 1000 <= Date.now() + 300_000;
  return iss === CLIENT && sub === USER && aud === 'https://login.salesforce.com' && isTimely;
}

/** A Salesforce id with its checksum, of a key prefix and a number. */
export function salesforceId(prefix: string, nth: number): string {
  return canonicalSalesforceId(`${prefix}A00000${String(nth).padStart(6, '0')}`) ?? '';
}
