/**
 * For tests: an upstream as a process, over stdin and stdout, with one tool that does what its argument says: answer, crash, hang, or
 * print what is no message. It says its own pid. With `DEAF` it doesn't end when nobody speaks to it any more.
 */
import { createInterface } from 'node:readline';

const TOOL = {
  name: 'act',
  description: 'Does what it is told.',
  inputSchema: { type: 'object', properties: { how: { type: 'string' } }, required: ['how'] },
  outputSchema: { type: 'object', properties: { pid: { type: 'number' }, secret: { type: 'string' } } },
};

type Message = { id?: number; method: string; params?: { arguments?: { how?: string } } };

function say(id: number | undefined, body: object): void {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...body })}\n`);
}

function act(id: number | undefined, how: string | undefined): void {
  if (how === 'crash') process.exit(1);
  if (how === 'hang') return;
  if (how === 'garbage') return void process.stdout.write('CANARY-garbage {"not": json\n');
  if (how === 'huge') return void process.stdout.write(`${'x'.repeat(3 * 1024 * 1024)}\n`);
  const { pid, env } = process;
  const structuredContent = { pid, secret: env['UP_SECRET'] ?? '', other: env['TICKETS_TOKEN'] ?? 'none' };
  say(id, { result: { content: [], structuredContent } });
}

if (process.env['DEAF'] !== undefined) setInterval(() => {}, 60_000);

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line) as Message;
  process.stderr.write('CANARY-stderr\n');
  if (method === 'initialize')
    say(id, {
      result: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'p', version: '1' } },
    });
  else if (method === 'tools/list') say(id, { result: { tools: [TOOL] } });
  else if (method === 'tools/call') act(id, params?.arguments?.how);
  else if (id !== undefined) say(id, { error: { code: -32_601, message: 'No.' } });
}
