/** The chat platform's backend, as far as concierge knows one: its key, and what it states of each customer. */
import { generateKeyPairSync } from 'node:crypto';
import { mintAssertion } from '../../src/caller/mint-assertion.ts';

export type ChatPlatform = {
  readonly issuer: string;
  readonly keyId: string;
  /** SubjectPublicKeyInfo, DER in base64. */
  readonly publicKey: string;
  /** For an account, at a service's URL, through a caller. */
  readonly state: (accountId: string, audience: string, caller: string) => Promise<string>;
};

const ISSUER = 'https://chat.bench.example';
const KEY_ID = 'bench';
/** As long as one may be. */
export const STATEMENT_LIFE_S = 900;

export function chatPlatform(): ChatPlatform {
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const signer = { issuer: ISSUER, keyId: KEY_ID, privateKey, lifetimeSeconds: STATEMENT_LIFE_S };
  return {
    issuer: ISSUER,
    keyId: KEY_ID,
    publicKey,
    state: (accountId, audience, caller) => mintAssertion({ ...signer, audience, caller, customer: { accountId } }),
  };
}
