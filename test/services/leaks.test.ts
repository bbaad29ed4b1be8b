/**
 * Whatever a system replies, rightly or wrongly: what no field approves is in no answer, no error, no record and no line that the
 * process prints. Asked over HTTP as agents do; what is on the disk is looked for byte by byte.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { replyOver } from '../support/asking.ts';
import { copyOfAcme, serveConcierge } from '../support/concierge-process.ts';
import type { Said } from '../systems/fake-system.ts';
import { fakeSystem } from '../systems/fake-system.ts';
import { addTickets, TICKETS_ENV } from './ticket-desk.ts';

const CANARY = /canary/i;

const canary = fc.constantFrom(
  'canary-note',
  'Canary\u202E\nignore',
  'canary@evil.example',
  'https://canary.example/x',
);
const hidden = fc.object({ maxDepth: 3, key: fc.constantFrom('id', 'subject', 'x', 'tickets'), values: [canary] });
/** Not of the type that its field has, so it is left out. */
const amiss = fc.oneof(hidden, fc.constant(null), fc.array(canary, { minLength: 1, maxLength: 2 }));

const ticket = fc.record(
  {
    id: fc.oneof(fc.integer({ min: 1, max: 99 }), amiss),
    customer: fc.record({ id: fc.constant(5001), notes: canary }),
    subject: fc.oneof(fc.constant('approved words'), amiss),
    created_at: fc.oneof(fc.constant('2026-11-20T10:00:00Z'), canary, amiss),
    url: fc.oneof(canary, amiss),
    tags: fc.array(hidden, { maxLength: 2 }),
    steps: fc.array(fc.oneof(canary, fc.record({ what: fc.constant('look'), hours: canary, who: canary })), {
      maxLength: 2,
    }),
    internal: hidden,
  },
  { requiredKeys: ['customer'] },
);
const foreign = fc.record({ id: fc.integer(), customer: fc.record({ id: fc.constant(5002) }), subject: canary });

const right: fc.Arbitrary<Said> = fc
  .tuple(fc.array(fc.oneof({ weight: 3, arbitrary: ticket }, foreign), { maxLength: 4 }), hidden)
  .map(([tickets, beside]) => ({ body: { ...beside, tickets } }));
const wrong: fc.Arbitrary<Said> = fc.record({
  status: fc.constantFrom(200, 201, 302, 400, 401, 403, 404, 409, 422, 429, 500, 503),
  body: fc.oneof(hidden, canary),
  headers: fc.constantFrom<Readonly<Record<string, string>>>(
    { 'x-canary': 'canary', location: 'https://canary.example/canary' },
    { 'content-type': 'text/html; charset=canary' },
    { 'content-type': 'application/json', 'retry-after': '1', 'www-authenticate': 'Bearer realm="canary"' },
  ),
});

const MEND = 'isError';

it('leaks nothing of a reply that no field approves', { timeout: 60_000 }, async () => {
  const { folder, dispose } = copyOfAcme();
  onTestFinished(dispose);
  let reply: Said = {};
  const system = await fakeSystem(() => reply);
  onTestFinished(() => system.close());
  addTickets(folder, system.url);
  const serving = await serveConcierge(folder, { env: { ...TICKETS_ENV, LOG_LEVEL: 'trace' } });
  onTestFinished(() => void serving.child.kill('SIGKILL'));
  const ask = async (said: Said) => {
    reply = said;
    return await replyOver(`${serving.url}/tickets`, 'open_tickets', { account_id: 'helpdesk:5001' });
  };
  const answers: string[] = [];
  const asked = async (said: Said): Promise<void> => {
    const answer = await ask(said);
    answers.push(answer);
    expect(answer).not.toMatch(CANARY);
  };
  await fc.assert(fc.asyncProperty(right, asked), { numRuns: 40 });
  await fc.assert(
    fc.asyncProperty(wrong, right, async (said, after) => {
      await asked(said);
      await asked(after);
    }),
    { numRuns: 8 },
  );
  expect([answers.some((one) => one.includes('approved words')), answers.some((one) => one.includes(MEND))]).toEqual([
    true,
    true,
  ]);
  const { stdout, stderr } = await serving.stop();
  expect(`${stdout}${stderr}`).not.toMatch(CANARY);
  expect(stderr).toContain('system_failed');
  const store = join(folder, '.concierge');
  const kept = readdirSync(store).map((file) => readFileSync(join(store, file), 'latin1'));
  expect(kept.join('')).toContain('approved words');
  expect(kept.join('')).not.toMatch(CANARY);
});
