/** Pages by the last row: what comes after it, for any size of a page and whatever comes and goes meanwhile; and where it leads nowhere. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutboundReply, OutboundRequest } from '../../../outbound/outbound.ts';
import { clientOf, LIST } from '../../../../test/systems/fake-system.ts';
import type { Operation, Paging } from './operation.ts';
import type { Row } from './page.ts';

type LastRow = Extract<Paging, { readonly kind: 'last_row' }>;
type Replied = { readonly items: readonly Row[]; readonly more?: boolean };

/** What stands at `after` of each request, and the rows that came. */
async function read(paging: Partial<LastRow>, reply: (after: string | null) => Replied, query = {}) {
  const asked: (string | null)[] = [];
  const send = async ({ url }: OutboundRequest): Promise<OutboundReply> => {
    const after = new URL(url).searchParams.get('after');
    asked.push(after);
    const body = Buffer.from(JSON.stringify(reply(after)));
    return { status: 200, headers: { 'content-type': 'application/json' }, body, url };
  };
  const request = { ...LIST.request, query };
  const operation: Operation = {
    ...LIST,
    request,
    paging: { kind: 'last_row', at: 'id', to: { query: 'after' }, ...paging },
  };
  const rows: Row[] = [];
  const pages = clientOf('http://desk.example', { outbound: { send } }).pages(operation, {}, { deadlineMs: 5_000 });
  for await (const page of pages) rows.push(...page.rows);
  return { rows, asked };
}

const id = fc.oneof(fc.string({ minLength: 1, maxLength: 5 }), fc.maxSafeInteger());
/** `more`: said in each reply; `size`: a page that isn't full is the last; neither: an empty one is. */
const end = fc.constantFrom('more' as const, 'size' as const, 'empty' as const);

it('all rows come in their order, each once, whatever their ids and the size of a page', async () => {
  const unique = { maxLength: 20, selector: String };
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(id, unique), fc.integer({ min: 1, max: 9 }), end, async (ids, size, ends) => {
      const paging = ends === 'more' ? { more: 'more' } : ends === 'size' ? { size } : {};
      const { rows, asked } = await read(paging, (after) => {
        const rest = after === null ? ids : ids.slice(ids.map(String).indexOf(after) + 1);
        const items = rest.slice(0, size).map((each) => ({ id: each }));
        return { items, ...(ends === 'more' && { more: rest.length > size }) };
      });
      expect(rows.map((row) => row['id'])).toEqual(ids);
      const pages = Math.ceil(ids.length / size);
      const requests = { more: Math.max(1, pages), size: Math.floor(ids.length / size) + 1, empty: pages + 1 };
      expect(asked).toHaveLength(requests[ends]);
    }),
    { numRuns: 200 },
  );
});

it('a first mark that the request says gives way to the next', async () => {
  const after = (mark: string | null) => [1, 2, 3].filter((each) => each > Number(mark)).slice(0, 2);
  const reply = (mark: string | null) => ({ items: after(mark).map((each) => ({ id: each })) });
  const { rows, asked } = await read({ size: 2 }, reply, { after: '0' });
  expect([rows.map((row) => row['id']), asked]).toEqual([
    [1, 2, 3],
    ['0', '2'],
  ]);
});

it('an id with more digits than a number keeps is asked on with as it was written', async () => {
  const ids = ['9007199254740992', '9007199254740993', '9007199254740994'];
  const { rows, asked } = await read({ size: 1 }, (after) => ({
    items: ids
      .slice(after === null ? 0 : ids.indexOf(after) + 1, after === null ? 1 : ids.indexOf(after) + 2)
      .map((each) => ({ id: JSON.rawJSON(each) })),
  }));
  expect([rows.map((row) => row['id']), asked]).toEqual([ids, [null, ...ids]]);
});

type Change = { readonly removes: readonly number[]; readonly adds: readonly number[] };
const some = fc.array(fc.nat(40), { maxLength: 6 });
const change: fc.Arbitrary<Change> = fc.record({ removes: some, adds: some });

it('who is there all the while comes once, whoever comes and goes between two pages, the last row too', async () => {
  const changes = fc.array(change, { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.nat(40)), fc.integer({ min: 1, max: 5 }), changes, async (ids, size, all) => {
      const there = new Set(ids);
      const always = new Set(ids);
      const left = [...all];
      const { rows } = await read({ more: 'more' }, (after) => {
        const rest = [...there].filter((each) => each > Number(after ?? -1)).toSorted((one, other) => one - other);
        const items = rest.slice(0, size).map((each) => ({ id: each }));
        const { removes, adds } = left.shift() ?? { removes: [], adds: [] };
        for (const each of removes) for (const set of [there, always]) set.delete(each);
        for (const each of adds) there.add(each);
        return { items, more: rest.length > size };
      });
      const came = rows.map((row) => row['id']);
      expect(new Set(came).size).toBe(came.length);
      expect([...always].filter((each) => !came.includes(each))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

describe('it is no place to go on at, and never the end', () => {
  const page = (...items: Row[]) => ({ items, more: true });
  it.each<[string, (after: string | null) => Replied, string, number]>([
    ['without the field', () => page({ id: 'a' }, { name: 'B' }), 'a last record without its `id`', 1],
    ['with an object in it', () => page({ id: { of: 'a' } }), 'a last record without its `id`', 1],
    ['with an empty text in it', () => page({ id: '' }), 'a last record without its `id`', 1],
    ['with more digits than a number keeps', () => page({ id: 1e21 }), 'more digits than a number keeps', 1],
    ['told again and again', () => page({ id: 'a' }, { id: 'b' }), 'with the same last record again', 2],
    ['that is asked for again', (after) => page({ id: after ?? 'a' }), 'with the same last record again', 2],
    [
      'in a circle',
      (after) => page({ id: after === 'a' ? 'b' : after === 'b' ? 'c' : 'a' }),
      'leads round in a circle',
      7,
    ],
  ])('%s', async (_what, reply, says, requests) => {
    const asked: unknown[] = [];
    const reading = read({ more: 'more' }, (after) => {
      asked.push(after);
      return reply(after);
    });
    await expect(reading).rejects.toMatchObject({
      kind: 'contract',
      message: expect.stringContaining(says) as unknown,
    });
    expect(asked).toHaveLength(requests);
  });

  it('where a system heeds nothing of it, without a word of the end', async () => {
    const reading = read({}, () => ({ items: [{ id: 1 }, { id: 2 }] }));
    await expect(reading).rejects.toMatchObject({ kind: 'contract' });
  });
});
