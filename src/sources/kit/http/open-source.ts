/** From a connector and what a source says of its own system to a client that asks it. */
import type { Outbound } from '../../../outbound/outbound.ts';
import { Failure } from '../../../base/failure.ts';
import type { Auth, SecretFor } from './auth.ts';
import type { SourceClient } from './client.ts';
import { sourceClient } from './client.ts';
import type { Connector, SettingField, Settings } from './connector.ts';
import { credentialsOf } from './credentials.ts';
import { paceOf } from './pace.ts';
import type { KeptTokens } from './token.ts';

/** What a source says: where its system is, and how it lets us in. */
export type SourceAccess = {
  readonly settings: Settings;
  readonly wayIn: string;
  /** Words of the way in, like a client's id. */
  readonly words: Settings;
  /** Secrets of the way in → the names that the deployment knows. */
  readonly secrets: Readonly<Record<string, string>>;
  /** In place of the connector's own address: a sandbox, a gateway. */
  readonly baseUrl: string | null;
};

export type Surroundings = {
  readonly outbound: Pick<Outbound, 'send'>;
  readonly secretFor: SecretFor;
  readonly kept: KeptTokens;
  readonly now: () => number;
  readonly random: () => number;
};

/** @throws Failure `configuration` where something is missing that the connector needs, or isn't written as it must be */
export function openSource(connector: Connector, access: SourceAccess, surroundings: Surroundings): SourceClient {
  const { own, base, auth } = placeOf(connector, access);
  const { outbound, now, random } = surroundings;
  return sourceClient({
    base,
    gateway: pathOf(base) === pathOf(own) ? null : { path: pathOf(base), ownPath: pathOf(own) },
    credentials: credentialsOf(auth, base.hostname, surroundings),
    outbound,
    errors: connector.errors,
    limits: connector.limits,
    paces: Object.fromEntries(Object.entries(connector.paces).map(([name, limits]) => [name, paceOf(limits, now)])),
    now,
    random,
  });
}

/** Where a source is asked, by what, and where its tokens come from. */
export type SourcePlace = { readonly own: URL; readonly base: URL; readonly auth: Auth };

/** @throws Failure as {@link openSource} does */
export function placeOf(connector: Connector, access: SourceAccess): SourcePlace {
  const settings = settled(connector.settings, access.settings);
  const own = new URL(filled(connector.base, settings));
  const base = access.baseUrl === null ? own : new URL(access.baseUrl);
  return { own, base, auth: authOf(connector, access, settings, base) };
}

/** The hosts that each secret of the source must list: where it is sent, and where what it gets is. */
export function hostsOf({ base, auth }: Pick<SourcePlace, 'base' | 'auth'>): readonly string[] {
  const tokens = 'tokenUrl' in auth ? [new URL(auth.tokenUrl).hostname] : [];
  return [...new Set([base.hostname, ...tokens])];
}

function pathOf({ pathname }: URL): string {
  return pathname.replace(/\/+$/, '');
}

function settled(fields: Readonly<Record<string, SettingField>>, said: Settings): Settings {
  return Object.fromEntries(
    Object.entries(fields).map(([name, field]) => {
      const value = (Object.hasOwn(said, name) ? said[name] : undefined) ?? field.byDefault;
      if (value === undefined) throw wrong(`\`${name}\` is missing.`, field);
      if (!field.pattern.test(value)) throw wrong(`\`${name}\` isn't written as it must be.`, field);
      return [name, value];
    }),
  );
}

function wrong(message: string, { about, example }: SettingField): Failure {
  return new Failure('configuration', message, `${about} For example: ${example}`);
}

/**
 * The way in as the source says it: templates filled with settings and words, and each secret by the name under which the deployment
 * has it. @throws Failure `configuration`
 */
export function authOf({ waysIn, title }: Connector, access: SourceAccess, settings: Settings, base: URL): Auth {
  const way = Object.hasOwn(waysIn, access.wayIn) ? waysIn[access.wayIn] : undefined;
  if (way === undefined)
    throw new Failure(
      'configuration',
      `${title} has no way in that is called \`${access.wayIn}\`.`,
      `There are: ${Object.keys(waysIn).join(', ')}.`,
    );
  const words = { ...settings, origin: base.origin, ...settled(way.words, access.words) };
  const secrets = Object.fromEntries(
    Object.keys(way.secrets).map((name) => {
      const secret = Object.hasOwn(access.secrets, name) ? access.secrets[name] : undefined;
      if (secret === undefined)
        throw new Failure('configuration', `The secret \`${name}\` is not named.`, way.secrets[name]);
      return [name, secret];
    }),
  );
  return Object.fromEntries(
    Object.entries(way.auth).map(([key, value]) => [key, member(key, value, words, secrets)]),
  ) as Auth;
}

const SECRET_MEMBERS: ReadonlySet<string> = new Set(['secret', 'refresh']);

function member(key: string, value: unknown, words: Settings, secrets: Settings): unknown {
  if (typeof value === 'string') return SECRET_MEMBERS.has(key) ? secrets[value] : filled(value, words);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, member(name, inner, words, secrets)]));
}

function filled(template: string, words: Settings): string {
  return template.replaceAll(/\{(\w+)\}/g, (_match, name: string) => words[name] ?? '');
}
