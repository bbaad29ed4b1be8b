/** The proxy benchmark's subjects as they take part: each in a process of its own, all before the same system. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { imported } from '../entrants.ts';
import { apiKey, freePort } from '../guarded.ts';
import type { Entrant } from '../measure.ts';
import type { Command } from '../server-process.ts';
import { startServer } from '../server-process.ts';
import { PRODUCT } from '../subjects.ts';
import { OPEN } from '../ways.ts';
import type { ProxySubject } from './subjects.ts';
import { proofOf } from './subjects.ts';
import { expectedTickets } from './ticket-calls.ts';
import { toolboxCommand } from './toolbox.ts';
import { CALLER, SERVICE, ticketWorkspace } from './workspace.ts';

const BENCH = join(import.meta.dirname, '..', '..');
const PROGRAMS = join(BENCH, 'programs', 'proxy');

export type System = { readonly url: string; readonly stop: () => void };

/** Throws an Error when it ends before it has named its address. */
export async function startSystem(): Promise<System> {
  const child = spawn(process.execPath, [join(PROGRAMS, 'record-system.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said = once(child.stdout.setEncoding('utf8'), 'data') as Promise<[string]>;
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('The system behind the proxies ended.')));
  ended.catch(() => {});
  const [url] = await Promise.race([said, ended]);
  return { url: url.trim(), stop: () => child.kill() };
}

export async function openProxy(subject: ProxySubject, system: string): Promise<Entrant> {
  const asked = { asks: 'ticket', expected: expectedTickets(proofOf(subject)) } as const;
  if (subject.program === 'concierge' || subject.program === 'concierge_cached') {
    const port = await freePort();
    const workspace = ticketWorkspace({ system, port, cached: subject.program === 'concierge_cached' });
    const key = await apiKey(workspace, CALLER);
    const server = await startServer([PRODUCT, 'start', workspace, '--port', String(port)]);
    await imported(server);
    const url = new URL(`/mcp/${SERVICE}`, server.url).href;
    return {
      subject,
      server: { ...server, url },
      asked,
      pass: () => Promise.resolve({ token: key, statements: null }),
    };
  }
  const server = await startServer(await commandOf(subject.program, system));
  return { subject, server, asked, pass: () => Promise.resolve(OPEN) };
}

type Other = Exclude<ProxySubject['program'], 'concierge' | 'concierge_cached'>;

async function commandOf(program: Other, system: string): Promise<Command> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/mcp`;
  switch (program) {
    case 'raw':
      return { args: [join(PROGRAMS, 'raw.ts'), system] };
    case 'raw_dispatch':
      return { args: [join(PROGRAMS, 'raw-dispatch.ts'), system] };
    case 'sdk_mcp_server':
      return { args: [join(PROGRAMS, 'sdk-mcp-server.ts'), system] };
    case 'fastmcp':
      return { args: [join(PROGRAMS, 'fastmcp.ts'), system, String(port)], url };
    case 'mcp_proxy': {
      const bridge = join(BENCH, 'node_modules', 'mcp-proxy', 'dist', 'bin', 'mcp-proxy.mjs');
      const options = ['--port', String(port), '--server', 'stream', '--stateless', '--no-eventStore'];
      return { args: [bridge, ...options, '--', process.execPath, join(PROGRAMS, 'sdk-stdio.ts'), system], url };
    }
    case 'toolbox':
      return toolboxCommand(system, port);
  }
}
