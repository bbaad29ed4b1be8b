/**
 * `kill -9` of a serving process under load, every other time while it imports as well: each answer that a client has seen
 * has its record, the chain verifies, and the directory answers on.
 */
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyChain } from '../../src/audit/verify-chain.ts';
import { systemClock } from '../../src/base/clock.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { concierge, copyOfAcme, startConcierge } from '../support/concierge-process.ts';
import { replyOver } from '../support/asking.ts';
import { integrityOf } from './fingerprint.ts';
import { SERVING_KILLS, KILL_TIMEOUT_MS, randomMoment } from './kills.ts';

const CLIENTS = 8;
const LONGEST_MS = 400;
/** Records that a kill may cut off are younger than this; the whole chain is verified now and then, and at the end. */
const VERIFY_EVERY = 10;

const { folder, dispose } = copyOfAcme();
const storeFolder = join(folder, '.concierge');
const accounts = parse<Record<string, string>>(readFileSync(join(folder, 'data/crm_accounts.csv')), {
  columns: true,
  bom: true,
}).map((row) => row['Account ID'] ?? '');

beforeAll(async () => {
  const { code, stderr } = await concierge(['import', folder]);
  if (code !== 0) throw new Error(stderr);
}, 30_000);
afterAll(dispose);

it(
  `${SERVING_KILLS} kills under load lose no answered call’s record`,
  { timeout: SERVING_KILLS * KILL_TIMEOUT_MS },
  async () => {
    let answered = 0;
    for (let kill = 0; kill < SERVING_KILLS; kill += 1) {
      const since = Date.now();
      const seen = await answersUntilKilled(kill % 2 === 0 ? ['--from-last-import'] : [], randomMoment(LONGEST_MS));
      expect(missing(seen, await recordedSince(since))).toEqual([]);
      if (kill % VERIFY_EVERY === 0 || kill === SERVING_KILLS - 1) await expectWhole();
      answered += seen.length;
    }
    expect(answered).toBeGreaterThanOrEqual(SERVING_KILLS);
    expect(new Set(integrityOf(storeFolder))).toEqual(new Set(['ok']));
  },
);

/** What clients were answered, each as the words by which its record is told: none is asked twice in one run. */
async function answersUntilKilled(options: readonly string[], afterMs: number): Promise<readonly string[]> {
  const serving = startConcierge(['start', folder, '--port', '0', ...options], { env: { LOG_LEVEL: 'silent' } });
  const url = /listens at (\S+)/.exec(await serving.until(/listens at \S+/))?.[1] ?? '';
  const questions = everyQuestion();
  const answered: string[] = [];
  const clients = Array.from({ length: CLIENTS }, async () => {
    for (const question of questions) {
      const reply = await replyOver(url, 'get_escalation_contact', question).catch(() => null);
      if (reply === null) return;
      if (!reply.includes('"contact"')) continue;
      if (answered.length === 0) setTimeout(() => serving.child.kill('SIGKILL'), afterMs);
      answered.push(wordsOf(question));
    }
  });
  await Promise.all([...clients, serving.ended]);
  return answered;
}

type Question = { readonly account_id: string; readonly topic: string; readonly language: string };

/** One iterator for all clients: each question is taken once. */
function* everyQuestion(): Generator<Question> {
  for (const topic of ['billing', 'commercial', 'technical', 'security'])
    for (const language of ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'da', 'pl', 'cs', 'ja'])
      for (const account of accounts) yield { account_id: account, topic, language };
}

function wordsOf({ account_id, topic, language }: Question): string {
  return `${account_id.slice(0, 15)} ${topic} ${language}`;
}

function missing(seen: readonly string[], recorded: ReadonlySet<string>): readonly string[] {
  return seen.filter((words) => !recorded.has(words));
}

async function recordedSince(fromMs: number): Promise<ReadonlySet<string>> {
  const store = await openSqliteStore(storeFolder, { now: systemClock.now });
  const recorded = new Set<string>();
  try {
    for await (const { record } of store.records.latest('default', { fromMs })) {
      const { account, asked } = record;
      if (account.kind === 'known')
        recorded.add(`${account.account.slice('crm:'.length, 'crm:'.length + 15)} ${asked.topic} ${asked.language}`);
    }
    return recorded;
  } finally {
    await store.close();
  }
}

async function expectWhole(): Promise<void> {
  const store = await openSqliteStore(storeFolder, { now: systemClock.now });
  try {
    const { broken } = await verifyChain(store.records.chain('default'));
    expect(broken).toEqual([]);
  } finally {
    await store.close();
  }
}
