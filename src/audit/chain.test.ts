import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordLink } from './chain.ts';
import { linkHash, saltedHash, verifyChain } from './chain.ts';

function chainOf(writer: string, bodies: readonly string[]): readonly RecordLink[] {
  let previous: Buffer | null = null;
  return bodies.map((text, index) => {
    const salt = Buffer.from(`${writer}${index}`.padEnd(16, '-'));
    const bodyHash = saltedHash(salt, text);
    const hash = linkHash(previous, bodyHash);
    const link: RecordLink = {
      writer,
      sequence: index + 1,
      id: `${writer}-${index + 1}`,
      bodyHash: bodyHash.toString('hex'),
      previous: previous?.toString('hex') ?? null,
      hash: hash.toString('hex'),
      body: { salt: salt.toString('hex'), text },
    };
    previous = hash;
    return link;
  });
}

const THREE = chainOf('w', ['{"n":1}', '{"n":2}', '{"n":"drei ü"}']);
const ZEROS = '0'.repeat(64);

function withLink(index: number, changes: Partial<RecordLink>): readonly RecordLink[] {
  return THREE.map((link, at) => (at === index ? { ...link, ...changes } : link));
}

describe('verifyChain', () => {
  it('accepts whole chains, also of writers that took turns', async () => {
    const other = chainOf('v', ['{"m":1}', '{"m":2}']);
    const mixed = [THREE[0]!, other[0]!, THREE[1]!, THREE[2]!, other[1]!];
    expect(await verifyChain(mixed)).toEqual({ links: 5, erased: 0, broken: [] });
    expect(await verifyChain([])).toEqual({ links: 0, erased: 0, broken: [] });
  });

  it('accepts an erased body and counts it', async () => {
    expect(await verifyChain(withLink(1, { body: null }))).toEqual({ links: 3, erased: 1, broken: [] });
  });

  it.each([
    ['a changed body', withLink(1, { body: { salt: THREE[1]!.body!.salt, text: '{"n":9}' } }), 'w-2', 'body_differs'],
    ['another salt', withLink(1, { body: { salt: ZEROS, text: '{"n":2}' } }), 'w-2', 'body_differs'],
    ['a body with a new hash of its own', withLink(1, { bodyHash: ZEROS, body: null }), 'w-2', 'hash_differs'],
    ['a changed hash', withLink(2, { hash: ZEROS }), 'w-3', 'hash_differs'],
    ['a link that points elsewhere', withLink(1, { previous: ZEROS }), 'w-2', 'previous_differs'],
    ['a dropped link', [THREE[0]!, THREE[2]!], 'w-3', 'gap'],
    ['a dropped first link', THREE.slice(1), 'w-2', 'gap'],
    ['links in another order', [THREE[0]!, THREE[2]!, THREE[1]!], 'w-3', 'gap'],
    ['a link that comes twice', [THREE[0]!, THREE[0]!], 'w-1', 'gap'],
  ])('sees %s', async (_what, links, id, trouble) => {
    const { broken } = await verifyChain(links);
    expect(broken[0]).toMatchObject({ id, trouble });
  });

  it('sees any change of any link', async () => {
    const bodies = fc.array(fc.json(), { minLength: 2, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(bodies, fc.nat(), fc.constantFrom('bodyHash', 'previous', 'hash'), async (texts, at, field) => {
        const links = chainOf('w', texts);
        const index = at % links.length;
        const changed = links.map((link, each) => (each === index ? { ...link, [field]: ZEROS } : link));
        expect((await verifyChain(links)).broken).toEqual([]);
        expect((await verifyChain(changed)).broken.length).toBeGreaterThan(0);
      }),
      { numRuns: 50 },
    );
  });
});

it('hashes as documented: sha256(salt ‖ body), then sha256(previous ‖ that)', () => {
  const salt = Buffer.alloc(16, 7);
  const body = createHash('sha256').update(salt).update('{"n":"ü"}').digest();
  expect(saltedHash(salt, '{"n":"ü"}')).toEqual(body);
  expect(linkHash(null, body)).toEqual(createHash('sha256').update(body).digest());
  expect(linkHash(salt, body)).toEqual(createHash('sha256').update(salt).update(body).digest());
});
