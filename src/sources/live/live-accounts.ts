/**
 * Looks an account up in the sources that are asked live, and lays what they say over what the directory holds of it. Whatever
 * fails, is late or is gone leaves the directory's value with its age. Knows no answer and no wire.
 */
import type { EpochMs } from '../../base/clock.ts';
import type { Tenant } from '../../caller/caller.ts';
import { inheritedAnew } from '../../directory/inherited-anew.ts';
import type { SaidNow } from '../../directory/lay-over.ts';
import { laidOver } from '../../directory/lay-over.ts';
import { ownDossier } from '../../directory/own-dossier.ts';
import type { AccountKey, Dossier, Roster } from '../../directory/records.ts';
import type { Inheritance } from '../../facts/inheritance.ts';
import type { DirectoryStore } from '../../store/store.ts';
import type { Connector } from '../kit/http/connector.ts';
import { canonicalSalesforceId } from '../kit/salesforce-id.ts';
import type { AskedId, Asker, LiveTrouble } from './ask-account.ts';
import { askerOf } from './ask-account.ts';
import type { LiveCacheLimits, LiveOutcome, LiveRecords } from './live-cache.ts';
import { LiveCache } from './live-cache.ts';
import type { LivePlan, PlannedSource, PlannedWorkspace } from './live-plan.ts';
import { livePlan } from './live-plan.ts';
import type { ReadOne } from './read-one.ts';
import { saidNow } from './said-now.ts';

export type LiveWorkspace = PlannedWorkspace & { readonly inheritance: Inheritance };

/** Of one answer, by the release that it goes by. The same dossier where nothing is said. Never rejects. */
export type LookUp = (
  known: { readonly dossier: Dossier; readonly roster: Roster },
  workspace: LiveWorkspace,
) => Promise<Dossier>;

/** Who hears of it; nothing of an account is told. */
export type LiveWatch = {
  readonly onLookedUp: (source: string, outcome: LiveOutcome) => void;
  readonly onTrouble: (source: string, kind: LiveTrouble) => void;
  /** Nothing is looked up, for what was read last is held. */
  readonly onHeld?: () => void;
};

export type LiveSurroundings = LiveWatch & {
  readonly tenant: Tenant;
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly directory: () => Pick<DirectoryStore, 'identities' | 'dossier'>;
  readonly readOne: ReadOne;
  readonly now: () => EpochMs;
  readonly limits?: LiveCacheLimits;
};

const LIMITS: LiveCacheLimits = { entries: 20_000, bytes: 32 * 1024 * 1024 };

export type LiveAccounts = { readonly lookUp: LookUp; readonly close: () => void };

