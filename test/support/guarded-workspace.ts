/**
 * The sample company as a company would run it for others: tokens at the door, and keys of tests in place of those whose
 * private half nobody has. Beside the sample's own callers stand some of every binding mode and carrier, all of one platform:
 * so that nothing but `client_id` tells their assertions apart.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ISSUER, signingKey } from './authority.ts';
import type { SigningKey } from './authority.ts';
import { copyOfAcme } from './concierge-process.ts';

export const PUBLIC_URL = 'https://concierge.acme.example';
export const AUDIENCE = `${PUBLIC_URL}/mcp`;
export const CHAT_ISSUER = 'https://chat.acme.example';
export const PARTNER_ISSUER = 'https://partners.acme.example';

/** One name, two keys: which of them counts is the caller's registration, not the token's `kid`. */
export const CHAT_KEY = signingKey('sample', 'EdDSA');
export const PARTNER_KEY = signingKey('sample', 'EdDSA');

export type GuardedWorkspace = { readonly folder: string; readonly dispose: () => void };

export type WorkspaceOptions = {
  readonly jwksUri: string;
  /** As `limits:` in deployment.yaml. */
  readonly limits?: Readonly<Record<string, number>>;
  /** Whether the sample's budgets stay; else nothing is limited. */
  readonly budgets?: boolean;
};

export function guardedWorkspace({ jwksUri, limits = {}, budgets = false }: WorkspaceOptions): GuardedWorkspace {
  const { folder, dispose } = copyOfAcme();
  const file = join(folder, 'concierge.yaml');
  const written = readFileSync(file, 'utf8');
  const text = withKeysOfTests(budgets ? written : written.replaceAll(/^ +budget: .*\n/gm, ''));
  writeFileSync(file, `${text}\n${MORE_CALLERS}`);
  makeCopperlineAnxious(join(folder, 'data/crm_accounts.csv'));
  writeFileSync(join(folder, 'deployment.yaml'), deployment(jwksUri, limits));
  return { folder, dispose };
}

const SAMPLE_KEY = 'MCowBQYDK2VwAyEAxFtl1BhBiVGTuoSAe96nQN+iAcQtxsJCp+PBJ9f4YuQ=';

/** The sample's callers in the order of the file: two of the chat platform, one of the partners'. */
function withKeysOfTests(text: string): string {
  const [start, ...pieces] = text.split(SAMPLE_KEY);
  const keys = [CHAT_KEY, CHAT_KEY, PARTNER_KEY];
  if (pieces.length !== keys.length) throw new Error(`the sample's key stands ${pieces.length} times in it`);
  return [start, ...pieces.map((piece, index) => `${spki(keys[index] ?? CHAT_KEY)}${piece}`)].join('');
}

function spki({ publicKey }: SigningKey): string {
  return publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
}

/** Its renewal is overdue, so that it is At Risk while the other customer of these tests is Healthy. */
function makeCopperlineAnxious(file: string): void {
  const lines = readFileSync(file, 'utf8').split('\n');
  const changed = lines.map((line) =>
    line.includes('Copperline') ? line.replace(/"2027-\d\d-\d\d"/, '"2026-06-30"') : line,
  );
  writeFileSync(file, changed.join('\n'));
}

const ASSERTIONS = `{ issuer: ${CHAT_ISSUER}, keys: [{ id: sample, algorithm: EdDSA, public_key: ${spki(CHAT_KEY)} }] }`;

/** They speak for the teams, who have all three tools. */
const MORE_CALLERS = `
  bound-desk: { audience: teams, binding: required, assertions: ${ASSERTIONS} }
  visited-desk: { audience: teams, binding: optional, assertions: ${ASSERTIONS} }
  sidekick: { audience: teams, binding: optional, carrier: argument, assertions: ${ASSERTIONS} }
`;

const BY_THEIR_OWN_NAMES = [
  'website-chat',
  'help-center',
  'support-copilot',
  'partner-portal',
  'bound-desk',
  'visited-desk',
  'sidekick',
]
  .map((name) => `${name}: ${name}`)
  .join(', ');

function deployment(jwksUri: string, limits: Readonly<Record<string, number>>): string {
  return `
listen: { host: 127.0.0.1, port: 0 }
store: { sqlite: .concierge }
public_url: ${PUBLIC_URL}
auth:
  api_keys: true
  oauth:
    issuer: ${ISSUER}
    jwks_uri: ${jwksUri}
    clients: { "0oa-of-the-chat": website-chat, ${BY_THEIR_OWN_NAMES} }
limits: ${JSON.stringify(limits)}
outbound: { allow_private: [127.0.0.1] }
`;
}
