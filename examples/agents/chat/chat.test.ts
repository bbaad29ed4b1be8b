/** The example through its front door, with stand-ins on loopback for the server and for the model's provider. */
import { Readable, Writable } from 'node:stream';
import type { CallToolResult, Tool } from '@modelcontextprotocol/server';
import { afterEach, describe, expect, it } from 'vitest';
import { chat } from './chat.ts';
import type { StandInConcierge } from './stand-in-concierge.ts';
import { standInConcierge } from './stand-in-concierge.ts';
import type { StandInProvider } from './stand-in-provider.ts';
import { standInProvider } from './stand-in-provider.ts';

const EMAIL = 'aoife.brannigan@quillhaven.example';
const ASK = ['--email', EMAIL, 'I want to speak to my Customer Success Manager'];

const MENU: Tool[] = [
  {
    name: 'find_colleague',
    description: 'Return the right human to route this customer to.',
    inputSchema: { type: 'object', properties: { customer_email: { type: 'string' } } },
  },
];

const CARD = {
  contact: { kind: 'person', name: 'Sarah Jenkins', booking_link: 'https://calendly.com/acme-sarah' },
  availability: { status: 'available', timezone: 'Europe/Berlin' },
  reason: { code: 'named_csm', message: 'Your dedicated Success Manager' },
  as_of: '2026-11-23T07:58:12Z',
};

const FOUND: CallToolResult = { content: [{ type: 'text', text: JSON.stringify(CARD) }], structuredContent: CARD };
const REFUSED: CallToolResult = { content: [{ type: 'text', text: 'Give customer_email.' }], isError: true };

const open: { readonly close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

describe('with the scripted model', () => {
  it('picks the tool from the server’s menu, shows the look-up and names the person with the link', async () => {
    const server = await concierge(FOUND);
    const { exitCode, out, err } = await run(['--url', server.url, ...ASK]);

    expect(err).toBe('');
    expect(exitCode).toBe(0);
    expect(server.calls).toEqual([{ name: 'find_colleague', args: { customer_email: EMAIL } }]);
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^The agent is a scripted model, not a language model/);
    expect(lines[1]).toContain('Its menu: find_colleague.');
    expect(out).toContain('Customer: I want to speak to my Customer Success Manager\n');
    expect(out).toContain(`→ find_colleague {"customer_email":"${EMAIL}"}`);
    expect(out).toContain('← contact: {"kind":"person","name":"Sarah Jenkins"');
    expect(out).toMatch(/Agent: {4}Of course.*Sarah Jenkins[^]*https:\/\/calendly\.com\/acme-sarah\n$/);
  });

  it('remembers the conversation: a second message is answered for itself', async () => {
    const server = await concierge(FOUND);
    const { out } = await run(['--url', server.url, ...ASK, 'Thank you!']);

    expect(server.calls).toHaveLength(1);
    expect(out.trimEnd()).toMatch(/Customer: Thank you!\nAgent: {4}You are very welcome/);
  });

  it('reads what the customer types, until an empty line', async () => {
    const server = await concierge(FOUND);
    const typed = 'Hello\nWho can I talk to?\n\nnot read any more\n';
    const { exitCode, out } = await run(['--url', server.url, '--email', EMAIL, '--interactive'], {}, typed);

    expect(exitCode).toBe(0);
    expect(out).toMatch(/Customer: Hello\nAgent: {4}Hello! How can I help you\?\nCustomer: Who can I talk to\?/);
    expect(out).toContain('https://calendly.com/acme-sarah');
    expect(out).not.toContain('not read');
  });

  it('ends with a sentence and exit code 1 where the tool’s result is an error', async () => {
    const server = await concierge(REFUSED);
    const { exitCode, out, err } = await run(['--url', server.url, ...ASK, 'And now?']);

    expect(exitCode).toBe(1);
    expect(out).toContain('← error: Give customer_email.');
    expect(out).toMatch(/Agent: {4}I am sorry/);
    expect(out).not.toContain('And now?');
    expect(err).toBe('chat: find_colleague gave no contact for the customer: Give customer_email.\n');
  });

  it('does not let a server’s text steer the terminal', async () => {
    const server = await concierge({ content: [{ type: 'text', text: '\u001B[2J\u0007Gone.' }], isError: true });
    const { out } = await run(['--url', server.url, ...ASK]);

    expect(out).toContain('← error:  Gone.');
    expect(out).not.toContain('\u001B');
  });
});

