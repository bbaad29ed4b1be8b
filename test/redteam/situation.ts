/**
 * The axes of the authorization matrix, and the request that a place in it stands for: who calls, with what at the door, bound
 * how, with which assertion, naming whom.
 */
import { randomBytes } from 'node:crypto';
import { mintApiKey } from '../../src/caller/api-key.ts';
import { CONCIERGE_SCOPES } from '../../src/caller/caller.ts';
import { signingKey } from '../support/authority.ts';
import type { Claims } from '../support/customer-tokens.ts';
import type { GuardedAcme } from '../support/guarded-acme.ts';
import { CHAT_KEY, PARTNER_ISSUER, PARTNER_KEY } from '../support/guarded-workspace.ts';
import type { Asked, Tool } from './asking.ts';
import { OWN, THEIRS, TOOLS } from './asking.ts';

/** By binding mode; those of another carrier than the header are named by it. */
export const CALLERS = {
  required: 'bound-desk',
  optional: 'visited-desk',
  off: 'support-copilot',
  'required, claim': 'partner-portal',
  'optional, meta': 'help-center',
  'optional, argument': 'sidekick',
} as const;
export type Mode = keyof typeof CALLERS;

export const ASSERTIONS = [
  'absent',
  'valid',
  'expired',
  'forged',
  'wrong audience',
  'of another caller',
  'wrong carrier',
  'twice',
] as const;
export type AssertionState = (typeof ASSERTIONS)[number];

/** What the identity arguments say, by name. */
export const IDENTITIES = {
  none: {},
  'own id': { account_id: OWN.id },
  'own e-mail, other case': { customer_email: 'Aoife.Brannigan@QUILLHAVEN.example' },
  'foreign id': { account_id: THEIRS.id },
  'foreign e-mail': { customer_email: THEIRS.email },
  'unknown id': { account_id: '001Hs00000000000AA' },
  'unknown e-mail': { customer_email: 'someone@unheard-of.example' },
  'own and foreign': { account_id: OWN.id, customer_email: THEIRS.email },
} as const;
export type Identity = keyof typeof IDENTITIES;

export type Credential = (acme: GuardedAcme, caller: string, tool: Tool, claims: Claims) => string | undefined;

/** Whatever is not made before a test runs it is made by `prepareCredentials`. */
export type Credentials = Readonly<Record<string, Credential>>;

export const SCOPE = Object.fromEntries(TOOLS.map((tool, index) => [tool, CONCIERGE_SCOPES[index] ?? '']));

const OTHER_LOGIN_KEY = signingKey('login', 'ES256');

/** Keys of every kind for every caller, made by the store; and what is no key at all. */
export async function prepareCredentials(acme: GuardedAcme): Promise<Credentials> {
  const good = await keysOf(acme);
  const revoked = await keysOf(acme);
  for (const { id } of revoked.values()) await acme.store.keys.revoke('default', id, '2026-11-23T08:59:00Z');
  const expired = await keysOf(acme, { expiresAt: '2026-11-23T09:00:00Z' });
  const north = await keysOf(acme, { tenant: 'north' });
  const narrow = new Map<Tool, Keys>();
  for (const tool of TOOLS) narrow.set(tool, await keysOf(acme, { scopes: scopesWithout(tool) }));
  const gone = await acme.apiKey('nobody-in-the-workspace');
  const without = (tool: Tool) => scopesWithout(tool).join(' ');
  return {
    'no token': () => undefined,
    malformed: () => 'cxk_not-a-key',
    'unknown key': () => mintApiKey(randomBytes).token,
    'another secret': (_acme, caller) => `${tokenOf(good, caller).slice(0, 17)}${'A'.repeat(43)}`,
    'revoked key': (_acme, caller) => tokenOf(revoked, caller),
    'expired key': (_acme, caller) => tokenOf(expired, caller),
    'key of another tenant': (_acme, caller) => tokenOf(north, caller),
    'key of a caller who is gone': () => gone.token,
    'key without the scope': (_acme, caller, tool) => tokenOf(narrow.get(tool) ?? good, caller),
    'good key': (_acme, caller) => tokenOf(good, caller),
    'good token': (_acme, caller, _tool, claims) => acme.accessToken(caller, { claims }),
    'token without the scope': (_acme, caller, tool, claims) =>
      acme.accessToken(caller, { claims: { ...claims, scope: without(tool) } }),
    'token without any scope': (_acme, caller, _tool, claims) =>
      acme.accessToken(caller, { claims: { ...claims, scope: undefined } }),
    'token for another audience': (_acme, caller, _tool, claims) =>
      acme.accessToken(caller, { claims: { ...claims, aud: 'https://crm.acme.example/mcp' } }),
    'expired token': (_acme, caller, _tool, claims) =>
      acme.accessToken(caller, { claims: { ...claims, exp: Math.floor(acme.clock.nowMs / 1000) - 31 } }),
    'forged token': (_acme, caller, _tool, claims) => acme.accessToken(caller, { claims, key: OTHER_LOGIN_KEY }),
    'token of an unknown client': (_acme, _caller, _tool, claims) => acme.accessToken('crm-bot', { claims }),
  };
}

