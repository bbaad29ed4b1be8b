import { generateKeyPairSync } from 'node:crypto';
import { CompactSign, importPKCS8 } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RecordLink } from './chain.ts';
import { chainOf, expiredEntry, purgesOf } from './chain-fixtures.ts';
import type { Checkpoint, CheckpointKeys } from './checkpoint.ts';
import { compareWithCheckpoint, makeCheckpointKeys, readCheckpoint, signCheckpoint } from './checkpoint.ts';
import { verifyChain } from './verify-chain.ts';

const CHAIN = chainOf('w', ['{"n":1}', '{"n":2}', '{"n":3}']);
const AT = '2026-11-23T08:00:00Z';

function checkpointOf(...links: readonly RecordLink[]): Checkpoint {
  const heads = links.map(({ writer, sequence, hash }) => ({ writer, sequence, hash }));
  return { version: 1, tenant: 'default', at: AT, heads, links: 3 };
}

let keys: CheckpointKeys;
let others: CheckpointKeys;
beforeAll(async () => {
  keys = await makeCheckpointKeys();
  others = await makeCheckpointKeys();
});

describe('a signed checkpoint', () => {
  const checkpoint = checkpointOf(CHAIN[2]!);

  it('is read as it was signed, with or without white space around it', async () => {
    const jws = await signCheckpoint(checkpoint, keys.privateKeyPem);
    expect(await readCheckpoint(jws, keys.publicKeyPem, 'default')).toEqual(checkpoint);
    expect(await readCheckpoint(`\n${jws}\n`, `${keys.publicKeyPem}\n\n`, 'default')).toEqual(checkpoint);
  });

  it('names its algorithm and what it is', async () => {
    const [header] = (await signCheckpoint(checkpoint, keys.privateKeyPem)).split('.');
    const read: unknown = JSON.parse(Buffer.from(header!, 'base64url').toString());
    expect(read).toEqual({ alg: 'EdDSA', typ: 'concierge-checkpoint+jwt' });
  });

  it('is not taken with another key, nor after a change', async () => {
    const jws = await signCheckpoint(checkpoint, keys.privateKeyPem);
    const [header, , signature] = jws.split('.');
    const payload = Buffer.from(JSON.stringify(checkpointOf(CHAIN[1]!))).toString('base64url');
    const refusal = { code: 'usage', message: expect.stringContaining("signature doesn't fit this key") as string };
    await expect(readCheckpoint(jws, others.publicKeyPem, 'default')).rejects.toMatchObject(refusal);
    const changed = [header, payload, signature].join('.');
    await expect(readCheckpoint(changed, keys.publicKeyPem, 'default')).rejects.toMatchObject(refusal);
  });

  it("is not taken for another tenant's", async () => {
    const jws = await signCheckpoint(checkpoint, keys.privateKeyPem);
    await expect(readCheckpoint(jws, keys.publicKeyPem, 'north')).rejects.toMatchObject({
      code: 'usage',
      message: 'The checkpoint is of tenant "default", not of "north".',
    });
  });

  it.each([
    ['nothing', () => ''],
    ['plain text', () => 'checkpoint'],
    ['another signed thing', () => signedAs({ alg: 'EdDSA', typ: 'JWT' }, JSON.stringify(checkpoint))],
    ['a signed thing of no type', () => signedAs({ alg: 'EdDSA' }, JSON.stringify(checkpoint))],
    ['one of another version', () => signedAs(undefined, JSON.stringify({ ...checkpoint, version: 2 }))],
    ['signed text', () => signedAs(undefined, 'checkpoint')],
    ['one without a signature', () => `${encoded({ alg: 'none' })}.${encoded(checkpoint)}.`],
  ])('is not %s', async (_what, make) => {
    await expect(readCheckpoint(await make(), keys.publicKeyPem, 'default')).rejects.toMatchObject({
      code: 'usage',
      message: 'This is not a checkpoint of decision records.',
    });
  });

  it('wants keys that are such', async () => {
    const rsa = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    for (const key of ['', 'key', keys.publicKeyPem, rsa.privateKey]) {
      const message = expect.stringContaining('The private key is not an Ed25519 key in PEM') as string;
      await expect(signCheckpoint(checkpoint, key)).rejects.toMatchObject({ code: 'usage', message });
    }
    for (const key of ['', 'key', keys.privateKeyPem, rsa.publicKey]) {
      const message = expect.stringContaining('The public key is not an Ed25519 key in PEM') as string;
      await expect(readCheckpoint('', key, 'default')).rejects.toMatchObject({ code: 'usage', message });
    }
  });
});

describe('compareWithCheckpoint', () => {
  const outcomes = async (checkpoint: Checkpoint, links: readonly RecordLink[]): Promise<readonly string[]> =>
    compareWithCheckpoint(checkpoint, await verifyChain(links, checkpoint.heads)).map(({ outcome }) => outcome);
  const rewritten = chainOf('w', ['{"n":1}', '{"n":"other"}', '{"n":3}']);
  const expired = (index: number, before = '2026-11-01T00:00:00Z'): readonly RecordLink[] =>
    purgesOf([expiredEntry(before, CHAIN[index]!)]);

  it.each([
    ['a chain that went on', checkpointOf(CHAIN[1]!), CHAIN, 'kept'],
    ['a chain that was made anew', checkpointOf(CHAIN[2]!), rewritten, 'differs'],
    ['a chain that was cut short', checkpointOf(CHAIN[2]!), CHAIN.slice(0, 2), 'missing'],
    ['a chain that is gone', checkpointOf(CHAIN[2]!), [], 'missing'],
    ['a chain that expired up to it', checkpointOf(CHAIN[1]!), [CHAIN[2]!, ...expired(1)], 'expired'],
    ['a chain that expired beyond it', checkpointOf(CHAIN[0]!), [CHAIN[2]!, ...expired(1)], 'expired'],
    ['a chain that expired before it', checkpointOf(CHAIN[2]!), [CHAIN[2]!, ...expired(1)], 'kept'],
    ['a chain that expired, then was cut short', checkpointOf(CHAIN[2]!), expired(1), 'missing'],
    [
      'a chain of which the last word has expired too',
      checkpointOf(CHAIN[2]!),
      purgesOf([expiredEntry('2026-11-24T00:00:00Z')]),
      'expired',
    ],
    ['another chain that expired', checkpointOf(chainOf('v', ['1'])[0]!), [CHAIN[2]!, ...expired(1)], 'missing'],
  ] as const)('knows %s', async (_what, checkpoint, links, outcome) => {
    const before = await verifyChain(links);
    expect(before.brokenLinks).toBe(0);
    expect(await outcomes(checkpoint, links)).toEqual([outcome]);
  });
});

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

async function signedAs(header: { alg: string; typ?: string } | undefined, text: string): Promise<string> {
  return await new CompactSign(new TextEncoder().encode(text))
    .setProtectedHeader(header ?? { alg: 'EdDSA', typ: 'concierge-checkpoint+jwt' })
    .sign(await importPKCS8(keys.privateKeyPem, 'EdDSA'));
}
