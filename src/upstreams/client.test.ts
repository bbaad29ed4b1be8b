/** An upstream's client over a session of the test's own: when it connects, looks at the list again, and leaves. */
import { describe, expect, it } from 'vitest';
import { SourceFailure } from '../sources/kit/http/source-failure.ts';
import { LIST_AGAIN_MS } from './bounds.ts';
import { upstreamClient } from './client.ts';
import type { Definition } from './definition.ts';
import { pinOf } from './pin.ts';

const TOOL: Definition = { name: 'find', inputSchema: { type: 'object' } };
const ASKED = { kind: 'upstream_tool', pin: pinOf(TOOL), input: {}, replies: { at: 'rows' } } as const;

function upstream(idleMs?: number) {
  const did: string[] = [];
  const at = {
    now: 1_000_000,
    tools: [TOOL] as readonly unknown[],
    opens: (): Promise<void> => Promise.resolve(),
    answers: (): Promise<void> => Promise.resolve(),
  };
  let changed = (): void => {};
  const client = upstreamClient({
    source: 'orders',
    now: () => at.now,
    watch: { onChanged: (_source, tool) => void did.push(`changed ${tool}`), onDropped: () => {} },
    ...(idleMs !== undefined && { idleMs }),
    open: async (onListChanged) => {
      did.push('open');
      await at.opens();
      changed = onListChanged;
      let isOpen = true;
      return {
        isOpen: () => isOpen,
        list: () => Promise.resolve(at.tools).finally(() => did.push('list')),
        call: () =>
          at
            .answers()
            .then(() => ({ structuredContent: { rows: [{ id: 1 }] } }))
            .finally(() => did.push('call')),
        close: () => {
          isOpen = false;
          did.push('close');
          return Promise.resolve();
        },
      };
    },
  });
  const ask = () => client.ask({ name: 'find', tool: ASKED, input: {}, timeoutMs: 1_000 });
  return { at, did, ask, client, change: () => changed() };
}

describe('a client of an upstream', () => {
  it('connects when it is first asked, once for all who ask, and lists once', async () => {
    const { did, ask, client } = upstream();
    expect(did).toEqual([]);
    expect(await Promise.all([ask(), ask()])).toEqual([[{ id: 1 }], [{ id: 1 }]]);
    expect(did).toEqual(['open', 'list', 'call', 'call']);
    await client.close();
    expect(did.at(-1)).toBe('close');
  });

  it.each<[string, (up: ReturnType<typeof upstream>) => void]>([
    ['after a while', ({ at }) => void (at.now += LIST_AGAIN_MS + 1)],
    ['when it hears that it changed', ({ change }) => change()],
  ])('looks at the list again %s, before it calls', async (_when, then) => {
    const up = upstream();
    await up.ask();
    up.at.tools = [{ ...TOOL, description: 'Another.' }];
    await up.ask();
    then(up);
    await expect(up.ask()).rejects.toMatchObject({ kind: 'changed' });
    expect(up.did).toEqual(['open', 'list', 'call', 'call', 'list', 'changed find']);
    await up.client.close();
  });

  it('closes a connection that nobody needs, and makes another when somebody does', async () => {
    const { did, ask, client } = upstream(5);
    await ask();
    await expect.poll(() => did.at(-1)).toBe('close');
    await ask();
    expect(did.filter((what) => what === 'open')).toHaveLength(2);
    await client.close();
  });

  it('keeps a connection while somebody waits for an answer over it', async () => {
    const { at, did, ask, client } = upstream(5);
    await ask();
    let answer = (): void => {};
    at.answers = () => {
      at.answers = () => Promise.resolve();
      return new Promise((resolve) => void (answer = resolve));
    };
    const waiting = ask();
    await ask();
    await new Promise((resolve) => void setTimeout(resolve, 40));
    expect(did).not.toContain('close');
    answer();
    expect(await waiting).toEqual([{ id: 1 }]);
    await expect.poll(() => did.at(-1)).toBe('close');
    await client.close();
  });

  it('doesn’t try at once again what can’t be opened, time after time', async () => {
    const { at, did, ask, client } = upstream();
    at.opens = () => Promise.reject(new SourceFailure('transient', 'It is down.'));
    for (let nth = 0; nth < 5; nth++) await expect(ask()).rejects.toMatchObject({ kind: 'transient' });
    expect(did).toEqual(['open', 'open']);
    await client.close();
  });
});
