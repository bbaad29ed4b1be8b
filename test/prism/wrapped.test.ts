/**
 * Documents that nobody here wrote: each is wrapped by the command as a person does it, served, and all of its tools are called through
 * the product's own way against Prism, which stands where the vendor's system would.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { answer } from '../../src/answer/answer.ts';
import { callersOf } from '../../src/cli/callers/callers.ts';
import { openServing } from '../../src/cli/concierge.ts';
import { systemClients } from '../../src/cli/serving/system-clients.ts';
import { createOutbound } from '../../src/outbound/guarded.ts';
import { askedSystems } from '../../src/services/asked-systems.ts';
import type { OperationTool } from '../../src/services/tool.ts';
import { WHY_SKIPPED } from '../sources/openapi.ts';
import { contractPath } from '../sources/openapi.ts';
import { runCommand } from '../support/cli.ts';
import { quietContext } from '../support/command-context.ts';
import { copyOfAcme } from '../support/concierge-process.ts';
import { sampleInput } from '../wrapping/sample-input.ts';
import { WHY_WITHOUT_PRISM } from './prism.ts';
import type { PrismMock } from './prism-mock.ts';
import { prismMock } from './prism-mock.ts';

const why = WHY_WITHOUT_PRISM || WHY_SKIPPED;

const DOCUMENTS = [
  'hubspot/associations-v4.json',
  'hubspot/companies-v3.json',
  'hubspot/contacts-v3.json',
  'hubspot/meetings-v3.json',
  'hubspot/owners-v3.json',
  'hubspot/users-v3.json',
  'intercom/api-2.16.yaml',
  'zendesk/support.yaml',
];

const table: string[] = [];
afterAll(() => {
  if (table.length > 0) console.log(['document | wrapped | called | violations | shaped', ...table].join('\n'));
});

it.skipIf(why !== '').each(DOCUMENTS)(
  `all that is wrapped of %s is asked as the document says, and Prism’s replies are shaped to approved fields${why}`,
  async (file) => {
    const mock = await prismMock(file);
    const company = await companyOf(file, mock);
    const wrong: unknown[] = [];
    let [called, shaped] = [0, 0];
    let spoilt: string | undefined;
    try {
      for (const tool of company.tools) {
        (mock.seen as unknown[]).length = 0;
        const said = await company.ask(tool);
        const seen = [...mock.seen];
        const [first] = seen;
        spoilt ??= (await withoutCredentials(mock, first?.asked ?? '')).join();
        called += first === undefined ? 0 : 1;
        shaped += said.fields.length > 0 ? 1 : 0;
        const approved = new Set(tool.asks.result.fields.map(({ name }) => name));
        const leaked = said.fields.filter((name) => !approved.has(name));
        const violations = seen.flatMap((each) => each.violations).filter((each) => !KNOWN.test(each));
        if (first === undefined || violations.length > 0 || leaked.length > 0)
          wrong.push({ tool: tool.definition.name, asked: first?.asked, violations, leaked, said: said.said });
      }
    } finally {
      await company.close();
      await mock.close();
    }
    table.push([file, company.tools.length, called, wrong.length, shaped].join(' | '));
    expect(wrong).toEqual([]);
    expect(spoilt).toMatch(/security/i);
    expect(called).toBe(company.tools.length);
  },
  600_000,
);

/** What the documents themselves have wrong. */
const KNOWN = new RegExp(
  [
    // Zendesk: a parameter of the path that no such path has.
    'Request path must have required property .(?:user|brand|group|ticket)_id.',
    // Zendesk: the words of a filter are listed for an integer.
    'Request query parameter filter must be',
    // Intercom: one of three parameters by a schema in which each shuts out the others, so that Prism takes none.
    'Request query parameter filter|Request query must have required property .filter.',
  ].join('|'),
);

