/**
 * The four systems of the sample company, standing on loopback: stand-ins that behave as their vendors document, filled with what the
 * sample's exports say today. Each can be switched off and on again, and one thing can be changed in them.
 */
import { localDay } from '../base/local-day.ts';
import { filledBambooHr } from './fill-bamboohr.ts';
import { filledCalendly } from './fill-calendly.ts';
import type { FilledSalesforce } from './fill-salesforce.ts';
import { filledSalesforce } from './fill-salesforce.ts';
import { filledZendesk } from './fill-zendesk.ts';
import type { Sample } from './sample.ts';
import type { FakeSystem } from './systems/fake-system.ts';
import { fakeSystem } from './systems/fake-system.ts';
import type { Reply } from './systems/vendor-fake.ts';

export type DemoSystem = {
  /** Of its source too. */
  readonly name: 'salesforce' | 'zendesk' | 'bamboohr' | 'calendly';
  readonly title: string;
  /** All that stands before the connector's paths. */
  readonly baseUrl: string;
  /** As its source's file names it, and the value. */
  readonly secret: { readonly name: string; readonly value: string };
  readonly isOn: () => boolean;
  readonly flip: () => Promise<void>;
};

export type AcmeSystems = {
  readonly systems: readonly DemoSystem[];
  /** Gives the VVIP another Success Manager in Salesforce; the next time the first again. @returns whose name is there now */
  readonly changeManager: () => string;
  readonly close: () => Promise<void>;
};

export const CHANGED_ACCOUNT = 'Quillhaven Robotics';
const MANAGERS = [
  { name: 'Sarah Jenkins', email: 'sarah.jenkins@acme.example' },
  // Who is never away in the sample.
  { name: 'Camille Laurent', email: 'camille.laurent@acme.example' },
] as const;

const KEYS = { bamboohr: 'demo-bamboohr-key', calendly: 'demo-calendly-token' };

type Standing = Omit<DemoSystem, 'baseUrl' | 'isOn' | 'flip'> & { readonly basePath: string; readonly reply: Reply };

export async function acmeSystems(sample: Sample, now: number): Promise<AcmeSystems> {
  const salesforce = filledSalesforce(sample, localDay('Europe/Berlin', now));
  const started: FakeSystem[] = [];
  const close = async (): Promise<void> => void (await Promise.all(started.map((system) => system.close())));
  const systems: DemoSystem[] = [];
  try {
    for (const { basePath, reply, ...standing } of standings(sample, salesforce)) {
      const system = await fakeSystem(reply);
      started.push(system);
      systems.push({ ...standing, baseUrl: system.url + basePath, ...switchOf(system) });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { systems, changeManager: managerChange(salesforce), close };
}

function standings(sample: Sample, salesforce: FilledSalesforce): readonly Standing[] {
  const zendesk = filledZendesk(sample);
  return [
    {
      name: 'salesforce',
      title: 'Salesforce',
      basePath: salesforce.basePath,
      reply: salesforce.reply,
      secret: { name: 'salesforce_client', value: salesforce.secrets['secret'] ?? '' },
    },
    {
      name: 'zendesk',
      title: 'Zendesk',
      basePath: zendesk.basePath,
      reply: zendesk.reply,
      secret: { name: 'zendesk_client', value: zendesk.secrets['secret'] ?? '' },
    },
    {
      name: 'bamboohr',
      title: 'BambooHR',
      basePath: '/api/v1',
      reply: filledBambooHr(sample, KEYS.bamboohr).reply,
      secret: { name: 'bamboohr_key', value: KEYS.bamboohr },
    },
    {
      name: 'calendly',
      title: 'Calendly',
      basePath: '',
      reply: filledCalendly(sample, KEYS.calendly).reply,
      secret: { name: 'calendly_token', value: KEYS.calendly },
    },
  ];
}

function switchOf(system: FakeSystem): Pick<DemoSystem, 'isOn' | 'flip'> {
  let isOn = true;
  return {
    isOn: () => isOn,
    flip: async () => {
      isOn = !isOn;
      await (isOn ? system.switchOn() : system.switchOff());
    },
  };
}

function managerChange(salesforce: FilledSalesforce): () => string {
  let at = 0;
  return () => {
    at = (at + 1) % MANAGERS.length;
    const { name, email } = MANAGERS[at] ?? MANAGERS[0];
    const account = salesforce.accountOf(CHANGED_ACCOUNT);
    if (account !== undefined) salesforce.put('Account', { ...account, CSM__c: salesforce.userOf(email) });
    return name;
  };
}
