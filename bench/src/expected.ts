/**
 * Whom each account's customer has to meet. The product says it over stdio, from a store of its own: none of the HTTP
 * stack, fast lane or warm caches that are measured has a part in it. A few people are known by name from the sample's
 * own description, so that the measure doesn't rest on the product alone.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Expected } from './calls.ts';
import { PRODUCT } from './subjects.ts';

/** What was answered for each account of the sample: the card's JSON text, and whom it names. */
export type Answers = { readonly cards: Readonly<Record<string, string>>; readonly expected: readonly Expected[] };

/** From examples/acme/README.md. */
const KNOWN: Readonly<Record<string, string>> = {
  '001Hs00003QQCZHIA5': 'sarah.jenkins@acme.example', // a VVIP with her active CSM
  '001Hs00003Q7KT3IAN': 'jonas.mueller@acme.example', // a VIP whose CSM left: her manager
  '001Hs00003Qx4e6IAB': 'camille.laurent@acme.example', // the CSM is on leave: her deputy
};

type Line = { readonly id?: number; readonly result?: { readonly structuredContent?: Card } };
type Card = { readonly contact: { readonly name: string; readonly email: string } };

/** Throws an Error when the product doesn't answer, or names somebody else than the sample's description does. */
export async function expectedAnswers(workspace: string): Promise<Answers> {
  const ids = accountIds(workspace);
  const cards = await askOverStdio(workspace, ids);
  for (const [id, email] of Object.entries(KNOWN)) {
    const named = cards.get(id)?.contact.email;
    if (named !== email) throw new Error(`Account ${id} has to meet ${email}, but the product says ${named}.`);
  }
  return {
    cards: Object.fromEntries([...cards].map(([id, card]) => [id, JSON.stringify(card)])),
    expected: [...cards].map(([accountId, { contact }]) => ({ accountId, name: contact.name, email: contact.email })),
  };
}

/** Every account of the sample's CRM: the id is the first cell of a row, in quotation marks. */
export function accountIds(workspace: string): readonly string[] {
  const csv = readFileSync(join(workspace, 'data', 'crm_accounts.csv'), 'utf8');
  return [...csv.matchAll(/^"(001\w{15})"/gm)].map(([, id]) => id ?? '');
}

/** What the product says over stdio of each account, by its id. */
export async function askOverStdio(
  workspace: string,
  ids: readonly string[],
  options: readonly string[] = [],
): Promise<ReadonlyMap<string, Card>> {
  const command = [PRODUCT, 'stdio', workspace, ...options];
  const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  for (const line of requests(ids)) child.stdin.write(`${JSON.stringify(line)}\n`);
  const cards = new Map<string, Card>();
  for await (const text of createInterface({ input: child.stdout })) {
    const { id = 0, result } = JSON.parse(text) as Line;
    const [account, card] = [ids[id - 1], result?.structuredContent];
    if (account !== undefined && card !== undefined) cards.set(account, card);
    if (id > 0 && card === undefined) throw new Error(`No card for account ${account}: ${text}`);
    if (cards.size === ids.length) child.stdin.end();
  }
  await ended;
  if (cards.size < ids.length) throw new Error(`The product answered ${cards.size} of ${ids.length} accounts.`);
  return cards;
}

function requests(ids: readonly string[]): object[] {
  const clientInfo = { name: 'bench', version: '1.0.0' };
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  const calls = ids.map((account_id, index) => ({
    jsonrpc: '2.0',
    id: index + 1,
    method: 'tools/call',
    params: { name: 'get_escalation_contact', arguments: { account_id } },
  }));
  return [
    { jsonrpc: '2.0', id: 0, method: 'initialize', params },
    { jsonrpc: '2.0', method: 'notifications/initialized' },
    ...calls,
  ];
}
