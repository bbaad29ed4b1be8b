/** Where the system is and how it lets us in, from `servers` and the security schemes; and what a person has to look at in it. */
import type { ApiDocument } from './api-document.ts';
import { homeServers } from './home.ts';
import { isCredential } from './credentials.ts';
import type { Given } from './inputs.ts';
import { parametersOf } from './parameters.ts';
import { nameOf } from './names.ts';
import type { Node } from './node.ts';
import { entriesOf, keysOf, rawMember, textOf } from './node.ts';

export type Access = {
  /** `https`, without parameters. */
  readonly baseUrl: string;
  /** As a source has it: `way`, its words, and the names of its secrets. */
  readonly auth: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
};

/** Null where the document names no address that can be used; a sentence why. */
export type FoundAddress = { readonly url: string; readonly notes: readonly string[] } | { readonly why: string };

const HEADER = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;
const ADDRESS = /^https:\/\/[^\s/?#@{}]+(?:\/[^\s?#{}]*)?$/;

/** `from`: the address of the document itself, by which a relative one is read; null for a file. */
export function addressOf(api: ApiDocument, from: string | null): FoundAddress {
  const told = homeServers(api);
  const usable = told.flatMap(({ url, variables }) => {
    const plain = wholeOf(url, from)?.replace(/\/+$/, '') ?? '';
    return ADDRESS.test(plain) ? [{ url: plain, variables }] : [];
  });
  const [first] = usable;
  if (first === undefined) {
    const [one] = told;
    const isPlain = /^http:/i.test(one?.url ?? '');
    const what =
      one === undefined
        ? 'names no address'
        : `says only \`${one.url.slice(0, 100)}\` of its address${isPlain ? ', which isn’t https' : ''}`;
    return { why: `The document ${what}.` };
  }
  const others = [...new Set(usable.map(({ url }) => url))].filter((url) => url !== first.url);
  return {
    url: first.url,
    notes: [
      ...(first.variables.length === 0
        ? []
        : [
            `The address is the document’s example: set your own in \`settings\` (${first.variables.map((each) => `\`${each}\``).join(', ')}).`,
          ]),
      ...(others.length === 0 ? [] : [`There are other addresses, too: ${others.slice(0, 5).join(', ')}.`]),
    ],
  };
}

/** Null for one that begins at an address that nobody knows. */
function wholeOf(url: string, from: string | null): string | null {
  if (/^https?:\/\//i.test(url)) return url;
  if (url.startsWith('//')) return `https:${url}`;
  return from === null ? null : (URL.parse(url, from)?.href ?? null);
}

type Scheme = { readonly name: string; readonly node: Node };

type Way = {
  readonly rank: number;
  readonly auth: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
};

/** `base` begins the names of the secrets. */
export function authOf(api: ApiDocument, base: string): Pick<Access, 'auth' | 'notes'> {
  const secret = (what: string): string => nameOf(`${base}_${what}`, 60, 'system');
  const container = api.member(api.root, 'components', 'securitySchemes');
  const schemes = api.members(container).map(([name, node]) => ({ name, node }));
  const used = usedSchemes(api);
  const asked = schemes.filter(({ name }) => used.size === 0 || used.has(name));
  const header = keyHeader(api);
  if (schemes.length === 0)
    return header === null
      ? { auth: { way: 'none' }, notes: ['The document doesn’t say how it lets anybody in: see `auth`.'] }
      : byHeader(header, secret);
  const ways = (asked.length === 0 ? schemes : asked).map((scheme) => {
    const way = wayOf(api, scheme, secret);
    return typeof way === 'string' ? way : { ...way, name: scheme.name };
  });
  const usable = ways.filter((way) => typeof way !== 'string').toSorted((one, other) => one.rank - other.rank);
  const [best] = usable;
  const refused = ways.filter((way) => typeof way === 'string');
  if (best === undefined && header !== null) return byHeader(header, secret);
  if (best === undefined)
    return {
      auth: { way: 'none' },
      notes: [`None of its ways in can be used (${refused.join('; ')}): put a gateway before it, or see \`auth\`.`],
    };
  return {
    auth: best.auth,
    notes: [
      ...best.notes,
      ...togetherNote(api, best.name),
      ...(refused.length === 0 ? [] : [`Not used: ${refused.join('; ')}.`]),
    ],
  };
}

/** What operations are asked with, by the same rules. */
export function wayInOf(api: ApiDocument): Given['wayIn'] {
  const { auth } = authOf(api, 'x');
  return auth['way'] === 'none' ? null : { header: auth['header']?.toLowerCase() ?? 'authorization' };
}

/** A key that isn't declared as one, but stands among the headers of most operations that read. */
function keyHeader(api: ApiDocument): string | null {
  const counts = new Map<string, number>();
  const reads = api.members(api.member(api.root, 'paths')).flatMap(([, item]) => {
    const read = api.member(item, 'get');
    return read === null ? [] : [[item, read] as const];
  });
  for (const [item, read] of reads)
    for (const parameter of parametersOf(api, item, read)) {
      if (parameter?.in !== 'header') continue;
      if (isCredential(parameter) && HEADER.test(parameter.name))
        counts.set(parameter.name, (counts.get(parameter.name) ?? 0) + 1);
    }
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one);
  return most !== undefined && most[1] * 2 >= reads.length ? most[0] : null;
}

