/** A source that describes its system itself: what is said of each fault in it, with its place. */
import { describe, expect, it } from 'vitest';
import { problemsOf, workspaceFolder, writeInto } from '../../test/support/workspace-folder.ts';

const ROSTER = `source: roster
connector: rest
settings: { base_url: https://roster.acme.example/api }
auth: { way: bearer, secret: roster_key }
system:
  title: Roster
  operations:
    list_people:
      about: Lists people.
      request: { path: /people, query: { size: 200 } }
      rows: people
  reads:
    people: { operation: list_people, id: id }
reads:
  people: { read: people }
records:
  - person: { from: people, id: { column: id, in: roster }, name: name }
`;

function problems(from = '', to = ''): readonly string[] {
  const folder = workspaceFolder();
  writeInto(folder, 'sources/roster.yaml', ROSTER.replace(from, to));
  return problemsOf(folder);
}

describe('a source of a system of one’s own', () => {
  it('loads where it is sound', () => {
    expect(problems()).toEqual([]);
  });

  it.each<[string, string, string, string]>([
    [
      'a key in the URL',
      'size: 200',
      'token: abc',
      "sources/roster.yaml:10:49: error: A credential doesn't belong into a URL, which logs and proxies keep. Say under `auth` how this system lets us in, and name the secret there.",
    ],
    [
      'an operation that isn’t there',
      'operation: list_people',
      'operation: list_person',
      'sources/roster.yaml:13:26: error: There is no such name. There are: list_people.',
    ],
    [
      'a read that isn’t there',
      'read: people }',
      'read: persons }',
      'sources/roster.yaml:15:19: error: Roster has no read `persons`. Declared: people.',
    ],
    [
      'a way in that isn’t there',
      'way: bearer',
      'way: barer',
      'sources/roster.yaml:4:14: error: Roster has no way in `barer`. Did you mean `bearer`?',
    ],
    [
      'an address without TLS',
      'https:',
      'http:',
      'sources/roster.yaml:3:23: error: `base_url` is not written as it must be. The address below which everything is asked, by https, without parameters. For example: https://roster.acme.example/api/v2',
    ],
  ])('says what is wrong: %s', (_name, from, to, says) => {
    expect(problems(from, to)).toEqual([says]);
  });
});
