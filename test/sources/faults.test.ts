/**
 * Every connector, and systems that their source declares, against everything that goes wrong with a system: told apart, in bounded
 * time, no record lost or doubled. The matrix is printed at the end. What goes wrong with databases and with files that are fetched is
 * of other kinds: `postgresql.test.ts`, `mysql.test.ts`, `file-url.test.ts`.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../src/sources/connectors.ts';
import { valueAt } from '../../src/sources/kit/http/dotted-path.ts';
import { SourceFailure } from '../../src/sources/kit/http/source-failure.ts';
import { FAKES } from '../systems/fakes.ts';
import type { Fault } from '../systems/faults.ts';
import { ledgerSystem } from '../systems/ledger.ts';
import { rosterSystem } from '../systems/roster.ts';
import { FAULT_BOUNDS, FAULTS, withFault } from '../systems/faults.ts';
import type { VendorFake } from '../systems/vendor.ts';
import { reading, stand } from '../systems/vendor.ts';

/** All records, each once; or the kind of failure. `renewable`: all where there are newer credentials to be had, else `auth`. */
const EXPECTED: Readonly<Record<Fault, string>> = {
  ok: 'all',
  '429_then_ok': 'all',
  '429_forever': 'limit',
  '401_expired_once': 'renewable',
  '401_revoked': 'auth',
  '403_scope': 'forbidden',
  '500_once': 'all',
  '503_forever': 'transient',
  slow: 'all',
  silence: 'transient',
  truncated: 'contract',
  wrong_content_type: 'contract',
  html_login_page: 'contract',
  schema_drift_field_gone: 'contract',
  schema_drift_type_changed: 'contract',
  repeated_page: 'contract',
  page_loop: 'contract',
  huge_reply: 'contract',
  connection_reset: 'transient',
};

const seen = new Map<string, Map<Fault, string>>();

afterAll(() => {
  const names = [...seen.keys()];
  const row = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(at === 0 ? 27 : 17))
      .join('')
      .trimEnd();
  const rows = FAULTS.map((fault) => row([fault, ...names.map((name) => seen.get(name)?.get(fault) ?? '?')]));
  console.log([row(['', ...names]), ...rows].join('\n'));
});

it.each([...CONNECTORS.keys()])('%s has a fake with a read of several pages', (name) => {
  expect(FAKES.get(name)?.().sample.ids.length).toBeGreaterThan(2);
});

const DECLARED = [
  ['rest', rosterSystem],
  ['rest by last row', ledgerSystem],
] as const;

describe.each([...FAKES, ...DECLARED])('%s', (name, fakeOf) => {
  it.concurrent.each(FAULTS)('%s', async (fault) => {
    const outcome = await outcomeOf(fakeOf(), fault);
    const column = seen.get(name) ?? seen.set(name, new Map()).get(name);
    column?.set(fault, outcome);
    const expected = EXPECTED[fault] === 'renewable' ? (isRenewable(fakeOf()) ? 'all' : 'auth') : EXPECTED[fault];
    expect(outcome).toBe(expected);
  });
});

/** `all`, or what was read otherwise, or the kind of failure. Anything that is no SourceFailure is thrown on. */
async function outcomeOf(fake: VendorFake, fault: Fault): Promise<string> {
  const standing = await stand(fake, { reply: withFault(fake, fault) });
  const { read, columns, ids } = fake.sample;
  try {
    const rows = await reading(standing.client, fake.connector, read).all(columns, FAULT_BOUNDS);
    const id = fake.connector.reads[read]?.id ?? '';
    const got = rows.map((row) => String(valueAt(row, id))).toSorted();
    return JSON.stringify(got) === JSON.stringify([...ids].toSorted()) ? 'all' : `${got.length} of ${ids.length}`;
  } catch (error) {
    if (error instanceof SourceFailure) return error.kind;
    throw error;
  } finally {
    await standing.close();
  }
}

function isRenewable({ connector, waysIn }: VendorFake): boolean {
  const [way = ''] = Object.keys(waysIn);
  return ['client_credentials', 'jwt_bearer', 'refresh_token'].includes(connector.waysIn[way]?.auth.kind ?? '');
}