function byHeader(header: string, secret: (what: string) => string): Pick<Access, 'auth' | 'notes'> {
  return {
    auth: { way: 'api_key', header, secret: secret('key') },
    notes: [
      `The document declares no way in, but a header \`${header}\`: the secret is its whole value, with a first word (\`Bearer …\`) where the system wants one.`,
    ],
  };
}

/** Where it is never asked for alone. */
function togetherNote(api: ApiDocument, name: string): readonly string[] {
  const asked = requirementsOf(api).filter((names) => names.includes(name));
  const others = new Set(asked.flat().filter((each) => each !== name));
  if (others.size === 0 || asked.some((names) => names.length === 1)) return [];
  const listed = [...others].slice(0, 3).map((each) => `\`${each.slice(0, 60)}\``);
  return [
    `The system wants ${listed.join(', ')} together with it, and \`auth\` sends one credential alone: put a gateway before it that adds the other.`,
  ];
}

/** Each way in as the schemes that it needs at once, of the document and of all operations. */
function requirementsOf(api: ApiDocument): readonly (readonly string[])[] {
  const items = api.members(api.member(api.root, 'paths'));
  const operations = items.flatMap(([, item]) => ['get', 'post'].flatMap((method) => api.member(item, method) ?? []));
  const lists = [api.root, ...operations].flatMap((at) => rawMember(at, 'security') ?? []);
  return lists.flatMap(entriesOf).map(keysOf);
}

/** Those that a request can come in by alone. */
function usedSchemes(api: ApiDocument): ReadonlySet<string> {
  return new Set(requirementsOf(api).flatMap((names) => (names.length === 1 ? names : [])));
}

/** A sentence why it can't be one. */
function wayOf(api: ApiDocument, { name, node }: Scheme, secret: (what: string) => string): Way | string {
  const said = (key: string): string => textOf(rawMember(node, key)) ?? '';
  const called = `\`${name.slice(0, 60)}\``;
  switch (said('type')) {
    case 'http':
      if (/^bearer$/i.test(said('scheme')))
        return { rank: 1, auth: { way: 'bearer', secret: secret('token') }, notes: [] };
      if (/^basic$/i.test(said('scheme')))
        return {
          rank: 5,
          auth: { way: 'basic', user: 'USER', secret: secret('password') },
          notes: ['Say as whom it is asked: `auth.user`.'],
        };
      return `${called} is HTTP ${said('scheme').slice(0, 30)}`;
    case 'apiKey': {
      if (said('in') !== 'header')
        return `${called} puts the key into ${said('in') === 'query' ? 'the URL, which logs keep' : `a ${said('in').slice(0, 20)}`}`;
      const header = said('name');
      if (!HEADER.test(header)) return `${called} names no header`;
      if (/^authorization$/i.test(header))
        return {
          rank: 3,
          auth: { way: 'api_key', header, secret: secret('key') },
          notes: [
            'The secret is the header’s whole value, with its first word (`Token`, `Bearer`) where the system wants one.',
          ],
        };
      return {
        rank: /key|token|auth|^x-/i.test(header) ? 3 : 6,
        auth: { way: 'api_key', header, secret: secret('key') },
        notes: [],
      };
    }
    case 'oauth2': {
      const flow = api.member(node, 'flows', 'clientCredentials');
      const tokenUrl = flow === null ? '' : (textOf(rawMember(flow, 'tokenUrl')) ?? '');
      if (flow !== null && ADDRESS.test(tokenUrl)) return clientCredentials(api, flow, tokenUrl, secret);
      return {
        rank: 4,
        auth: { way: 'bearer', secret: secret('token') },
        notes: [
          'Its OAuth needs a person in a browser, which nobody is here: make a token of its own that lasts (a private app, a service account).',
        ],
      };
    }
    case 'openIdConnect':
      return {
        rank: 4,
        auth: { way: 'bearer', secret: secret('token') },
        notes: ['The token is one that lasts; see the system’s pages.'],
      };
    default:
      return `${called} is ${said('type').slice(0, 30) || 'of no kind'}`;
  }
}

const MOST_SCOPES = 10;

function clientCredentials(api: ApiDocument, flow: Node, tokenUrl: string, secret: (what: string) => string): Way {
  const list = api.member(flow, 'scopes');
  const scopes = (list === null ? [] : keysOf(list)).filter(
    (scope) => /read|view|list/i.test(scope) && /^[\x21-\x7e]+$/.test(scope),
  );
  const few = scopes.length <= MOST_SCOPES ? scopes.join(' ') : '';
  return {
    rank: 2,
    auth: {
      way: 'client_credentials',
      token_url: tokenUrl,
      client_id: 'CLIENT-ID',
      secret: secret('client_secret'),
      ...(few !== '' && few.length <= 500 && { scope: few }),
    },
    notes: ['Say which client asks: `auth.client_id`, and `auth.scope` with no more than these operations need.'],
  };
}
