/** A caller is written into the file with every other line as it was; where that can't be, the file says the same anew. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { WrittenCaller } from './add-caller.ts';
import { withCaller } from './add-caller.ts';
import { STARTER_FILES } from './starter.ts';

const ACME = readFileSync(fileURLToPath(new URL('../../examples/acme/concierge.yaml', import.meta.url)), 'utf8');

const OFF: WrittenCaller = { audience: 'teams', binding: 'off' };
const BOUND: WrittenCaller = {
  audience: 'customers',
  binding: 'required',
  carrier: 'header',
  assertions: {
    issuer: 'https://chat.acme.example',
    keys: [{ id: 'key-2026-11-23', algorithm: 'EdDSA', public_key: 'MCowBQYDK2VwAyEA+Zp/=' }],
  },
  scopes: ['concierge:route', 'concierge:team'],
};

describe('lines of its own', () => {
  it('are those that somebody would write', () => {
    expect(withCaller('company: Acme\n', 'portal-bot', BOUND)).toBe(`company: Acme

callers:
  portal-bot:
    audience: customers
    binding: required
    carrier: header
    assertions:
      issuer: https://chat.acme.example
      keys:
        - id: key-2026-11-23
          algorithm: EdDSA
          public_key: MCowBQYDK2VwAyEA+Zp/=
    scopes: ["concierge:route", "concierge:team"]
`);
  });

  it.each([
    [
      'behind the last caller',
      'callers:\n  a: { audience: teams }\nx: 1\n',
      'callers:\n  a: { audience: teams }\n@@x: 1\n',
    ],
    [
      'behind comments that go on with it',
      'callers:\n  a:\n    audience: teams # x\n    # y\n\n# next\nx: 1\n',
      'callers:\n  a:\n    audience: teams # x\n    # y\n@@\n# next\nx: 1\n',
    ],
    ['below a key that has nothing yet', 'callers: # none\nx: 1\n', 'callers: # none\n@@x: 1\n'],
    ['in place of empty braces', 'callers: {} # none\nx: 1\n', 'callers: # none\n@@x: 1\n'],
    ['at the end, under a key of their own', 'x: 1', 'x: 1\n\ncallers:\n@@'],
    [
      'at the end, where the last line has no end',
      'callers:\n  a: { audience: teams }',
      'callers:\n  a: { audience: teams }\n@@',
    ],
    [
      'beside a value that keeps its blank lines',
      'callers:\n  a:\n    b: |+\n      x\n\ny: 1\n',
      'callers:\n  a:\n    b: |+\n      x\n\n@@y: 1\n',
    ],
    [
      'beside an alias',
      'callers:\n  a: &a { audience: teams }\n  b: *a\n',
      'callers:\n  a: &a { audience: teams }\n  b: *a\n@@',
    ],
  ])('stand %s', (_where, text, wanted) => {
    expect(withCaller(text, 'copilot', OFF)).toBe(
      wanted.replace('@@', '  copilot:\n    audience: teams\n    binding: "off"\n'),
    );
  });

  it('are as far in as the others, and end as the others', () => {
    const text = 'callers:\r\n    a:\r\n        audience: teams\r\n';
    const lines = '    copilot:\r\n        audience: teams\r\n        binding: "off"\r\n';
    expect(withCaller(text, 'copilot', OFF)).toBe(text + lines);
  });

  it.each([
    ['the sample', ACME],
    ['the starter', STARTER_FILES['concierge.yaml'] ?? ''],
  ])('leave every other byte of %s', (_which, text) => {
    const name = fc.stringMatching(/^new-[a-z0-9_-]{0,20}$/);
    fc.assert(
      fc.property(name, fc.constantFrom(OFF, BOUND), (id, caller) => {
        const written = withCaller(text, id, caller);
        const [first = ''] = new RegExp(`^  ${id}:\\n(    .*\\n)*`, 'm').exec(written) ?? [];
        expect(written.replace(first, '')).toBe(text);
        expect(parse(written)).toHaveProperty(['callers', id], caller);
      }),
      { numRuns: 25 },
    );
  });
});

it.each([
  ['braces', 'x:   1 # y\ncallers: { a: { audience: teams } } # z\n'],
  ['a file in braces', '{ x: 1, callers: { a: { audience: teams } } }\n'],
  ['a null that is written out', 'x: 1 # y\ncallers: ~\n'],
  ['a document that ends', 'x: 1 # y\n...\n'],
])('says the same anew where it is written with %s', (_how, text) => {
  const written = withCaller(text, 'copilot', BOUND);
  const before = parse(text) as { callers?: object };
  expect(parse(written)).toEqual({ ...before, callers: { ...before.callers, copilot: BOUND } });
  for (const comment of text.match(/# \w/g) ?? []) expect(written).toContain(comment);
});

it('says how to mend a file that it can’t add to', () => {
  const text = 'x: &all { a: { audience: teams } }\ncallers: *all\n';
  expect(() => withCaller(text, 'copilot', OFF)).toThrow('is written in a way that can’t be added to');
});
