/**
 * How fairly a sticky team shares 100,000 accounts, and which accounts move when a member joins, leaves, goes on leave or
 * works half: beside what the theory of weighted rendezvous hashing says. Nothing is timed; the figures are the same on every
 * machine. Prints a table on stderr and JSON on stdout, or into `--json FILE`.
 */
import type { Person } from '../../src/directory/records.ts';
import { rosterOf } from '../../src/directory/records.ts';
import { person, team } from '../../src/guardrails/fixtures.ts';
import { groupsOf, pickMember } from '../../src/guardrails/pool.ts';
import { printJson, readOptions, runBench } from './command-line.ts';
import { environment } from './environment.ts';
import { table } from './report.ts';

const ACCOUNTS = 100_000;
const SIZES = [3, 10, 50, 250];
const TEAM = team('pool', { strategy: 'sticky', members: { role: 'Pool' } });

const HELP = `Usage: npm --prefix bench run -s pools -- [options]
  --json FILE          write the JSON there instead of to stdout`;

const values = readOptions(HELP, { json: { type: 'string' } });

type Home = readonly (string | null)[];

function members(size: number): Person[] {
  return Array.from({ length: size }, (_, index) => person(`p${index}`, { roles: ['Pool'] }));
}

function homes(people: readonly Person[], isAway: (key: string) => boolean = () => false): Home {
  const [pool = []] = groupsOf(TEAM, rosterOf(people), null);
  const accept = ({ key }: Person): string | null => (isAway(key) ? null : key);
  return Array.from({ length: ACCOUNTS }, (_, index) => pickMember(pool, 'sticky', `crm:${index}`, accept));
}

/** Standard deviations between the shares and fair ones: about 1 where chance alone decides. */
function unfairness(home: Home, size: number): number {
  const counts = new Map<string | null, number>();
  for (const key of home) counts.set(key, (counts.get(key) ?? 0) + 1);
  const fair = ACCOUNTS / size;
  const chi = [...counts.values()].reduce((sum, count) => sum + (count - fair) ** 2 / fair, 0);
  return Math.sqrt(chi / (size - 1));
}

function largest(home: Home): number {
  const counts = new Map<string | null, number>();
  for (const key of home) counts.set(key, (counts.get(key) ?? 0) + 1);
  return Math.max(...counts.values());
}

type Moved = { readonly what: string; readonly moved: number; readonly theory: number; readonly needless: number };

/** `isDue`: whether the change concerns this account, so that it had to move. */
function moved(
  what: string,
  from: Home,
  to: Home,
  theory: number,
  isDue: (old: string | null, now: string | null) => boolean,
): Moved {
  const pairs = from.map((old, index) => [old, to[index] ?? null] as const).filter(([old, now]) => old !== now);
  const needless = pairs.filter(([old, now]) => !isDue(old, now)).length;
  return { what, moved: pairs.length / ACCOUNTS, theory, needless };
}

function ofSize(size: number) {
  const people = members(size);
  const home = homes(people);
  const half = people.map((one) => (one.key === 'p0' ? { ...one, weight: 0.5 } : one));
  const [leaver, joiner] = ['p0', `p${size}`];
  return {
    size,
    unfairness: unfairness(home, size),
    largest: largest(home) / (ACCOUNTS / size),
    moves: [
      moved('one joins', home, homes(members(size + 1)), 1 / (size + 1), (_, now) => now === joiner),
      moved('one leaves', home, homes(people.slice(1)), 1 / size, (old) => old === leaver),
      moved(
        'one is on leave',
        home,
        homes(people, (key) => key === leaver),
        1 / size,
        (old) => old === leaver,
      ),
      moved('one works half', home, homes(half), 1 / size - 0.5 / (size - 0.5), (old) => old === leaver),
    ],
  };
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

async function main(): Promise<void> {
  const pools = SIZES.map(ofSize);
  const header = ['members', 'unfairness', 'largest share', 'change', 'moved', 'theory', 'moved needlessly'];
  const rows = pools.flatMap(({ size, unfairness: sigma, largest: most, moves }) =>
    moves.map(({ what, moved: share, theory, needless }) => [
      String(size),
      sigma.toFixed(2),
      `${most.toFixed(3)} × fair`,
      what,
      percent(share),
      percent(theory),
      String(needless),
    ]),
  );
  console.error(table(header, rows));
  printJson({ ...environment(), accounts: ACCOUNTS, pools }, values.json);
}

await runBench(main);
