/** The sample company as the benchmark serves it: a copy with its own store, its escalation table extended to 20 rows. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * This run's folder, on the disk that the repository is on: where a temporary folder lives in memory, a durable record
 * would cost nothing.
 */
export const WORK = join(import.meta.dirname, '..', '.work', String(process.pid));

const SAMPLE = join(import.meta.dirname, '..', '..', 'examples', 'acme');
const RULES = 20;

/** Rows like the sample's own, for big accounts; three cells each, so that most accounts try them and pass on. */
const MORE_ROWS = [
  { id: 'bench-emea', when: '{ account.region: EMEA, account.arr_usd: { at_least: 900000 }, topic: technical }' },
  { id: 'bench-amer', when: '{ account.region: AMER, account.arr_usd: { at_least: 900000 }, topic: technical }' },
  { id: 'bench-apac', when: '{ account.region: APAC, account.arr_usd: { at_least: 900000 }, topic: technical }' },
  { id: 'bench-score', when: '{ account.health_score: { below: 20 }, account.type: Customer, urgency: urgent }' },
  { id: 'bench-french', when: '{ account.language: fr, account.days_to_renewal: 0..30, topic: commercial }' },
  { id: 'bench-japanese', when: '{ account.language: ja, account.days_to_renewal: 0..30, topic: commercial }' },
];

const LAST_ROW = '  - id: otherwise\n';

/** Returns the copy's folder. Throws an Error when the sample's table no longer has room for the rows. */
export function copySample(name: string): string {
  mkdirSync(WORK, { recursive: true });
  const folder = mkdtempSync(join(WORK, `${name}-`));
  cpSync(SAMPLE, folder, { recursive: true, filter: (path) => !path.endsWith('.concierge') });
  const table = join(folder, 'guardrails', 'escalation.yaml');
  writeFileSync(table, extended(readFileSync(table, 'utf8')));
  return folder;
}

function extended(yaml: string): string {
  const missing = RULES - rowsOf(yaml);
  const rows = MORE_ROWS.slice(0, missing).map(
    ({ id, when }) =>
      `  - id: ${id}\n    when: ${when}\n    route: [role:CSM, backup, manager]\n    reason: your_team\n\n`,
  );
  const longer = sameAtAnyHour(yaml).replace(LAST_ROW, `${rows.join('')}${LAST_ROW}`);
  if (rowsOf(longer) === RULES) return longer;
  throw new Error(`The sample has ${rowsOf(yaml)} guardrails, and the benchmark can't make that ${RULES}.`);
}

/** A row that passes over who is closed names another person when a working day begins in the middle of a run. */
function sameAtAnyHour(yaml: string): string {
  return yaml.replaceAll(/^ +if_closed: skip\n/gm, '');
}

function rowsOf(yaml: string): number {
  return yaml.match(/^ {2}- id: /gm)?.length ?? 0;
}
