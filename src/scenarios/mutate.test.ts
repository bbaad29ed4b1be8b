/** Which scenario notices that a row is gone, or that two traded places. */
import { expect, it } from 'vitest';
import type { Edit } from '../../test/support/workspace-folder.ts';
import { staged } from '../../test/support/scenarios.ts';
import { UNKNOWN_HEALTH } from '../config/read/read-guardrails.ts';
import { mutationsOf, noticedBy } from './mutate.ts';

async function noticed(text: string, edits: readonly Edit[] = []): Promise<readonly string[]> {
  const { scenarios, ground } = staged(text, edits);
  const found: string[] = [];
  for (const mutation of mutationsOf(ground.release.workspace, ground.release.frame)) {
    const { table, row, next, by } = await noticedBy(mutation, { chosen: scenarios, all: scenarios }, ground);
    found.push(`${table} ${row}${next === null ? '' : `/${next}`}: ${by.join(', ')}`);
  }
  return found;
}

const VIP = '  - { name: a, given: { facts: { account.tier: VIP } }, expect: { contact: team:priority-desk } }\n';
const VIP_RENEWING =
  '  - { name: b, given: { facts: { account.tier: VIP, account.days_to_renewal: 1 }, topic: commercial }, expect: { row: vip } }\n';
const RENEWING =
  '  - { name: c, given: { facts: { account.days_to_renewal: 1 }, topic: commercial }, expect: { reason: renewal } }\n';
const OVERDUE =
  '  - { name: d, given: { audience: teams, facts: { account.days_to_renewal: -1 } }, expect: { status: At Risk } }\n';

it('names the scenarios that fail without a row, and nobody where none does', async () => {
  expect(await noticed(VIP + VIP_RENEWING + RENEWING + OVERDUE)).toEqual([
    'escalation_contact vip: a, b',
    'escalation_contact vip/renewal: b',
    'escalation_contact renewal: c',
    'escalation_contact renewal/otherwise: c',
    'escalation_contact otherwise: ',
    'account_health renewal-overdue: d',
    'account_health renewal-overdue/otherwise: d',
    'account_health otherwise: ',
  ]);
});

it('leaves out trades that can change no answer', async () => {
  const apart = {
    file: 'guardrails/escalation.yaml',
    old: 'account.days_to_renewal: 0..90',
    now: 'account.tier: Standard',
  };
  const alike = { file: 'guardrails/health.yaml', old: 'status: Unknown', now: 'status: At Risk' };
  const found = await noticed(VIP, [apart, alike]);
  expect(found.filter((line) => line.includes('/'))).toEqual(['escalation_contact renewal/otherwise: ']);
});

it('asks for no scenario of a table that the leader didn’t write', () => {
  const { workspace, frame } = staged(VIP).ground.release;
  const mutations = mutationsOf({ ...workspace, health: UNKNOWN_HEALTH }, frame);
  expect(mutations.map(({ table }) => table)).not.toContain('account_health');
});

it('takes each role and fact away from those who inherit it', async () => {
  const inherit = {
    file: 'concierge.yaml',
    old: 'topics:',
    now: 'inherit: { roles: [CSM, AE], facts: { account.tier: own_first } }\ntopics:',
  };
  const heir = (parent: string, contact: string): string =>
    `  - { name: "${contact}", given: { parent: { ${parent} } }, expect: { contact: "${contact}" } }\n`;
  const text =
    heir('assignments: { CSM: bob@yourcompany.example }', 'bob@yourcompany.example') +
    heir('facts: { account.tier: VIP }', 'team:priority-desk');
  const found = await noticed(text, [inherit]);
  expect(found.filter((line) => line.startsWith('inherit'))).toEqual([
    'inherit CSM: bob@yourcompany.example',
    'inherit AE: ',
    'inherit account.tier: team:priority-desk',
  ]);
});
