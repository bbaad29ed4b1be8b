/**
 * The demo's own workspace: the sample's rules, teams and wording as they are, its exports replaced by the four systems. Their files are
 * those of `examples/acme/systems`, each with one line more: where its stand-in listens.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument, stringify } from 'yaml';
import { SAMPLE_FOLDER } from './sample.ts';
import type { DemoSystem } from './systems-of-acme.ts';

/** Into a folder that is empty. */
export function writeDemoWorkspace(folder: string, systems: readonly DemoSystem[]): void {
  for (const name of ['guardrails', 'services'])
    cpSync(join(SAMPLE_FOLDER, name), join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'concierge.yaml'), company());
  mkdirSync(join(folder, 'sources'));
  mkdirSync(join(folder, 'secrets'), { mode: 0o700 });
  for (const { name, baseUrl, secret } of systems) {
    const file = `${name}.yaml`;
    const text = readFileSync(join(SAMPLE_FOLDER, 'systems', file), 'utf8');
    writeFileSync(join(folder, 'sources', file), `${text}\nbase_url: ${baseUrl} # the stand-in on this machine\n`);
    writeFileSync(join(folder, 'secrets', secret.name), secret.value, { mode: 0o600 });
  }
  writeFileSync(join(folder, 'deployment.yaml'), deployment(systems));
}

/** The sample's, but for what it says of exports. */
function company(): string {
  const document = parseDocument(readFileSync(join(SAMPLE_FOLDER, 'concierge.yaml'), 'utf8'));
  // The systems hold the days of today already.
  document.delete('sample_day');
  document.set('precedence', document.createNode(PRECEDENCE));
  return document.toString({ lineWidth: 0 });
}

const PRECEDENCE = {
  // BambooHR tells where somebody works, Salesforce what hours are unusual there.
  'person.calendar': ['salesforce', 'bamboohr'],
  'assignment.CSM': ['salesforce', 'zendesk'],
  '*': ['bamboohr', 'salesforce', 'zendesk', 'calendly'],
};

/** The demo asks the systems itself, more often than a server would. */
function deployment(systems: readonly DemoSystem[]): string {
  return stringify({
    listen: { host: '127.0.0.1', port: 0 },
    store: { sqlite: '.concierge' },
    auth: { open: 'support-copilot' },
    sync: 'off',
    secrets_folder: 'secrets',
    secrets: Object.fromEntries(systems.map(({ secret: { name } }) => [name, { file: name, hosts: ['127.0.0.1'] }])),
    outbound: { allow_private: ['127.0.0.1'] },
  });
}