/** Prism sees what isn't right: here a request that went well, without its credentials. */
async function withoutCredentials({ url, seen }: PrismMock, asked: string): Promise<readonly string[]> {
  const [method = 'GET', path = '/'] = asked.split(' ');
  if (method !== 'GET') return ['security'];
  await fetch(`${url}${path}`);
  return seen.at(-1)?.violations ?? [];
}

async function companyOf(file: string, { url }: PrismMock) {
  const { folder, dispose } = copyOfAcme();
  const list = ['wrap', 'openapi', contractPath(file), '--post-search', '--workspace', folder];
  const { out } = await runCommand([...list, '--list', '--json']);
  const { operations } = JSON.parse(out) as { operations: { method: string; path: string }[] };
  const names: string[] = [];
  for (let at = 0; at < operations.length; at += 50) {
    const name = `vendor${names.length}`;
    const chosen = operations.slice(at, at + 50).flatMap(({ method, path }) => ['--operation', `${method} ${path}`]);
    const wrapped = await runCommand([...list, '--name', name, '--base-url', url, ...chosen]);
    if (wrapped.code !== 0) throw new Error(wrapped.err);
    const service = join(folder, 'services', `${name}.yaml`);
    writeFileSync(service, readFileSync(service, 'utf8').replace('reviewed: false', 'reviewed: true'));
    names.push(name);
  }
  const edit = (path: string, change: (text: string) => string): void =>
    writeFileSync(join(folder, path), change(readFileSync(join(folder, path), 'utf8')));
  edit('concierge.yaml', (text) =>
    text.replace('  support-copilot: #', `  support-copilot:\n    services: [cx_concierge, ${names.join(', ')}] #`),
  );
  process.env['VENDOR_SECRET'] = 's3cret';
  const secrets = names.flatMap((name) =>
    ['token', 'key', 'password', 'client_secret'].map(
      (what) => `  ${name}_${what}: { env: VENDOR_SECRET, hosts: [127.0.0.1] }\n`,
    ),
  );
  edit('deployment.yaml', (text) => `${text}\noutbound: { allow_private: [127.0.0.1] }\nsecrets:\n${secrets.join('')}`);
  const context = quietContext(folder, { env: process.env });
  const concierge = await openServing({ dir: folder }, context, () => {});
  await concierge.importSources();
  const outbound = createOutbound(concierge.deployment.outbound);
  const clients = systemClients(concierge.workspace, concierge.deployment, outbound, context, {
    onChanged: () => {},
    onDropped: () => {},
  });
  const failures: string[] = [];
  const askSystem = askedSystems({ ...clients, now: Date.now, onFailure: (_, what) => void failures.push(what) });
  const desk = concierge.deskWith({
    alarm: (what, cause) => {
      throw new Error(what, { cause });
    },
    askSystem,
  });
  const caller = callersOf(concierge.workspace).get('support-copilot')!;
  const menus = names.map((name) => [name, desk.release().menuOf(name, caller)!] as const);
  const tools = menus.flatMap(([name, menu]) =>
    [...menu.tools.values()].map((tool) => ({ ...(tool as OperationTool), service: name })),
  );
  return {
    tools,
    ask: async ({ service, definition, operation, asks }: (typeof tools)[number]) => {
      const inputs = sampleInput(operation.input);
      const args = Object.fromEntries(asks.arguments.map(({ name, input }) => [name, inputs[input]]));
      const outcome = await answer(
        { caller, service, tool: definition.name, arguments: args, assertion: { kind: 'absent' } },
        desk,
      );
      const said = outcome.kind === 'mend' ? outcome.message : `${outcome.kind} ${failures.splice(0).join()}`;
      return { said, fields: outcome.kind === 'answered' ? fieldsIn(outcome.card) : [] };
    },
    close: async () => {
      await Promise.all([outbound.close(), clients.close()]);
      await concierge.close();
      dispose();
    },
  };
}

function fieldsIn(card: unknown): readonly string[] {
  const { records = [], record } = card as { records?: readonly object[]; record?: object };
  return [...records, ...(record === undefined ? [] : [record])].flatMap(Object.keys);
}
