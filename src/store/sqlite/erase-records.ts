/**
 * Takes somebody out of the decision records while others may go on writing: out of the rows, again until nothing more
 * comes; then out of whatever the file's pages and its log have left of them. On a connection and the thread of whoever
 * asks for it. Which rows go and what is said of them: see eraser.ts.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErasureSelection, Purged } from '../../audit/erasure.ts';
import { Failure } from '../../base/failure.ts';
import type { Tenant } from '../../caller/caller.ts';
import type { SqliteConnection } from './connection.ts';
import type { StorePlace } from './database.ts';
import { emptyLog, extendedCode, openDatabase, storeFailure } from './database.ts';
import type { Eraser } from './eraser.ts';
import { eraser } from './eraser.ts';
import { rowRewriter } from './rewrite-rows.ts';
import { textIn } from './rows.ts';
import { bytesHold, pagesHolding } from './scan-file.ts';
import { PAGE_BYTES, RECORDS_FILE } from './schema.ts';
import { FRESH_MS } from './views.ts';

/** For so long a process that serves may not have seen that the directory forgot somebody, and may be writing of them. */
const SETTLE_MS = FRESH_MS + 300;
const MAX_LOOKS = 30;
/** Measured: one in ten erasures leaves bytes, one in a hundred of those after the first try to get rid of them. */
const MAX_REWRITES = 5;
/** More pages than this are rewritten with the whole file. */
const MAX_PAGES = 2_000;

/**
 * @throws Failure `usage` where the reason tells of whom; `store_unavailable`: the file fails, somebody reads its log without
 * a pause, records of whom is erased keep coming, or texts of them stay
 */
export async function eraseRecords(
  { folder, busyTimeoutMs }: StorePlace,
  tenant: Tenant,
  selection: ErasureSelection,
  settleMs = SETTLE_MS,
): Promise<Purged> {
  if (selection.needles.some((needle) => needle !== '' && selection.reason.includes(needle))) throw tellingReason();
  const file = join(folder, RECORDS_FILE.name);
  const database = openDatabase(folder, RECORDS_FILE, { use: 'bulk', busyTimeoutMs });
  try {
    const erasing = eraser(database, tenant, selection);
    await erasing.look();
    await lookUntilNoneComes(erasing, settleMs);
    const bytes: Bytes = { database, file, needles: selection.needles, patienceMs: busyTimeoutMs };
    await overwriteBytes(bytes, tenant, erasing, () => lookUntilNoneComes(erasing, settleMs));
    return erasing.purged();
  } catch (error) {
    // What a predicate threw is its own; only the file's trouble gets the file's sentence.
    throw extendedCode(error) === 0 ? error : storeFailure(file, error);
  } finally {
    database.close();
  }
}

async function lookUntilNoneComes(erasing: Eraser, settleMs: number): Promise<void> {
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    await sleep(settleMs);
    if (!(await erasing.look())) return;
  }
  throw new Failure(
    'store_unavailable',
    'Records of whom is erased keep being written.',
    'Take them out of the directory first, then erase them again.',
  );
}

type Bytes = {
  readonly database: SqliteConnection;
  readonly file: string;
  readonly needles: readonly string[];
  readonly patienceMs: number;
};

/**
 * Until no file has a needle any more. Another tenant's records may rightly have it: then no look at the bytes proves
 * anything, and what does is that the whole file was written afresh from what is there.
 */
async function overwriteBytes(
  bytes: Bytes,
  tenant: Tenant,
  erasing: Eraser,
  lookAgain: () => Promise<void>,
): Promise<void> {
  for (let attempt = 1; await leavesBytes(bytes); attempt += 1) {
    if (attempt > MAX_REWRITES + 1) throw bytesLeft(bytes.file);
    if (await erasing.look()) continue;
    const holders = tenantsHolding(bytes);
    if (holders.has(tenant)) throw bytesLeft(bytes.file);
    const wholeFile = holders.size > 0 || attempt > MAX_REWRITES || !(await rewriteSomeRows(bytes));
    if (wholeFile) {
      // While it works nobody can write. Afterwards rows may have other numbers.
      bytes.database.exec('PRAGMA temp_store = FILE; VACUUM');
      erasing.startOver();
    }
    await lookAgain();
    if (holders.size > 0) return await emptyLog(bytes.database, bytes.file, bytes.patienceMs);
  }
}

/** Whether the file or its log, which is emptied before, still has what was erased. */
async function leavesBytes({ database, file, needles, patienceMs }: Bytes): Promise<boolean> {
  await emptyLog(database, file, patienceMs);
  return (await bytesHold(file, needles)) || (await bytesHold(`${file}-wal`, needles));
}

/** Whose records or snapshots that are there have a needle, as JSON has it. */
function tenantsHolding({ database, needles }: Bytes): ReadonlySet<Tenant> {
  const holding = database.prepare(
    `SELECT DISTINCT tenant FROM (SELECT tenant, body AS text FROM record UNION ALL SELECT tenant, json FROM snapshot)
     WHERE instr(text, ?) > 0`,
  );
  const forms = needles.flatMap((needle) => [needle, JSON.stringify(needle).slice(1, -1)]);
  return new Set(forms.flatMap((form) => holding.all(form).map((row) => textIn(row, 'tenant'))));
}

/** False where there are so many that the whole file is as well rewritten. */
async function rewriteSomeRows({ database, file, needles }: Bytes): Promise<boolean> {
  const pages = await pagesHolding(file, needles, PAGE_BYTES, MAX_PAGES);
  if (pages.length === MAX_PAGES) return false;
  const rewriter = rowRewriter(database);
  for (const page of pages) rewriter.rewriteAround(page);
  return true;
}

function bytesLeft(file: string): Failure {
  const message = `The store's file ${file} still holds texts of whom was erased.`;
  return new Failure('store_unavailable', message, 'Name texts that nobody else has, then erase again.');
}

function tellingReason(): Failure {
  const mend = 'Give e.g. the number of the request: the reason is kept when they are gone.';
  return new Failure('usage', 'The reason for the erasure names whom it is about.', mend);
}
