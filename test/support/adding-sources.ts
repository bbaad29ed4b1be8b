/** For tests of `source add` and `doctor`: a small company whose deployment may ask a vendor's fake on this machine. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Asked } from '../systems/fake-system.ts';
import { fakeSystem } from '../systems/fake-system.ts';
import type { Reply, VendorFake } from '../systems/vendor.ts';
import { ROOT } from './concierge-process.ts';
import { workspaceFolder, writeInto } from './workspace-folder.ts';

const FACTS = `  account.tier: { type: enum, values: [VVIP, VIP, Enterprise, Growth, SMB] }
  account.type: { type: enum, values: [Customer, Former Customer, Prospect, Partner] }
  account.region: { type: enum, values: [EMEA, AMER, APAC] }
  account.arr_usd: { type: number }
  account.legal_hold: { type: boolean }`;

/** The starter with more facts and Acme's addresses. `data`: exports of Acme to put there. Removed with the test. */
export function smallCompany(data: readonly string[] = []): string {
  const folder = workspaceFolder(
    [
      { file: 'concierge.yaml', old: '  account.tier: { type: enum, values: [VIP, Standard] }', now: FACTS },
      { file: 'concierge.yaml', old: '[yourcompany.example]', now: '[yourcompany.example, acme.example]' },
    ],
    { 'deployment.yaml': '# This machine alone.\noutbound: { allow_private: [127.0.0.1] }\n' },
  );
  for (const file of data) writeInto(folder, `data/${file}`, readFileSync(join(ROOT, 'examples/acme/data', file)));
  return folder;
}

export type Standing = {
  /** The flags by which a source of it is added. */
  readonly flags: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly asked: readonly Asked[];
};

/** Starts the fake. Its secrets are in the environment, by the names that `source add` gives them. */
export async function standing(
  fake: VendorFake,
  {
    way = Object.keys(fake.waysIn)[0] ?? '',
    reply = fake.reply,
  }: { readonly way?: string; readonly reply?: Reply } = {},
): Promise<Standing> {
  const system = await fakeSystem(reply);
  onTestFinished(system.close);
  const { words = {}, secrets = [] } = fake.waysIn[way] ?? {};
  const { connector, settings, secrets: values, basePath } = fake;
  const pairs = (flag: string, of: Readonly<Record<string, string>>): readonly string[] =>
    Object.entries(of).flatMap(([name, value]) => [flag, `${name}=${value}`]);
  return {
    flags: [
      ...pairs('--set', settings),
      '--way',
      way,
      ...pairs('--word', words),
      '--base-url',
      `${system.url}${basePath}`,
    ],
    env: Object.fromEntries(secrets.map((name) => [`${connector.name}_${name}`.toUpperCase(), values[name] ?? ''])),
    asked: system.asked,
  };
}
