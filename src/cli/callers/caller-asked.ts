/** What `caller add` was asked for, as `concierge.yaml` will say it. Every slip is a sentence, before anything is written. */
import { resolve } from 'node:path';
import { instantOf } from '../../base/clock.ts';
import { existsSync } from 'node:fs';
import { Failure } from '../../base/failure.ts';
import type { AssertionCarrier, AssertionKey, BindingMode, Scope } from '../../caller/caller.ts';
import type { WrittenCaller } from '../../config/add-caller.ts';
import { nameSchema } from '../../config/schema/names.ts';
import type { Workspace } from '../../config/workspace.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import { listed, meant } from '../../config/yaml/words.ts';
import type { Audience } from '../../facts/frame.ts';
import { scopesOfService } from '../../services/scopes.ts';
import type { CommandContext } from '../context.ts';

export type AskedCaller = {
  readonly name: string;
  readonly audience: Audience;
  readonly binding?: BindingMode;
  readonly carrier?: AssertionCarrier;
  readonly issuer?: string;
  readonly publicKey?: string;
  readonly newKey?: string;
  readonly keyId?: string;
  readonly scope?: readonly Scope[];
  /** `cx_concierge` alone when left out. */
  readonly service?: readonly string[];
};

/** @throws Failure `usage` for the first thing that isn't right */
export function requireUsable(asked: AskedCaller, workspace: Workspace, { cwd }: Pick<CommandContext, 'cwd'>): void {
  requireNewName(asked.name, workspace.callers);
  requireServices(asked, workspace);
  if (asked.binding === 'off') refuseStatement(asked);
  else requireStatement(asked);
  if (asked.newKey !== undefined && existsSync(resolve(cwd, asked.newKey)))
    throw new Failure('usage', `There is a file ${asked.newKey} already.`, 'Name another file.');
}

function requireNewName(name: string, callers: Workspace['callers']): void {
  const { success, error } = nameSchema.safeParse(name);
  if (!success) throw new Failure('usage', `\`${name}\` is no name for a caller.`, error.issues[0]?.message);
  if (callers.some(({ id }) => id === name))
    throw new Failure(
      'usage',
      `There is a caller \`${name}\` already.`,
      'Choose another name, or change it in concierge.yaml.',
    );
}

function requireServices(asked: AskedCaller, workspace: Workspace): void {
  const there = [CONCIERGE, ...workspace.services.map(({ name }) => name)];
  const stranger = asked.service?.find((name) => !there.includes(name));
  if (stranger !== undefined)
    throw new Failure('usage', `There is no service \`${stranger}\`.`, `There are: ${listed(there)}.`);
  const possible = possibleScopes(asked);
  const unknown = asked.scope?.find((scope) => !possible.includes(scope));
  if (unknown === undefined) return;
  const owner = there.find((name) => scopesOfService(name).includes(unknown));
  if (owner === undefined)
    throw new Failure('usage', `There is no scope \`${unknown}\`.`, meant(unknown, possible, 'scope'));
  throw new Failure('usage', `\`${unknown}\` is a scope of \`${owner}\`.`, `Say --service ${owner}, too.`);
}

function servicesOf({ service = [CONCIERGE] }: AskedCaller): readonly string[] {
  return [...new Set(service)];
}

function possibleScopes(asked: AskedCaller): readonly Scope[] {
  return servicesOf(asked).flatMap(scopesOfService);
}

function refuseStatement({ carrier, issuer, publicKey, newKey, keyId }: AskedCaller): void {
  const given = Object.entries({
    '--carrier': carrier,
    '--issuer': issuer,
    '--public-key': publicKey,
    '--new-key': newKey,
    '--key-id': keyId,
  }).flatMap(([option, value]) => (value === undefined ? [] : [option]));
  if (given.length > 0)
    throw new Failure(
      'usage',
      'With --binding off nobody states who the customer is.',
      `Leave out ${given.join(', ')}.`,
    );
}

function requireStatement({ issuer, publicKey, newKey }: AskedCaller): void {
  if (publicKey === undefined && newKey === undefined)
    throw new Failure(
      'usage',
      'Nobody could state who its customer is.',
      'Give the platform’s key: --public-key FILE, or --new-key FILE to make a pair. With --binding off the agent names the customer itself.',
    );
  if (issuer === undefined || !URL.canParse(issuer))
    throw new Failure(
      'usage',
      issuer === undefined ? 'It is not said who states the customer.' : `--issuer ${issuer} is no URL.`,
      'Give --issuer URL: a name of the chat platform, like https://chat.acme.example.',
    );
}

/** Tells the keys of a caller apart, also of two that overlap while one is replaced. */
export function keyIdOf({ keyId }: AskedCaller, { clock }: Pick<CommandContext, 'clock'>): string {
  return keyId ?? `key-${instantOf(clock.now()).slice(0, 'yyyy-mm-dd'.length)}`;
}

/** `key`: null where nobody states the customer. */
export function writtenCaller(asked: AskedCaller, key: AssertionKey | null): WrittenCaller {
  const { audience, binding = 'required', carrier = 'header', issuer, scope, service } = asked;
  const use = {
    ...(service !== undefined && { services: [...servicesOf(asked)] }),
    ...(scope !== undefined && { scopes: possibleScopes(asked).filter((each) => scope.includes(each)) }),
  };
  if (key === null || issuer === undefined) return { audience, binding, ...use };
  const { id, algorithm, publicKey } = key;
  const assertions = { issuer, keys: [{ id, algorithm, public_key: publicKey }] };
  return { audience, binding, carrier, assertions, ...use };
}
