/** For tests: Acme with a source of each connector, all of their fakes, and the ready service of each as `service add` writes it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Desk } from '../../src/answer/desk.ts';
import type { Caller } from '../../src/caller/caller.ts';
import { callersOf } from '../../src/cli/callers/callers.ts';
import { openServing } from '../../src/cli/concierge.ts';
import { systemClients } from '../../src/cli/serving/system-clients.ts';
import { inFlow } from '../../src/config/write-source.ts';
import { isPlainObject } from '../../src/base/json.ts';
import type { Outbound } from '../../src/outbound/outbound.ts';
import { askedSystems } from '../../src/services/asked-systems.ts';
import { runCommand } from '../support/cli.ts';
import { quietContext } from '../support/command-context.ts';
import { copyOfAcme } from '../support/concierge-process.ts';
import { writeInto } from '../support/workspace-folder.ts';
import type { Asked, FakeSystem, Said } from '../systems/fake-system.ts';
import { fakeSystem, LOOPBACK } from '../systems/fake-system.ts';
import type { VendorFake } from '../systems/vendor.ts';

/** Whose requests lead to which fake; a token endpoint of another host too. */
const HOSTS: Readonly<Record<string, readonly string[]>> = {
  bamboohr: ['acme.bamboohr.com'],
  calendly: ['api.calendly.com'],
  google_calendar: ['www.googleapis.com', 'oauth2.googleapis.com'],
  hubspot: ['api.hubapi.com'],
  intercom: ['api.intercom.io'],
  microsoft_graph: ['graph.microsoft.com', 'login.microsoftonline.com'],
  pagerduty: ['api.pagerduty.com'],
  salesforce: ['acme.my.salesforce.com'],
  zendesk: ['acme.zendesk.com'],
};

export type ReadyDesk = {
  readonly desk: Desk;
  readonly folder: string;
  readonly caller: (id: string) => Caller;
  /** What was asked of all systems, without tokens. */
  readonly asked: Asked[];
  readonly close: () => Promise<void>;
};

export type ReadyDeskOptions = {
  readonly fakes: ReadonlyMap<string, VendorFake>;
  /** Words of a way in beside the fake's own. */
  readonly words: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Audiences of a service, where they aren't teams alone. */
  readonly audiences: Readonly<Record<string, readonly string[]>>;
  /** What a service's file says after it was written. */
  readonly edited: (connector: string, text: string) => string;
  readonly reply: (asked: Asked, said: Said) => Said;
};

export async function openReadyDesk(options: ReadyDeskOptions): Promise<ReadyDesk> {
  const { folder, dispose } = copyOfAcme();
  const connectors = [...options.fakes.keys()];
  const env = writeSources(folder, options);
  for (const connector of connectors) await addReady(folder, connector, options);
  const company = join(folder, 'concierge.yaml');
  const services = `services: [cx_concierge, ${connectors.join(', ')}]`;
  const text = readFileSync(company, 'utf8').replaceAll(
    /^ {2}(website-chat|support-copilot): #/gm,
    `$&\n    ${services} #`,
  );
  writeFileSync(company, text.replaceAll(/: #\n {4}services/g, ':\n    services'));
  const context = quietContext(folder, { env });
  const concierge = await openServing({ dir: folder }, context, () => {});
  await concierge.importSources();
  const asked: Asked[] = [];
  const { outbound, systems } = await standingAll(options, asked);
  const { workspace, deployment } = concierge;
  const clients = systemClients(workspace, deployment, outbound, context);
  const askSystem = askedSystems({ ...clients, now: hourAfterHour(), onFailure: () => {} });
  const alarm: Desk['alarm'] = (what, cause) => {
    throw new Error(`an alarm that the test did not expect: ${what}`, { cause });
  };
  return {
    desk: concierge.deskWith({ alarm, askSystem }),
    folder,
    asked,
    caller: (id) => callersOf(workspace).get(id)!,
    close: async () => {
      await Promise.all([clients.close(), ...systems.map((system) => system.close())]);
      await concierge.close();
      dispose();
    },
  };
}

/** So that nothing is remembered from call to call. */
function hourAfterHour(): () => number {
  let nowMs = Date.now();
  return () => (nowMs += 3_600_000);
}

/** Sources that only services ask. Returns the environment with their secrets. */
function writeSources(folder: string, { fakes, words }: ReadyDeskOptions): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  const secrets: string[] = [];
  for (const [connector, fake] of fakes) {
    const [way = ''] = Object.keys(fake.waysIn);
    const env = `${connector}_secret`.toUpperCase();
    values[env] = fake.secrets['secret'] ?? '';
    secrets.push(`  ${connector}_secret: { env: ${env}, hosts: ${inFlow(HOSTS[connector])} }`);
    const auth = { way, ...fake.waysIn[way]?.words, ...words[connector], secret: `${connector}_secret` };
    const settings = Object.keys(fake.settings).length === 0 ? '' : `settings: ${inFlow(fake.settings)}\n`;
    const text = `source: ${connector}\nconnector: ${connector}\n${settings}auth: ${inFlow(auth)}\n`;
    writeInto(folder, `sources/${connector}.yaml`, text);
  }
  const deployed = join(folder, 'deployment.yaml');
  writeFileSync(deployed, `${readFileSync(deployed, 'utf8')}\nsecrets:\n${secrets.join('\n')}\n`);
  return values;
}

async function addReady(folder: string, connector: string, { audiences, edited }: ReadyDeskOptions): Promise<void> {
  const said = audiences[connector];
  const flags = said === undefined ? [] : ['--audience', ...said];
  const { code, err } = await runCommand(['service', 'add', connector, folder, ...flags]);
  if (code !== 0) throw new Error(err);
  const file = join(folder, 'services', `${connector}.yaml`);
  writeFileSync(file, edited(connector, readFileSync(file, 'utf8')));
}

async function standingAll(
  { fakes, reply }: ReadyDeskOptions,
  asked: Asked[],
): Promise<{ readonly outbound: Outbound; readonly systems: readonly FakeSystem[] }> {
  const urls = new Map<string, string>();
  const systems: FakeSystem[] = [];
  for (const [connector, fake] of fakes) {
    const system = await fakeSystem((one, nth) => {
      const said = fake.reply(one, nth);
      if (/\/tokens?$/.test(one.path)) return said;
      asked.push(one);
      return reply(one, said);
    });
    systems.push(system);
    for (const host of HOSTS[connector] ?? []) urls.set(host, system.url);
  }
  const send: Outbound['send'] = async (request) => {
    const { host, pathname, search } = new URL(request.url);
    return await LOOPBACK.send({ ...request, url: `${urls.get(host) ?? ''}${pathname}${search}` });
  };
  const open: Outbound['open'] = async () => {
    throw new Error('No upstream is asked.');
  };
  return { outbound: { send, open, close: async () => {} }, systems };
}

/** What must not leave a source, by names that systems have for it. */
const PRIVATE = [
  'description',
  'notes',
  'note',
  'details',
  'signature',
  'comment',
  'message',
  'internal_note',
  'internalReplyMessage',
  'raw_subject',
  'reason',
  'salary',
  'payRate',
  'birthDate',
  'homeAddress',
  'phone',
  'mobilePhone',
  'avatar',
  'photoUrl',
];

/** The same reply with something private in every object of it. */
export function withCanaries(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withCanaries);
  if (!isPlainObject(value)) return value;
  const inner = Object.entries(value).map(([key, member]) => [key, withCanaries(member)] as const);
  return { ...Object.fromEntries(inner), ...Object.fromEntries(PRIVATE.map((key) => [key, `CANARY ${key}`])) };
}
