/** How the page comes to be served, and that nothing of it keeps agents from being answered. */
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isPassKey } from '../../src/admin/pass.ts';
import { pageInProcess } from '../../src/cli/serving/page-in-process.ts';
import { pageKey } from '../../src/cli/serving/page-key.ts';
import { aboutOf } from '../../src/cli/serving/serve-page.ts';
import { openAcmeDesk } from '../support/acme-desk.ts';
import type { CommandResult } from '../support/cli.ts';
import { runCommand } from '../support/cli.ts';
import { copyOfAcme } from '../support/concierge-process.ts';
import { temporaryFolder, workspaceFolder } from '../support/workspace-folder.ts';

/** The starter's, where agents have keys and the page a port of its own. */
function withPage(port = 0): string {
  return workspaceFolder([], { 'deployment.yaml': deployment(`auth: { api_keys: true }\npage: { port: ${port} }`) });
}

function deployment(also: string): string {
  return `store: { sqlite: .concierge }\ntenants: { default: { workspace: . } }\n${also}\n`;
}

/** Until it serves, or fails. */
async function start(folder: string): Promise<CommandResult> {
  const printed: string[] = [];
  const stop = Promise.withResolvers<void>();
  const out = (text: string): void => {
    printed.push(text);
    if (text.startsWith('Serving.')) stop.resolve();
  };
  const ended = await runCommand(['start', folder, '--port', '0'], { out, interrupted: stop.promise });
  return { ...ended, out: printed.join('\n') };
}

async function busyPort(): Promise<number> {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  return (other.address() as AddressInfo).port;
}

it('a port that another program has keeps no agent from being answered', async () => {
  const port = await busyPort();
  const { code, out, err } = await start(withPage(port));
  expect([code, out.includes('cx_concierge listens at'), out.includes('Who would they meet?')]).toEqual([
    0,
    true,
    false,
  ]);
  expect(err).toContain(
    `The page isn’t served; agents are. Port ${port} on 127.0.0.1 is in use by another program. Stop that program, or write another \`page: { port }\``,
  );
  expect(err).toMatch(/"level":"error".*"event":"page_not_served","cause":"port_in_use/);
});

it.each<[what: string, spoil: (key: string) => void, cause: string]>([
  ['that can’t be read', (key) => mkdirSync(key), 'missing_file'],
  ['that holds none', (key) => writeFileSync(key, ''), 'store_unavailable'],
])('nor does a key %s', async (_what, spoil, cause) => {
  const folder = withPage();
  mkdirSync(join(folder, '.concierge'));
  spoil(join(folder, '.concierge/page.key'));
  const { code, out, err } = await start(folder);
  expect([code, out.includes('cx_concierge listens at'), out.includes('Who would they meet?')]).toEqual([
    0,
    true,
    false,
  ]);
  expect(err).toMatch(/^The page isn’t served; agents are\. The file .*page\.key /m);
  expect(err).toContain(`"event":"page_not_served","cause":"${cause}`);
});

it('what an earlier process left half made is in nobody’s way', async () => {
  const folder = withPage();
  mkdirSync(join(folder, '.concierge'));
  writeFileSync(join(folder, `.concierge/page.key.${process.pid}.part`), '');
  const { code, out } = await start(folder);
  expect([code, out.includes('Who would they meet? See http://127.0.0.1:')]).toEqual([0, true]);
});

it('processes that begin at once get one key', async () => {
  const folder = temporaryFolder();
  const keys = await Promise.all(Array.from({ length: 8 }, () => pageKey({ kind: 'sqlite', folder })));
  expect(keys.filter(isPassKey)).toHaveLength(8);
  expect(new Set(keys).size).toBe(1);
  expect(readdirSync(folder)).toEqual(['page.key']);
  expect(statSync(join(folder, 'page.key')).mode & 0o077).toBe(0);
});

it('a folder that takes no file is told in a sentence', async () => {
  const folder = join(temporaryFolder(), 'nowhere');
  await expect(pageKey({ kind: 'sqlite', folder })).rejects.toMatchObject({
    code: 'store_unavailable',
    message: expect.stringContaining("page.key can't be made (Error ENOENT)") as string,
  });
});

it('a process that ends takes only its own questions along', async () => {
  const { folder, dispose } = copyOfAcme();
  const { desk, workspace, close } = await openAcmeDesk(folder);
  const store = { kind: 'sqlite', folder: join(folder, '.concierge') } as const;
  const work = pageInProcess({ tenant: workspace.tenant, folder, store }, desk.release);
  onTestFinished(async () => {
    work.close();
    await close();
    dispose();
  });
  const first = work.accountsNamed({ text: 'quillhaven' });
  work.close();
  const second = work.coverage({ at: null, again: false });
  await expect(first).rejects.toMatchObject({ code: 'store_unavailable' });
  expect(await second).toMatchObject({ kind: 'looking' });
});

it('what is live is told by its number, and since when it is live again', async () => {
  const { desk, close } = await openAcmeDesk();
  onTestFinished(close);
  const { release } = desk;
  const told = (publication: { readonly number: number; readonly at: string } | null) =>
    aboutOf({ release, publication: () => publication, deployment: { questions: [] } } as unknown as Parameters<
      typeof aboutOf
    >[0]).release;
  const { id, at } = release();
  expect(told({ number: 3, at: '2026-12-01T08:00:00Z' })).toEqual({ id, number: 3, at: '2026-12-01T08:00:00Z' });
  expect(told(null)).toEqual({ id, number: null, at });
});

it.each([
  ['listen: { host: "::1", port: 4001 }', 'http://[::1]:4001/'],
  ['listen: { port: 4002 }', 'http://127.0.0.1:4002/'],
])('`page` in open mode, %s: where it is', async (also, url) => {
  const folder = workspaceFolder([], { 'deployment.yaml': deployment(also) });
  const { code, out, err } = await runCommand(['page', folder]);
  expect([code, out]).toEqual([0, url]);
  expect(err).toContain('--port');
});
