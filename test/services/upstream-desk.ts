/** For tests: Acme with other MCP servers behind services of its own, asked through the real way out and as real processes. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../src/answer/ask.ts';
import { answer } from '../../src/answer/answer.ts';
import type { Desk } from '../../src/answer/desk.ts';
import type { AssertionOutcome } from '../../src/caller/assertion.ts';
import type { Caller } from '../../src/caller/caller.ts';
import { callersOf } from '../../src/cli/callers/callers.ts';
import type { Concierge } from '../../src/cli/concierge.ts';
import { openServing } from '../../src/cli/concierge.ts';
import { systemClients } from '../../src/cli/serving/system-clients.ts';
import { createOutbound } from '../../src/outbound/guarded.ts';
import { askedSystems } from '../../src/services/asked-systems.ts';
import { runCommand } from '../support/cli.ts';
import { quietContext } from '../support/command-context.ts';
import { copyOfAcme } from '../support/concierge-process.ts';
import { writeInto } from '../support/workspace-folder.ts';

export type UpstreamDesk = {
  readonly desk: Desk;
  readonly concierge: Concierge;
  /** What was told: `changed SOURCE TOOL`, `dropped SOURCE N`, `failed SOURCE WHY OPERATION`. */
  readonly told: string[];
  readonly caller: (id: string) => Caller;
  /** What an agent gets, as a card or as a sentence. */
  readonly ask: (service: string, tool: string, args?: object, by?: string) => Promise<unknown>;
  readonly close: () => Promise<void>;
};

export type Company = {
  readonly files: Readonly<Record<string, string>>;
  /** Command lines that make the rest. */
  readonly wraps: readonly (readonly string[])[];
  /** What somebody then changes in the files. */
  readonly edits: Readonly<Record<string, (text: string) => string>>;
  readonly services: readonly string[];
  /** YAML beside what Acme's has. */
  readonly deployment: string;
};

export async function openUpstreamDesk({ files, wraps, edits, services, deployment }: Company): Promise<UpstreamDesk> {
  const { folder, dispose } = copyOfAcme();
  appendFileSync(join(folder, 'deployment.yaml'), `\noutbound: { allow_private: [127.0.0.1] }\n${deployment}`);
  for (const [file, text] of Object.entries(files)) writeInto(folder, file, text);
  for (const args of wraps) {
    const { code, err } = await runCommand(['wrap', 'mcp', ...args, '--workspace', folder, '--yes']);
    if (code !== 0) throw new Error(err);
  }
  for (const service of services) {
    const file = `services/${service}.yaml`;
    writeInto(folder, file, readFileSync(join(folder, file), 'utf8').replace('reviewed: false', 'reviewed: true'));
  }
  for (const [file, edit] of Object.entries(edits))
    writeInto(folder, file, edit(readFileSync(join(folder, file), 'utf8')));
  const company = join(folder, 'concierge.yaml');
  const listed = `services: [cx_concierge, ${services.join(', ')}]`;
  const text = ['website-chat', 'support-copilot'].reduce(
    (written, caller) => written.replace(`  ${caller}: #`, `  ${caller}:\n    ${listed} #`),
    readFileSync(company, 'utf8'),
  );
  writeFileSync(company, text);
  const context = quietContext(folder, { env: process.env });
  const concierge = await openServing({ dir: folder }, context, () => {});
  await concierge.importSources();
  const outbound = createOutbound(concierge.deployment.outbound);
  const told: string[] = [];
  const clients = systemClients(concierge.workspace, concierge.deployment, outbound, context, {
    onChanged: (source, tool) => void told.push(`changed ${source} ${tool}`),
    onDropped: (source, parts) => void told.push(`dropped ${source} ${parts}`),
  });
  const askSystem = askedSystems({
    ...clients,
    now: Date.now,
    onFailure: (source, why, operation) => void told.push(`failed ${source} ${why} ${operation}`),
  });
  const desk = concierge.deskWith({ alarm: unexpected, askSystem });
  const caller = (id: string): Caller => callersOf(concierge.workspace).get(id)!;
  return {
    desk,
    concierge,
    told,
    caller,
    ask: async (service, tool, args = {}, by = 'support-copilot') => {
      const assertion = by === 'website-chat' ? AOIFE : NOBODY;
      return saidBy(await answer({ caller: caller(by), service, tool, arguments: args, assertion }, desk));
    },
    close: async () => {
      await Promise.all([outbound.close(), clients.close()]);
      await concierge.close();
      dispose();
    },
  };
}

function saidBy(outcome: Outcome): unknown {
  if (outcome.kind === 'answered') return outcome.card;
  return outcome.kind === 'mend' ? outcome.message : outcome.kind;
}

const AOIFE: AssertionOutcome = {
  kind: 'verified',
  subject: { type: 'email', value: 'aoife.brannigan@quillhaven.example' },
  expiresAtMs: Number.POSITIVE_INFINITY,
};
const NOBODY: AssertionOutcome = { kind: 'absent' };

const unexpected: Desk['alarm'] = (what, cause) => {
  throw new Error(`an alarm that the test did not expect: ${what}`, { cause });
};
