import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { linkHash, saltedHash } from './chain.ts';

it('hashes as documented: sha256(salt ‖ body), then sha256(previous ‖ that)', () => {
  const salt = Buffer.alloc(16, 7);
  const body = createHash('sha256').update(salt).update('{"n":"ü"}').digest();
  expect(saltedHash(salt, '{"n":"ü"}')).toEqual(body);
  expect(linkHash(null, body)).toEqual(createHash('sha256').update(body).digest());
  expect(linkHash(salt, body)).toEqual(createHash('sha256').update(salt).update(body).digest());
});
