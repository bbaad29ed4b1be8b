/** `npm start` as a newcomer meets it: what it prints, how it stops, and one sentence for each thing that goes wrong. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { concierge, copyOfAcme, serveConcierge, startServing } from '../support/concierge-process.ts';

let acme = '';
beforeEach(() => {
  const { folder, dispose } = copyOfAcme();
  acme = folder;
  onTestFinished(dispose);
});

describe('concierge start', () => {
  it('says where it listens, what to paste, and answers three sample questions', async () => {
    const serving = await serveConcierge(acme);
    const { stdout } = serving.printed();
    await serving.stop();
    expect(stdout).toContain(`cx_concierge listens at ${serving.url}`);
    expect(pasted(stdout).mcpServers.cx_concierge).toEqual({ type: 'http', url: serving.url });
    expect(stdout.match(/^“/gm)).toHaveLength(3);
    expect(stdout).toMatch(/→ Sarah Jenkins.*\n.*\(named_csm\)/);
    expect(stdout).toMatch(/→ Camille Laurent.*\n.*\(covering\)/);
    expect(stdout).toMatch(/→ Customer Success .*\n.*\(your_team\)/);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('stops cleanly on %s, even with a client connected', async (signal) => {
    const serving = await serveConcierge(acme);
    expect((await fetch(`${serving.origin}/readyz`)).status).toBe(200);
    serving.child.kill(signal);
    const { code, stderr } = await serving.ended;
    expect(code).toBe(0);
    expect(stderr).toContain('Stopping.');
  });

  it('takes its port from PORT, and --port before that', async () => {
    const port = await freePort();
    const serving = await startServing(['start', acme], { env: { PORT: String(port) } });
    expect(serving.url).toBe(`http://127.0.0.1:${port}/mcp`);
    await serving.stop();
    const other = await serveConcierge(acme, { env: { PORT: String(port) } });
    expect(other.url).not.toBe(serving.url);
    await other.stop();
  });

  it('answers from the last import when the sources are gone, and says so', async () => {
    await (await serveConcierge(acme)).stop();
    rmSync(join(acme, 'data/crm_accounts.csv'));
    const serving = await serveConcierge(acme);
    expect(serving.printed().stdout).toContain('→ Sarah Jenkins');
    const { stderr } = await serving.stop();
    expect(stderr).toMatch(/crm_accounts\.csv.*\nServing what the last import left\./);
  });

  it('goes on answering when its directory breaks and nobody reads its log any more', async () => {
    const serving = await serveConcierge(acme);
    serving.child.stderr?.destroy();
    const other = new DatabaseSync(join(acme, '.concierge/directory.sqlite'));
    other.exec('DROP TABLE account_id');
    other.close();
    for (let time = 0; time < 3; time += 1) expect(await contactOver(serving.url)).toContain('success@acme.example');
    const ready = await fetch(`${serving.origin}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'not_ready', not_ready: ['directory'] }]);
    await serving.stop();
  });

  it('isn’t ready when its store is gone', async () => {
    const serving = await serveConcierge(acme);
    rmSync(join(acme, '.concierge'), { recursive: true });
    const ready = await fetch(`${serving.origin}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'not_ready', not_ready: ['records'] }]);
    await serving.stop();
  });
});

describe('what goes wrong at start is one sentence and an exit code', () => {
  it('a busy port', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void blocker.close());
    const { port } = blocker.address() as AddressInfo;
    const { code, stderr } = await concierge(['start', acme, '--port', String(port)]);
    expect(code).toBe(6);
    expect(lastLine(stderr)).toBe(
      `Port ${port} on 127.0.0.1 is in use by another program. Stop that program, or choose another port with --port.`,
    );
  });

  it('a missing source file', async () => {
    rmSync(join(acme, 'data/crm_accounts.csv'));
    const { code, stderr } = await concierge(['start', acme, '--port', '0']);
    expect([4, 5]).toContain(code);
    expect(stderr).toContain('crm_accounts.csv');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('a broken YAML', async () => {
    appendFileSync(join(acme, 'concierge.yaml'), '\nteams: [');
    const { code, stderr } = await concierge(['start', acme, '--port', '0']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/concierge\.yaml:\d+:\d+: error: /);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('an address that others can reach, without authentication', async () => {
    writeFileSync(
      join(acme, 'deployment.yaml'),
      'listen: { host: 0.0.0.0, port: 0 }\nstore: { sqlite: .concierge }\ntenants: { default: { workspace: . } }\nauth: { open: support-copilot }\n',
    );
    const { code, stderr } = await concierge(['start', acme]);
    expect(code).toBe(7);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain('0.0.0.0');
  });

  it('a PORT that is no port', async () => {
    const { code, stderr } = await concierge(['start', acme], { env: { PORT: 'http' } });
    expect(code).toBe(2);
    expect(lastLine(stderr)).toBe('The environment variable PORT is "http". Set it to a whole number from 0 to 65535.');
  });

  it('a folder without a workspace', async () => {
    const { code, stderr } = await concierge(['start', join(acme, 'data')]);
    expect(code).toBe(4);
    expect(stderr).toContain('concierge init');
  });
});

function pasted(stdout: string): { mcpServers: { cx_concierge: unknown } } {
  const from = stdout.indexOf('{');
  return JSON.parse(stdout.slice(from, stdout.indexOf('or over stdio'))) as ReturnType<typeof pasted>;
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function contactOver(url: string): Promise<string> {
  const params = { name: 'get_escalation_contact', arguments: { account_id: '001Hs00003QQCZHIA5' } };
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
  return await (await fetch(url, { method: 'POST', headers, body })).text();
}
