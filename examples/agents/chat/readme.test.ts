/** What the README shows works: its code as it is printed there, and the variables and options that it names. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { HELP } from './options.ts';
import { chooseModel } from './model.ts';
import { standInConcierge } from './stand-in-concierge.ts';
import { standInProvider } from './stand-in-provider.ts';

const FILE = fileURLToPath(new URL('README.md', import.meta.url));
const README = readFileSync(FILE, 'utf8');

const CARD = { contact: { name: 'Sarah Jenkins', booking_link: 'https://calendly.com/acme-sarah' } };

it('runs the agent of a few lines', async () => {
  const server = await standInConcierge(
    [{ name: 'find_colleague', description: 'Return the right human.', inputSchema: { type: 'object' } }],
    { content: [{ type: 'text', text: JSON.stringify(CARD) }] },
  );
  const provider = await standInProvider();
  const code = /```js\n([^]+?)```/.exec(README)?.[1]?.replace('http://127.0.0.1:3000/mcp', server.url) ?? '';
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], {
      cwd: dirname(FILE),
      env: { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: `${provider.origin}/v1` },
    });

    expect(stdout).toBe('Please meet Sarah Jenkins: https://calendly.com/acme-sarah\n');
    expect(server.calls).toEqual([
      { name: 'find_colleague', args: { customer_email: 'aoife.brannigan@quillhaven.example' } },
    ]);
  } finally {
    await Promise.all([server.close(), provider.close()]);
  }
});

it('names the options and variables that there are', () => {
  for (const [option = ''] of README.matchAll(/--[a-z]+\b/g)) expect(HELP).toContain(option);
  for (const [variable = ''] of README.matchAll(/\b(OPENAI|ANTHROPIC|OLLAMA)_\w+/g)) expect(HELP).toContain(variable);
});

it('names the models that are taken by default', () => {
  expect(README).toContain(`(\`${chooseModel({ OPENAI_API_KEY: 'k' }).model.modelId}\`)`);
  expect(README).toContain(`(\`${chooseModel({ ANTHROPIC_API_KEY: 'k' }).model.modelId}\`)`);
});
