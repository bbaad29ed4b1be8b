import { describe, expect, it } from 'vitest';
import { linkText, parseChain } from './chain.ts';

describe('chains as written', () => {
  it('are read link by link, and written back the same', () => {
    const words = ['role:CSM', 'backup', 'manager', 'manager', 'team:vip-desk', 'person:jo@acme.example', 'backup'];
    const { links, problems } = parseChain(words);
    expect(problems).toEqual([]);
    expect(links.map(linkText)).toEqual(words);
  });

  it('allow blanks, roles of several words, and addresses in any case', () => {
    expect(parseChain([' role: Success Manager ', 'person:Jo@Acme.example']).links).toEqual([
      { kind: 'role', role: 'Success Manager' },
      { kind: 'person', email: 'jo@acme.example' },
    ]);
  });

  /** chain, path, message, mend */
  it.each([
    [['bakcup'], [0], /`bakcup` is not a link/, /Did you mean `backup`/],
    [['role:CSM', 'managr'], [1], /`managr` is not a link/, /Did you mean `manager`/],
    [['rol:CSM'], [0], /`rol:CSM` is not a link/, /Did you mean `role:CSM`/],
    [['Role:CSM'], [0], /`Role:CSM` is not a link/, /Did you mean `role:CSM`/],
    [['queue:billing'], [0], /`queue:billing` is not a link/, /`role:NAME`, `backup`/],
    [['Sarah Jenkins'], [0], /is not a link/, /`person:EMAIL`/],
    [['role:'], [0], /`role:` names nobody/, /`role:NAME`/],
    [['person:sarah'], [0], /`sarah` is not an e-mail address/, /person:sarah.jenkins@acme.example/],
    [['backup'], [0], /stands first/, /after a `role:` or `person:`/],
    [['manager', 'role:CSM'], [0], /stands first/, /after a `role:`/],
    [['role:CSM', 'team:desk', 'backup'], [2], /stands after a team: whose backup/, /after a `role:`/],
    [['role:CSM', 'team:desk', 'manager'], [2], /stands after a team: whose manager/, /after a `role:`/],
    [Array.from({ length: 21 }, () => 'role:CSM'), [], /has 21 links/, /20 at most/],
  ])('%j is refused', (words, path, message, mend) => {
    expect(parseChain(words).problems).toEqual([
      {
        severity: 'error',
        path,
        message: expect.stringMatching(message) as string,
        mend: expect.stringMatching(mend) as string,
      },
    ]);
  });

  it('tell of every mistake at once', () => {
    expect(parseChain(['backup', 'rol:X', 'person:x']).problems.map(({ path }) => path)).toEqual([[1], [2], [0]]);
  });
});
