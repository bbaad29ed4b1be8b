/** Queries as people write them: what is taken, where parameters stand, and what is refused. */
import { describe, expect, it } from 'vitest';
import type { DialectName } from './dialect.ts';
import { parseQuery } from './parse-query.ts';

type Taken = readonly [why: string, dialect: DialectName, query: string, parameters: readonly string[]];

describe('is taken', () => {
  it.each<Taken>([
    ['plain', 'postgresql', 'select id from accounts', []],
    ['a last semicolon', 'postgresql', 'select 1; -- done', []],
    ['with', 'mysql', 'with a as (select 1 as id) select id from a', []],
    ['in brackets', 'postgresql', '(select 1 as id) union (select 2)', []],
    ['a parameter', 'postgresql', 'select * from a where changed > :since', ['since']],
    ['a parameter twice', 'sqlite', 'select * from a where b > :since or c > :since', ['since', 'since']],
    ['a cast is no parameter', 'postgresql', "select '1'::int as id from a where c > :since::timestamptz", ['since']],
    ['a colon in a text', 'mysql', "select 'a :id' as x, \"it\\'s :id\" from a where c > :since", ['since']],
    ['a colon in a comment', 'postgresql', 'select 1 -- not :id\n/* nor :id */ from a where c > :since', ['since']],
    ['a colon in a name', 'mysql', 'select `a:id` from a where c > :since', ['since']],
    ['a colon in dollars', 'postgresql', 'select $x$ :id $x$ from a where c > :since', ['since']],
    ['a semicolon in a text', 'postgresql', "select ';' from a where c > :since", ['since']],
    ['a word that writes, as a name', 'postgresql', 'select "update" from a where c > :since', ['since']],
    ['a word of locks, as a column', 'mysql', 'select share from a where c > :since', ['since']],
    ['an operator of JSON', 'postgresql', "select doc ? 'key' from a where c > :since", ['since']],
  ])('%s', (_why, dialect, query, parameters) => {
    const given = parameters.length === 0 ? [] : ['since'];
    const parsed = parseQuery(query, dialect, given);
    const pieces = parameters.map(() => expect.any(String) as unknown);
    expect(parsed).toEqual({ parameters, pieces: [expect.any(String), ...pieces] });
  });
});

type Refused = readonly [why: string, dialect: DialectName, query: string, message: string];

describe('is refused', () => {
  it.each<Refused>([
    ['two statements', 'postgresql', 'select 1; select 2', 'This is more than one statement.'],
    ['two statements, unspaced', 'mysql', 'select 1;drop table a', 'This is more than one statement.'],
    ['something after the end', 'sqlite', 'select 1; 2', 'This is more than one statement.'],
    ['no reading', 'postgresql', 'update a set b = 1', 'This is no query that reads.'],
    ['nothing', 'postgresql', '-- select', 'This is no query that reads.'],
    ['values', 'postgresql', 'values (1)', 'This is no query that reads.'],
    ['writing on the way', 'postgresql', 'with a as (delete from b returning *) select * from a', '`delete` doesn’t'],
    ['into a file', 'mysql', "select * from a into outfile '/tmp/x'", '`into` doesn’t'],
    ['locking', 'mysql', 'select * from a for update', '`update` doesn’t'],
    ['locking for others', 'mysql', 'select * from a for share', '`share` doesn’t'],
    ['locking by key', 'postgresql', 'select * from a for key share', '`share` doesn’t'],
    ['code in a comment', 'mysql', 'select 1 /*!50000 into @x */', '`/*!` is no parameter here.'],
    ['a place by number', 'postgresql', 'select * from a where b = $1', '`$1` is no parameter here.'],
    ['a place by mark', 'mysql', 'select * from a where b = ?', '`?` is no parameter here.'],
    ['another parameter', 'postgresql', 'select * from a where b > :when', 'There is no parameter `:when` here.'],
    ['an open quote', 'postgresql', "select 'a from a", 'A quote is never closed.'],
  ])('%s', (_why, dialect, query, message) => {
    const parsed = parseQuery(query, dialect, []);
    expect(parsed).toMatchObject({ message: expect.stringContaining(message.replace('’', "'")) as unknown });
  });

  it('a parameter that is left out', () => {
    expect(parseQuery('select 1', 'postgresql', ['since'])).toMatchObject({
      message: "This query doesn't use `:since`.",
    });
  });
});
