/** Whether an operation lives where the document does: paths and operations may name addresses of their own. */
import type { ApiDocument } from './api-document.ts';
import type { Node } from './node.ts';
import { entriesOf, rawMember, textOf } from './node.ts';

/** An address with the document's examples in place of its variables. */
export type Server = { readonly url: string; readonly variables: readonly string[] };

export type Home = {
  /** What goes before the operation's path; null where it lives somewhere else. */
  readonly wayTo: (item: Node, operation: Node) => string | null;
};

export function serversOf(api: ApiDocument, at: Node): readonly Server[] {
  const list = api.member(at, 'servers');
  const servers = (list === null ? [] : entriesOf(list)).flatMap((each) => api.open(each) ?? []);
  return servers.map((server) => filled(api, server));
}

/** The document's own addresses; where it names none, the one that most of its paths and operations name. */
export function homeServers(api: ApiDocument): readonly Server[] {
  const own = serversOf(api, api.root);
  if (own.some(({ url }) => url !== '' && url !== '/')) return own;
  const found = api
    .members(api.member(api.root, 'paths'))
    .flatMap(([, item]) => [item, api.member(item, 'get') ?? item])
    .flatMap((at) => serversOf(api, at).slice(0, 1));
  const counts = new Map<string, number>();
  for (const { url } of found) counts.set(url, (counts.get(url) ?? 0) + 1);
  const most = found.toSorted((one, other) => (counts.get(other.url) ?? 0) - (counts.get(one.url) ?? 0))[0];
  return most === undefined ? own : [most];
}

export function homeOf(api: ApiDocument): Home {
  const [main, ...others] = homeServers(api).map(({ url }) => plain(url));
  const wayOf = (url: string): string | null => {
    if (main === undefined || url === main || others.includes(url)) return '';
    return main !== '' && url.startsWith(`${main}/`) ? url.slice(main.length) : null;
  };
  return {
    wayTo: (item, operation) => {
      const [nearest] = [operation, item].map((at) => serversOf(api, at)).filter((list) => list.length > 0);
      if (nearest === undefined) return '';
      const ways = nearest.flatMap(({ url }) => wayOf(plain(url)) ?? []);
      return ways[0] ?? null;
    },
  };
}

/** Without a scheme it is the document's own, which is https. */
function plain(url: string): string {
  return url.replace(/^\/\//, 'https://').replace(/\/+$/, '');
}

function filled(api: ApiDocument, server: Node): Server {
  const url = textOf(rawMember(server, 'url')) ?? '';
  const variables: string[] = [];
  const whole = url.replaceAll(/\{([^{}]+)\}/g, (place, name: string) => {
    const variable = api.member(server, 'variables', name);
    const value = textOf(variable === null ? undefined : rawMember(variable, 'default'));
    variables.push(name);
    return value === null || value === '' ? place : value;
  });
  return { url: whole, variables };
}