export function liveAccounts(surroundings: LiveSurroundings): LiveAccounts {
  const { now, connectors, onTrouble, limits = LIMITS } = surroundings;
  const cache = new LiveCache(now, limits);
  const closing = new AbortController();
  const plans = new WeakMap<LiveWorkspace, LivePlan>();
  let askers: ReadonlyMap<string, Asker> = new Map();
  const planOf = (workspace: LiveWorkspace): LivePlan => {
    const known = plans.get(workspace);
    if (known !== undefined) return known;
    const plan = livePlan(workspace, connectors, now());
    // What hasn't changed goes on as it was: one that rests, rests on.
    askers = new Map(plan.sources.map((planned) => [planned.shape, askers.get(planned.shape) ?? askerFor(planned)]));
    plans.set(workspace, plan);
    return plan;
  };
  const askerFor = ({ source }: PlannedSource): Asker =>
    askerOf({ ...surroundings, source, onTrouble: (kind) => onTrouble(source.name, kind) });
  const overlays = new WeakMap<Dossier, Overlay>();

  const found = async (planned: PlannedSource, dossier: Dossier): Promise<LiveRecords | null> => {
    const { source, shape } = planned;
    const asker = askers.get(shape) ?? askerFor(planned);
    const ids = (): Promise<readonly AskedId[]> => askedIds(planned, dossier.account, surroundings);
    const looked = await cache.look(`${shape} ${dossier.account}`, {
      ...source.live,
      knownAt: knownAt(planned, dossier),
      ask: () => asker.ask(ids, closing.signal),
    });
    surroundings.onLookedUp(source.name, looked.outcome);
    return looked.found;
  };

  const lookUp: LookUp = async ({ dossier, roster }, workspace) => {
    const plan = planOf(workspace);
    const records = await Promise.all(plan.sources.map((planned) => found(planned, dossier)));
    if (records.every((one) => one === null)) return dossier;
    const before = overlays.get(dossier);
    if (before !== undefined && isSame(before, { plan, roster, records })) return before.dossier;
    const said = plan.sources.flatMap((planned, index) => wordOf(planned, records[index] ?? null, roster));
    const laid = await laidOn(dossier, said, plan, workspace.inheritance);
    overlays.set(dossier, { plan, roster, records, dossier: laid });
    return laid;
  };

  const laidOn = async (
    dossier: Dossier,
    said: readonly SaidNow[],
    { belief }: LivePlan,
    inheritance: Inheritance,
  ): Promise<Dossier> => {
    if (said.length === 0) return dossier;
    const directory = surroundings.directory();
    const read = (account: AccountKey) => directory.dossier(surroundings.tenant, account);
    return await inheritedAnew(laidOver(ownDossier(dossier), said, belief), inheritance, read);
  };

  return {
    lookUp: async (known, workspace) => {
      try {
        return await lookUp(known, workspace);
      } catch {
        for (const { source } of plans.get(workspace)?.sources ?? []) onTrouble(source.name, 'defect');
        return known.dossier;
      }
    },
    close: () => closing.abort(),
  };
}

/** What one dossier came to: the same object for the same records, so that its row and snapshot are made once. */
type Overlay = {
  readonly plan: LivePlan;
  readonly roster: Roster;
  readonly records: readonly (LiveRecords | null)[];
  readonly dossier: Dossier;
};

function isSame(before: Omit<Overlay, 'dossier'>, now: Omit<Overlay, 'dossier'>): boolean {
  const isAlike = before.records.every((one, index) => one === now.records[index]);
  return before.plan === now.plan && before.roster === now.roster && isAlike;
}

function wordOf(planned: PlannedSource, records: LiveRecords | null, roster: Roster): readonly SaidNow[] {
  const said = records === null ? null : saidNow(planned, records, roster);
  return said === null ? [] : [said];
}

/** The oldest of what the directory has of this source by what would be looked up; blank for nothing. */
function knownAt({ source, names }: PlannedSource, { facts, assignments }: Dossier): string {
  const held = assignments.filter(({ role }) => names.roles.includes(role)).map((each) => each.source);
  const told = [...names.facts.flatMap((name) => facts[name] ?? []), ...held];
  const own = told.filter((each) => each.source === source.name && each.inheritedFrom === undefined);
  return own.reduce<string>((oldest, { asOf }) => (oldest === '' || asOf < oldest ? asOf : oldest), '');
}

/** The ids by which the system itself knows the account. */
async function askedIds(
  { mappings }: PlannedSource,
  account: AccountKey,
  { tenant, directory }: Pick<LiveSurroundings, 'tenant' | 'directory'>,
): Promise<readonly AskedId[]> {
  const { ids } = await directory().identities(tenant, account);
  const asked = mappings.flatMap(({ mapping, id: { namespace, format } }) =>
    ids
      .filter((each) => each.namespace === namespace)
      .map(({ id }) => ({
        read: mapping.from,
        format,
        id: format === 'salesforce' ? (canonicalSalesforceId(id) ?? id) : id,
      })),
  );
  return [...new Map(asked.map((one) => [`${one.read} ${one.id}`, one])).values()];
}
