/** Who may state for a caller who the customer is: an issuer and its public keys, each pinned to one algorithm. */
import type { KeyObject } from 'node:crypto';
import { createPublicKey } from 'node:crypto';
import type { z } from 'zod';
import type { ValuePath } from '../../base/problem.ts';
import { algorithmOf } from '../../caller/assertion-key.ts';
import type { AssertionAlgorithm, AssertionIssuer } from '../../caller/caller.ts';
import type { callerSchema } from '../schema/workspace-schema.ts';
import type { ConfigDocument } from '../yaml/document.ts';

type Written = NonNullable<z.output<typeof callerSchema>['assertions']>;

export function readAssertions(
  document: ConfigDocument,
  at: ValuePath,
  written: Written | undefined,
): AssertionIssuer | null {
  if (written === undefined) return null;
  const keys = written.keys.map(({ id, algorithm, public_key: text }, index) => {
    const place = [...at, 'keys', index];
    if (written.keys.findIndex((key) => key.id === id) !== index)
      document.error([...place, 'id'], `There is another key \`${id}\`.`, 'Give each key an id of its own.');
    return { id, algorithm, publicKey: readKey(document, [...place, 'public_key'], text, algorithm) };
  });
  return { issuer: written.issuer, keys };
}

const NEEDED: Record<AssertionAlgorithm, string> = {
  EdDSA: 'an Ed25519 key',
  ES256: 'an EC key on P-256',
  RS256: 'an RSA key of 2048 bits or more',
};

/** Its DER in base64; empty where something was reported. */
function readKey(document: ConfigDocument, at: ValuePath, text: string, algorithm: AssertionAlgorithm): string {
  if (text.includes('PRIVATE KEY')) {
    document.error(at, 'This is a private key.', 'Take it out of here, replace it, and write its public key.');
    return '';
  }
  const key = publicKeyOf(text);
  if (key === null)
    document.error(
      at,
      'This is no public key.',
      'Write SubjectPublicKeyInfo: PEM (`-----BEGIN PUBLIC KEY-----`) or base64.',
    );
  else if (algorithmOf(key) !== algorithm)
    document.error(
      at,
      `\`${algorithm}\` needs ${NEEDED[algorithm]}.`,
      'Name the algorithm of this key, or write another key.',
    );
  return key?.export({ type: 'spki', format: 'der' }).toString('base64') ?? '';
}

function publicKeyOf(text: string): KeyObject | null {
  const base64 = text.replaceAll(/-----(BEGIN|END) PUBLIC KEY-----|\s/g, '');
  try {
    return createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}
