/** Times the store's look-ups one by one; prints JSON. Arguments: the store's folder, and the file with what to look up. */
import { readFileSync } from 'node:fs';
import { systemClock } from '../../../src/base/clock.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import { quantile } from '../statistics.ts';

const TENANT = 'default';
const [folder = '', asked = ''] = process.argv.slice(2);
const { ids, emails } = JSON.parse(readFileSync(asked, 'utf8')) as {
  ids: readonly string[];
  emails: readonly string[];
};

const store = await openSqliteStore(folder, { now: systemClock.now });
const { directory } = store;
// The tenant's people are read once; that is the start's time, not a look-up's.
await directory.roster(TENANT);

const accounts = new Set<string>();
const byId = await timed(ids, async (id) => {
  const [account] = await directory.accountsById(TENANT, id);
  if (account === undefined) throw new Error(`${id} is not in the directory`);
  accounts.add(account);
});
const byEmail = await timed(emails, async (email) => {
  await directory.accountsByEmail(TENANT, email.toLowerCase());
});
const read = async (account: string): Promise<void> => {
  if ((await directory.dossier(TENANT, account)) === undefined) throw new Error(`${account} has no dossier`);
};
const dossierCold = await timed([...accounts], read);
const dossierCached = await timed([...accounts], read);
await store.close();
process.stdout.write(JSON.stringify({ byId, byEmail, dossierCold, dossierCached }));

async function timed(values: readonly string[], work: (value: string) => Promise<void>) {
  const times: number[] = [];
  for (const value of values) {
    const began = performance.now();
    await work(value);
    times.push((performance.now() - began) * 1000);
  }
  return { p50Us: quantile(times, 0.5), p99Us: quantile(times, 0.99) };
}
