/**
 * What serving does for its records in time: drops those that are too old, and signs where the chains stand, on the
 * deployment's schedule. Trouble is told and ends nothing: the next time it is tried again.
 */
import { mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signCheckpoint } from '../../audit/checkpoint.ts';
import type { EpochMs } from '../../base/clock.ts';
import { instantOf } from '../../base/clock.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { CheckpointSchedule, Deployment } from '../../config/deployment.ts';
import { secretValue } from '../../config/secret-value.ts';
import type { RecordStore } from '../../store/store.ts';
import { checkpointOf } from '../records/checkpoint-of.ts';

export type House = {
  readonly tenant: Tenant;
  readonly deployment: Pick<Deployment, 'records' | 'secrets' | 'secretsFolder'>;
  readonly records: () => RecordStore;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => EpochMs;
  readonly onTrouble: (what: 'expiry_failed' | 'checkpoint_failed', cause: unknown) => void;
  readonly onExpired: (records: number) => void;
};

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Between two looks whether something is due. */
const LOOK_MS = 60_000;

/** Ends with `stop`, which waits for what is under way. */
export function keepHouse(house: House): { readonly stop: () => Promise<void> } {
  let expiredAt = Number.NEGATIVE_INFINITY;
  let working = Promise.resolve();
  const look = async (): Promise<void> => {
    if (house.now() - expiredAt >= HOUR_MS) {
      expiredAt = house.now();
      await expireOld(house).catch((cause: unknown) => house.onTrouble('expiry_failed', cause));
    }
    await checkpointWhenDue(house).catch((cause: unknown) => house.onTrouble('checkpoint_failed', cause));
  };
  const begin = (): void => {
    working = working.then(look);
  };
  begin();
  const timer = setInterval(begin, LOOK_MS).unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await working;
    },
  };
}

async function expireOld({ tenant, deployment, records, now, onExpired }: House): Promise<void> {
  const { keepDays } = deployment.records;
  if (keepDays === null) return;
  const { records: dropped } = await records().expire(tenant, { beforeMs: now() - keepDays * DAY_MS, atMs: now() });
  if (dropped > 0) onExpired(dropped);
}

async function checkpointWhenDue({ tenant, deployment, records, env, now }: House): Promise<void> {
  const schedule = deployment.records.checkpoint;
  if (schedule === null || now() - newestIn(schedule, tenant) < schedule.everyHours * HOUR_MS) return;
  const checkpoint = await checkpointOf(records(), tenant, now());
  if (checkpoint.heads.length === 0) return;
  const signed = await signCheckpoint(checkpoint, secretValue(deployment, schedule.key, 'here', env));
  put(schedule.folder, `${prefixOf(tenant)}${instantOf(now()).replaceAll(':', '-')}${ENDING}`, signed);
}

const ENDING = '.jws';

function prefixOf(tenant: Tenant): string {
  return `checkpoint-${tenant}-`;
}

/** When the newest checkpoint was written: also by an earlier process, or by another one. */
function newestIn({ folder }: CheckpointSchedule, tenant: Tenant): EpochMs {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const names = readdirSync(folder).filter((name) => name.startsWith(prefixOf(tenant)) && name.endsWith(ENDING));
  const newest = names.toSorted().at(-1);
  return newest === undefined ? Number.NEGATIVE_INFINITY : statSync(join(folder, newest)).mtimeMs;
}

/** Whole or not at all: whoever copies the folder's files takes no half one. */
function put(folder: string, name: string, text: string): void {
  const unfinished = join(folder, `.${name}.${process.pid}`);
  writeFileSync(unfinished, `${text}\n`, { mode: 0o600 });
  renameSync(unfinished, join(folder, name));
}
