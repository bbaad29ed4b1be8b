/** PagerDuty for tests: on-calls and users by offset, refused without the vendor's headers. */
import type { Asked, Said } from './fake-system.ts';
import { pagerduty } from '../../src/sources/connectors/pagerduty.ts';
import { leadingTo, pageFrom } from './opened.ts';
import type { VendorFake } from './vendor.ts';

export type PagerDutyUser = { readonly id: string; readonly name: string; readonly email: string };
export type OnCall = {
  readonly policy: string;
  readonly level: number;
  readonly schedule: string | null;
  readonly user: string;
};

export type PagerDuty = {
  readonly reply: (asked: Asked) => Said;
  readonly users: Map<string, PagerDutyUser>;
  readonly onCalls: OnCall[];
  /** By name. */
  readonly policies: Map<string, string>;
  readonly services: Map<string, string>;
  readonly incidents: Incident[];
};

export type Incident = { readonly number: number; readonly service: string; readonly status: string };

const MEDIA_TYPE = 'application/vnd.pagerduty+json;version=2';

export function fakePagerDuty({ key }: { readonly key: string }): PagerDuty {
  const users = new Map<string, PagerDutyUser>();
  const onCalls: OnCall[] = [];
  const policies = new Map<string, string>();
  const services = new Map<string, string>();
  const incidents: Incident[] = [];
  const userShown = ({ id, name, email }: PagerDutyUser): object => ({
    id,
    type: 'user',
    summary: name,
    name,
    email,
    time_zone: 'Europe/Berlin',
    job_title: 'Support engineer',
    description: 'On parental leave soon',
    contact_methods: [{ id: 'P1', type: 'phone_contact_method_reference', summary: '+49 170 1234567' }],
  });
  const onCallShown = ({ policy, level, schedule, user }: OnCall): object => {
    const found = users.get(user);
    return {
      escalation_policy: { id: policy, type: 'escalation_policy_reference', summary: `Policy ${policy}` },
      escalation_level: level,
      schedule:
        schedule === null ? null : { id: schedule, type: 'schedule_reference', summary: `Schedule ${schedule}` },
      user: found === undefined ? { id: user, type: 'user_reference', summary: user } : userShown(found),
      start: schedule === null ? null : '2026-11-23T00:00:00Z',
      end: schedule === null ? null : '2026-11-30T00:00:00Z',
    };
  };
  const listed = (name: string, all: readonly object[], { query }: Asked): Said => {
    const [limit, offset] = [Number(query.get('limit') ?? 25), Number(query.get('offset') ?? 0)];
    const [page, next] = pageFrom(all, String(offset), limit);
    return { body: { [name]: page, limit, offset, more: next !== null, total: null } };
  };
  const reply = (asked: Asked): Said => {
    const { headers, path } = asked;
    if (headers.accept !== MEDIA_TYPE || headers['content-type'] !== 'application/json')
      return failed(406, 2001, 'Not Acceptable');
    if (headers.authorization !== `Token token=${key}`) return { status: 401, body: { error: 'unauthorized' } };
    if (path === '/users') return listed('users', [...users.values()].map(userShown), asked);
    if (path === '/escalation_policies') return listed('escalation_policies', namedIn(policies, asked), asked);
    if (path === '/services') return listed('services', namedIn(services, asked), asked);
    if (path === '/incidents') return listed('incidents', incidentsOf(asked), asked);
    return path === '/oncalls'
      ? listed('oncalls', onCalls.filter((one) => isOfPolicy(one, asked)).map(onCallShown), asked)
      : failed(404, 2100, 'Not Found');
  };
  const incidentsOf = ({ query }: Asked): readonly object[] =>
    incidents
      .filter(({ service, status }) => {
        const [of, statuses] = [query.getAll('service_ids[]'), query.getAll('statuses[]')];
        return of.includes(service) && statuses.includes(status);
      })
      .map(({ number, status }) => ({
        id: `Q${number}`,
        incident_number: number,
        title: 'The payroll of a customer is down',
        status,
        urgency: 'high',
        created_at: '2026-11-23T07:00:00Z',
      }));
  return { reply, users, onCalls, policies, services, incidents };
}

function isOfPolicy({ policy }: OnCall, { query }: Asked): boolean {
  const policies = query.getAll('escalation_policy_ids[]');
  return policies.length === 0 || policies.includes(policy);
}

function namedIn(names: ReadonlyMap<string, string>, { query }: Asked): readonly object[] {
  const part = (query.get('query') ?? '').toLowerCase();
  const found = [...names].filter(([name]) => name.toLowerCase().includes(part));
  return found.map(([name, id]) => ({ id, name, summary: name, status: 'active', description: 'About customers' }));
}

export function failed(status: number, code: number, message: string, headers: Said['headers'] = {}): Said {
  return { status, headers, body: { error: { code, message, errors: [] } } };
}

/** An account of 230, three of them on call. */
export function pagerDutyAccount(): VendorFake & PagerDuty {
  const fake = fakePagerDuty({ key: 'k3y' });
  for (let nth = 1; nth <= 230; nth += 1)
    fake.users.set(`U${nth}`, { id: `U${nth}`, name: `Ava No. ${nth}`, email: `ava.${nth}@acme.example` });
  fake.onCalls.push(
    { policy: 'P1', level: 1, schedule: 'S1', user: 'U4' },
    { policy: 'P1', level: 2, schedule: null, user: 'U9' },
    { policy: 'P2', level: 1, schedule: 'S1', user: 'U4' },
  );
  return {
    ...fake,
    connector: pagerduty,
    settings: {},
    waysIn: { api_key: { words: {}, secrets: ['secret'] } },
    secrets: { secret: 'k3y' },
    basePath: '',
    leads: leadingTo,
    refusals: {
      expired: { status: 401, body: { error: 'unauthorized' } },
      forbidden: failed(403, 2010, 'Access Denied'),
      limited: (seconds) =>
        failed(429, 2020, 'Too Many Requests', { 'ratelimit-remaining': '0', 'ratelimit-reset': String(seconds) }),
      broken: failed(500, 2000, 'Internal Server Error'),
    },
    sample: { read: 'people', columns: [], ids: [...fake.users.keys()] },
  };
}
