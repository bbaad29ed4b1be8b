/**
 * The key by which the platform of a new caller signs: its public half in PEM, or a pair made here, of which the private half
 * goes into a file for this user alone. Nothing else ever holds that half.
 */
import type { KeyObject } from 'node:crypto';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { resolve } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { algorithmOf } from '../../caller/assertion-key.ts';
import type { AssertionKey } from '../../caller/caller.ts';
import { textOf, writePrivately } from '../files/private-file.ts';

/** @throws Failure for a file that can't be read, or holds no public key that assertions are signed for */
export function publicKeyIn(path: string, id: string, cwd: string): AssertionKey {
  const text = textOf(resolve(cwd, path));
  if (text.includes('PRIVATE KEY'))
    throw new Failure(
      'usage',
      `The file ${path} holds a private key, which is the platform's alone.`,
      'Give its public half: `openssl pkey -in FILE -pubout`.',
    );
  const key = publicKeyOf(text);
  const algorithm = key && algorithmOf(key);
  if (key !== null && algorithm !== null) return { id, algorithm, publicKey: spki(key) };
  throw new Failure(
    'usage',
    `The file ${path} holds no public key that is of use.`,
    'Give PEM (`-----BEGIN PUBLIC KEY-----`) of Ed25519, EC on P-256, or RSA of 2048 bits or more.',
  );
}

/** @throws Failure `usage` where there is such a file, or it can't be written */
export async function makeKey(path: string, id: string, cwd: string): Promise<AssertionKey> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await writePrivately(resolve(cwd, path), 'Name another file.', async (write) => await write(pem));
  return { id, algorithm: 'EdDSA', publicKey: spki(publicKey) };
}

function publicKeyOf(pem: string): KeyObject | null {
  try {
    return createPublicKey(pem);
  } catch {
    return null;
  }
}

function spki(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}
