/** An authorization server on loopback, as far as a resource server asks one: its metadata and its public key. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Authority = {
  readonly issuer: string;
  readonly keyId: string;
  /** PEM, PKCS #8. */
  readonly privateKey: string;
  readonly stop: () => void;
};

const KEY_ID = 'bench';

export async function startAuthority(): Promise<Authority> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'ES256', use: 'sig' }];
  let issuer = '';
  const server = createServer(({ url }, response) => {
    const page = url === '/keys' ? { keys } : { issuer, jwks_uri: `${issuer}/keys` };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(page));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { issuer, keyId: KEY_ID, privateKey: pem, stop: () => server.close() };
}
