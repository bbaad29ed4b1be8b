/** Access tokens of the bench's own authorization server, as RFC 9068 has them: ES256, an hour long, no two alike. */
import { createPrivateKey, randomUUID, sign } from 'node:crypto';

/** Everything that a token is made of, as plain data. */
export type TokenOrder = {
  readonly issuer: string;
  readonly audience: string;
  readonly client: string;
  readonly keyId: string;
  /** PEM, PKCS #8: EC on P-256. */
  readonly privateKey: string;
};

const LIFE_S = 3_600;
const SCOPE = 'concierge:route concierge:team concierge:health';

export function tokenMaker({ issuer, audience, client, keyId, privateKey }: TokenOrder): () => string {
  const key = createPrivateKey(privateKey);
  const header = base64url({ alg: 'ES256', typ: 'at+jwt', kid: keyId });
  return () => {
    const iat = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: audience, sub: client, client_id: client, scope: SCOPE, iat, exp: iat + LIFE_S };
    const text = `${header}.${base64url({ ...claims, jti: randomUUID() })}`;
    return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
