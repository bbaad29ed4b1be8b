/**
 * Coverage finds the dirt that was planted: over generated companies, its causes, stale owners, tiers and amounts are those
 * that the generator knows to be true (`examples/acme/generate/truth.ts`). Two tables ask for what the truth is about: the
 * customers' CSMs, and whom the CRM has as owners.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generate } from '../../examples/acme/generate/generate.ts';
import type { Truth } from '../../examples/acme/generate/truth.ts';
import { stoppedClock } from '../../src/base/clock.ts';
import type { CoverageReport } from '../../src/coverage/report.ts';
import { runCommand } from '../support/cli.ts';
import { temporaryFolder } from '../support/workspace-folder.ts';

/** The day on which the sample's dates are true. */
const clock = stoppedClock(Date.parse('2026-11-23T09:00:00Z'));

const CSM_RULES = `rules:
  - { id: customers, when: { account.type: Customer }, route: [role:CSM], reason: named_csm }
  - { id: otherwise, route: [team:sales], reason: your_team }
`;
const CRM_OWNER_RULES = `rules:
  - { id: otherwise, route: [role:AE, role:Partner Manager], reason: account_executive }
`;

type Sum = { readonly accounts: number; readonly arrUsd: number };

async function covered(folder: string, rules: string): Promise<CoverageReport> {
  const file = join(folder, 'guardrails/escalation.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.slice(0, text.indexOf('rules:')) + rules + text.slice(text.indexOf('\nreasons:')));
  const { code, out, err } = await runCommand(['coverage', folder, '--json'], { clock });
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as CoverageReport;
}

/** The truth is of each account alone. */
function inheritNothing(folder: string): void {
  const file = join(folder, 'concierge.yaml');
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/^inherit: /mu);
  writeFileSync(file, text.replace(/^inherit: .*$/mu, ''));
}

/** In the words of the truth; an owner who is away is eligible too. */
function byState({ all, causes }: CoverageReport): Record<string, Sum> {
  const sums: Record<string, Sum> = {};
  const add = (state: string, { accounts, value }: { accounts: number; value: number | null }): void => {
    const { accounts: before, arrUsd } = sums[state] ?? { accounts: 0, arrUsd: 0 };
    sums[state] = { accounts: before + accounts, arrUsd: arrUsd + (value ?? 0) };
  };
  add('eligible', all.outcomes.owner);
  add('not_a_customer', all.outcomes.team);
  for (const part of causes) add(part.cause === 'away' ? 'eligible' : part.cause, part);
  return present(sums);
}

/** The report makes no difference between what isn't a person. */
function asReported({ queue, integration, ...others }: Truth['csm'] | Truth['crmOwner']): Record<string, Sum> {
  const notHuman = {
    accounts: queue.accounts + integration.accounts,
    arrUsd: queue.arrUsd + integration.arrUsd,
  };
  return present({ ...others, not_human: notHuman });
}

function present(sums: Record<string, Sum>): Record<string, Sum> {
  return Object.fromEntries(Object.entries(sums).filter(([, { accounts }]) => accounts > 0));
}

const up = (one: number, other: number): number => one - other;

describe.each([1, 2])('over 400 accounts of seed %i', (seed) => {
  it('coverage equals the truth', async () => {
    const folder = temporaryFolder();
    const truth = await generate({ folder, accounts: 400, seed, force: false }, () => {});
    inheritNothing(folder);
    const { code, err } = await runCommand(['import', folder], { clock });
    expect([code, err]).toEqual([0, '']);

    const csm = await covered(folder, CSM_RULES);
    expect(byState(csm)).toEqual(asReported(truth.csm));
    expect(csm.withoutValue).toBe(truth.dirt.no_arr);
    const tiers = csm.groups.map(({ group, accounts, value }) => [group ?? 'none', { accounts, arrUsd: value }]);
    expect(Object.fromEntries(tiers)).toEqual(truth.byTier);

    const crmOwner = await covered(folder, CRM_OWNER_RULES);
    expect(byState(crmOwner)).toEqual(asReported(truth.crmOwner));

    const left = csm.staleOwners.filter(({ why }) => why === 'left');
    const told = Object.values(truth.staleOwners).map((held) => held.csm + held.crmOwner);
    expect(left.map(({ accounts }) => accounts).toSorted(up)).toEqual(told.toSorted(up));
    const held = new Set(left.flatMap((owner) => owner.held).map((account) => account.replace('crm:', '')));
    const planted = [...(truth.accountsWith?.left ?? []), ...(truth.accountsWith?.crm_owner_left ?? [])];
    expect(planted.length).toBeGreaterThan(20);
    expect([...held].toSorted()).toEqual([...new Set(planted)].toSorted());
  });
});
