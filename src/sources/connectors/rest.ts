/**
 * A connector made from what a source declares of its own system. It can do what every connector can, and no more: reads only,
 * credentials by `auth` alone and never in a URL, pages and time bounded.
 */
import type { ValueProblem } from '../../base/problem.ts';
import { connectorProblems } from '../kit/http/connector-problems.ts';
import type { Connector, SettingField, SyncRead, WayIn } from '../kit/http/connector.ts';
import type { Input, InputField, Operation } from '../kit/http/operation.ts';
import type { PaceLimits } from '../kit/http/pace.ts';
import type { RestSystem } from './rest-schema.ts';

const HEADER_NAME: SettingField = {
  about: 'The header that takes the key.',
  example: 'X-Api-Key',
  pattern: /^[A-Za-z][A-Za-z0-9-]{0,63}$/,
  byDefault: 'X-Api-Key',
};
const ADDRESS = /^https:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/;
const WORD = /^[\x21-\x7e]{1,200}$/;

/** For systems that no connector describes. */
export const OPEN_WAYS_IN: Readonly<Record<string, WayIn>> = {
  none: {
    about: 'No credentials: the network lets us in.',
    secrets: {},
    words: {},
    auth: { kind: 'none' },
    scopes: [],
  },
  bearer: {
    about: 'A token in the header `Authorization`.',
    secrets: { secret: 'The token.' },
    words: {},
    auth: { kind: 'header', header: 'Authorization', prefix: 'Bearer ', secret: 'secret' },
    scopes: [],
  },
  api_key: {
    about: 'A key in a header of its own.',
    secrets: { secret: 'The key.' },
    words: { header: HEADER_NAME },
    auth: { kind: 'header', header: '{header}', prefix: '', secret: 'secret' },
    scopes: [],
  },
  basic: {
    about: 'A user and a password (HTTP Basic).',
    secrets: { secret: 'The password.' },
    words: { user: { about: 'The user.', example: 'concierge', pattern: /^[^:\p{Cc}]{1,200}$/u } },
    auth: { kind: 'basic', user: '{user}', secret: 'secret' },
    scopes: [],
  },
  client_credentials: {
    about: 'A client that gets its own tokens (OAuth 2.0 client credentials).',
    secrets: { secret: 'The client secret.' },
    words: {
      token_url: { about: 'The token endpoint.', example: 'https://login.acme.example/oauth/token', pattern: ADDRESS },
      client_id: { about: 'The client id.', example: 'concierge', pattern: WORD },
      scope: {
        about: 'The scopes, by blanks between.',
        example: 'people.read',
        pattern: /^[\x20-\x7e]{0,500}$/,
        byDefault: '',
      },
    },
    auth: {
      kind: 'client_credentials',
      tokenUrl: '{token_url}',
      clientId: '{client_id}',
      secret: 'secret',
      by: 'basic',
      parameters: {},
      scope: '{scope}',
      lifeMs: null,
    },
    scopes: [],
  },
};

const DEFAULT_OVERLAP_S = 300;
const DEFAULT_MOST = 20_000;

export function restConnector(system: RestSystem): Connector {
  const { title, pace, errors, limits, operations, reads = {}, probe } = system;
  const probed = Object.values(reads)[0];
  return {
    name: 'rest',
    title,
    settings: {
      base_url: {
        about: 'The address below which everything is asked, by https, without parameters.',
        example: 'https://roster.acme.example/api/v2',
        pattern: ADDRESS,
      },
    },
    base: '{base_url}',
    waysIn: OPEN_WAYS_IN,
    errors: errors ?? { at: [], kinds: {} },
    limits:
      limits === undefined
        ? null
        : {
            remaining: limits.remaining.toLowerCase(),
            reset: limits.reset === undefined ? null : { ...limits.reset, header: limits.reset.header.toLowerCase() },
          },
    paces: { default: paceOf(pace) },
    operations: mapped(operations, operationOf),
    reads: mapped(reads, readOf),
    probe: {
      operation: probe ?? probed?.operation ?? askedBare(operations) ?? '',
      input: probed?.input ?? {},
      scopesHeader: null,
    },
  };
}

/** What is wrong in it beside its structure: names that lead nowhere, credentials in a URL. Paths are from `system`. */
export function restProblems(system: RestSystem): readonly ValueProblem[] {
  return connectorProblems(restConnector(system)).flatMap((problem) => {
    if (problem.path[0] !== 'probe') return problem;
    return system.probe === undefined ? [] : { ...problem, path: ['probe'] };
  });
}

/** One that may be asked without saying anything. */
function askedBare(operations: RestSystem['operations']): string | undefined {
  const isBare = ({ input = {} }: RestOperation): boolean =>
    Object.values(input).every(({ required }) => required !== true);
  return Object.keys(operations).find((name) => operations[name] !== undefined && isBare(operations[name]));
}

function mapped<From, To>(
  members: Readonly<Record<string, From>>,
  change: (member: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, change(member)]));
}

function paceOf({ concurrency = 2, requests, per_seconds: seconds }: NonNullable<RestSystem['pace']> = {}): PaceLimits {
  const isLimited = requests !== undefined && seconds !== undefined;
  return { concurrency, rate: isLimited ? { requests, perMs: seconds * 1000 } : null };
}

type RestOperation = RestSystem['operations'][string];

function operationOf({ about, input = {}, request, paging, rows = '', keeps }: RestOperation): Operation {
  const { method, path, query = {}, headers = {}, body } = request;
  // Whatever columns are wanted: without this one no page after the first can be asked for.
  const needed = paging?.kind === 'last_row' ? [paging.at] : [];
  return {
    about,
    input: mapped(input, (field) => fieldOf(field, needed)),
    request: {
      ...(method !== undefined && { method }),
      path,
      query: mapped(query, (said) => (typeof said === 'object' ? said : String(said))),
      headers,
      ...(body !== undefined && { body }),
    },
    paging: paging === undefined ? null : paging.kind === 'page' ? { ...paging, first: paging.first ?? 1 } : paging,
    rows,
    ...(keeps !== undefined && { keeps }),
  };
}

type RestInput = NonNullable<RestOperation['input']>[string];

function fieldOf({ one_of: oneOf, about = '', ...field }: RestInput, needed: readonly string[]): InputField {
  const always = field.type === 'names' && needed.length > 0 ? needed : undefined;
  return { ...field, about, ...(oneOf !== undefined && { oneOf }), ...(always !== undefined && { always }) };
}

type RestRead = NonNullable<RestSystem['reads']>[string];

function readOf({
  about = '',
  input = {},
  columns,
  changes,
  one,
  for_each: each,
  window,
  ...read
}: RestRead): SyncRead {
  return {
    ...read,
    about,
    input: input satisfies Input,
    columns: columns ?? null,
    changes: changes === undefined ? null : changesOf(changes),
    one: one ?? null,
    ...(each !== undefined && {
      forEach: { ...each, batch: each.batch ?? 1, most: each.most ?? DEFAULT_MOST, passes: each.passes ?? [] },
    }),
    ...(window !== undefined && {
      window: {
        from: window.from,
        to: window.to,
        as: window.as,
        backDays: window.back_days,
        aheadDays: window.ahead_days,
      },
    }),
  };
}

function changesOf({
  overlap_seconds: overlap = DEFAULT_OVERLAP_S,
  reach_days: reach,
  gone,
  ...changes
}: NonNullable<RestRead['changes']>): SyncRead['changes'] {
  return {
    ...changes,
    overlapMs: overlap * 1000,
    reachMs: reach === undefined ? null : reach * 86_400_000,
    gone: gone ?? null,
    deletions: null,
  };
}