describe('what ends before it begins', () => {
  it('says where nobody answered and what to do', async () => {
    const server = await concierge(FOUND);
    await server.close();
    open.splice(0);
    const { exitCode, out, err } = await run(['--url', server.url, ...ASK]);

    expect(exitCode).toBe(1);
    expect(err).toMatch(
      /^chat: No concierge answers at http:\/\/127\.0\.0\.1:\d+\/mcp \(.*ECONNREFUSED.*\)\. Start one/,
    );
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(out).not.toContain('Customer:');
  });

  it('says what is wrong with the command line, and exits with 2', async () => {
    const { exitCode, err, out } = await run(['--email', 'aoife', 'Hi']);

    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toMatch(/^chat: --email aoife is not an e-mail address\..*--help\.\n$/);
  });

  it('helps', async () => {
    const { exitCode, out } = await run(['--help']);

    expect(exitCode).toBe(0);
    expect(out).toContain('OPENAI_API_KEY');
  });
});

describe('with a model over HTTP (a stand-in on loopback)', () => {
  const providers = [
    {
      name: 'Ollama, or what else is compatible with OpenAI',
      path: '/v1/chat/completions',
      key: undefined,
      env: (origin: string) => ({ OLLAMA_BASE_URL: origin, OLLAMA_MODEL: 'qwen3' }),
    },
    {
      name: 'OpenAI',
      path: '/v1/responses',
      key: 'Bearer k-1',
      env: (origin: string) => ({ OPENAI_API_KEY: 'k-1', OPENAI_BASE_URL: `${origin}/v1` }),
    },
    {
      name: 'Anthropic',
      path: '/v1/messages',
      key: 'k-2',
      env: (origin: string) => ({ ANTHROPIC_API_KEY: 'k-2', ANTHROPIC_BASE_URL: `${origin}/v1` }),
    },
  ];

  it.each(providers)('$name: the menu goes out, the call is made, the card comes back', async ({ path, key, env }) => {
    const [server, model] = [await concierge(FOUND), await provider()];
    const { exitCode, out, err } = await run(['--url', server.url, ...ASK], env(model.origin));

    expect(err).toBe('');
    expect(exitCode).toBe(0);
    expect(model.received.map((one) => [one.path, one.key])).toEqual([
      [path, key],
      [path, key],
    ]);
    expect(model.received[0]?.body).toContain('Return the right human to route this customer to.');
    expect(model.received[0]?.body).toContain('Never invent or change a name');
    expect(server.calls).toEqual([{ name: 'find_colleague', args: { customer_email: EMAIL } }]);
    expect(out.split('\n')[0]).not.toContain('scripted');
    expect(out).toContain('Agent:    Please meet Sarah Jenkins: https://calendly.com/acme-sarah\n');
  });

  it.each(providers)('$name: a refused key is one sentence and exit code 1', async ({ env }) => {
    const [server, model] = [await concierge(FOUND), await provider({ refuse: 401 })];
    const { exitCode, err } = await run(['--url', server.url, ...ASK], env(model.origin));

    expect(exitCode).toBe(1);
    expect(err).toMatch(/^chat: The model did not answer: .+\n$/);
    expect(server.calls).toEqual([]);
  });
});

async function concierge(result: CallToolResult): Promise<StandInConcierge> {
  const server = await standInConcierge(MENU, result);
  open.push(server);
  return server;
}

async function provider(options?: { readonly refuse: number }): Promise<StandInProvider> {
  const model = await standInProvider(options);
  open.push(model);
  return model;
}

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}, typed = '') {
  const [out, err] = [new Written(), new Written()];
  const exitCode = await chat(args, env, { input: Readable.from([typed]), out, err });
  return { exitCode, out: out.text, err: err.text };
}

class Written extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}