type Keys = ReadonlyMap<string, { readonly id: string; readonly token: string }>;

async function keysOf(acme: GuardedAcme, also: Parameters<GuardedAcme['apiKey']>[1] = {}): Promise<Keys> {
  const made = Object.values(CALLERS).map(async (caller) => [caller, await acme.apiKey(caller, also)] as const);
  return new Map(await Promise.all(made));
}

function tokenOf(keys: Keys, caller: string): string {
  return keys.get(caller)?.token ?? '';
}

function scopesWithout(tool: Tool): readonly string[] {
  return CONCIERGE_SCOPES.filter((scope) => scope !== SCOPE[tool]);
}

export type Situation = {
  readonly credential: Credential;
  readonly mode: Mode;
  readonly assertion: AssertionState;
  readonly tool: Tool;
  readonly identity: Identity;
};

export function askedIn(acme: GuardedAcme, { credential, mode, assertion, tool, identity }: Situation): Asked {
  const caller = CALLERS[mode];
  const { claims = {}, args = {}, ...carried } = carriedIn(acme, mode, assertion);
  return {
    tool,
    args: { ...IDENTITIES[identity], ...args },
    token: credential(acme, caller, tool, claims),
    ...carried,
  };
}

type Carried = Pick<Asked, 'customer' | 'meta'> & { readonly claims?: Claims; readonly args?: object };

/** An assertion in the caller's own carrier, in another one, or in two. */
function carriedIn(acme: GuardedAcme, mode: Mode, state: AssertionState): Carried {
  if (state === 'absent') return {};
  const token = assertionIn(acme, mode, state);
  const own = inOwnCarrier(mode, token);
  const isByHeader = own.customer !== undefined;
  if (state === 'wrong carrier') return isByHeader ? { meta: { 'cx-concierge/customer': token } } : { customer: token };
  return state === 'twice' ? { ...own, customer: isByHeader ? [token, token] : token } : own;
}

function inOwnCarrier(mode: Mode, token: string): Carried {
  switch (mode) {
    case 'required, claim':
      return { claims: { concierge_customer: token } };
    case 'optional, meta':
      return { meta: { 'cx-concierge/customer': token } };
    case 'optional, argument':
      return { args: { customer_assertion: token } };
    default:
      return { customer: token };
  }
}

const FORGER = signingKey('sample', 'EdDSA');

function assertionIn({ mint, clock }: GuardedAcme, mode: Mode, state: AssertionState): string {
  const caller = CALLERS[mode];
  const isPartner = caller === 'partner-portal';
  const claims = { sub: OWN.id, sub_type: 'account_id', ...(isPartner ? { iss: PARTNER_ISSUER } : {}) };
  const key = state === 'forged' ? FORGER : isPartner ? PARTNER_KEY : CHAT_KEY;
  const minted = (change: Claims): string => mint(caller, { claims: { ...claims, ...change }, key });
  const nowS = Math.floor(clock.nowMs / 1000);
  switch (state) {
    case 'expired':
      return minted({ iat: nowS - 700, exp: nowS - 31 });
    case 'wrong audience':
      return minted({ aud: 'https://crm.acme.example/mcp' });
    case 'of another caller':
      return minted({ client_id: 'website-chat' });
    default:
      return minted({});
  }
}
