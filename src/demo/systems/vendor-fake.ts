/** What the stateful fake of a vendor's system is: how it is opened as a source, and what it replies. */
import type { Outbound } from '../../outbound/outbound.ts';
import type { Connector } from '../../sources/kit/http/connector.ts';
import type { Asked, Said } from './fake-system.ts';

export type Reply = (asked: Asked, nth: number) => Said;

export type VendorFake = {
  readonly connector: Connector;
  readonly settings: Readonly<Record<string, string>>;
  /** What a source says of each way in: words, and the secrets' names, which are those of `secrets`. */
  readonly waysIn: Readonly<
    Record<string, { readonly words: Readonly<Record<string, string>>; readonly secrets: readonly string[] }>
  >;
  readonly secrets: Readonly<Record<string, string>>;
  /** After the fake's own address: `/services/data/v66.0`. */
  readonly basePath: string;
  readonly reply: Reply;
  /** For a connector that asks several hosts: a way out by which all of them are this system. Then its own address counts. */
  readonly leads?: (url: string) => Pick<Outbound, 'send'>;
  /** How this vendor says no. */
  readonly refusals: {
    readonly expired: Said;
    readonly forbidden: Said;
    readonly limited: (seconds: number) => Said;
    readonly broken: Said;
  };
  /** A read that takes several pages, and the ids of all its records. */
  readonly sample: { readonly read: string; readonly columns: readonly string[]; readonly ids: readonly string[] };
};
