/** The hot path's subjects as they take part. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TokenOrder } from './access-token.ts';
import { tokenMaker } from './access-token.ts';
import type { Authority } from './authority.ts';
import { startAuthority } from './authority.ts';
import type { Expected } from './calls.ts';
import type { ChatPlatform } from './chat-platform.ts';
import { chatPlatform, STATEMENT_LIFE_S } from './chat-platform.ts';
import { expectedAnswers } from './expected.ts';
import { apiKey, BOUND_CALLER, FREE_CALLER, freePort, putDoors } from './guarded.ts';
import type { Entrant } from './measure.ts';
import type { ServerProcess } from './server-process.ts';
import { startServer } from './server-process.ts';
import type { Subject } from './subjects.ts';
import { commandOf } from './subjects.ts';
import type { Pass } from './ways.ts';
import { OPEN } from './ways.ts';
import { copySample, WORK } from './workspace.ts';

/** What all subjects of a run share. */
export type Field = {
  readonly expected: readonly Expected[];
  readonly readyMade: string;
  readonly authority: Authority;
  readonly platform: ChatPlatform;
};

export async function openField(): Promise<Field> {
  const { cards, expected } = await expectedAnswers(copySample('expected'));
  const readyMade = join(WORK, 'ready-made.json');
  writeFileSync(readyMade, JSON.stringify(cards));
  return { expected, readyMade, authority: await startAuthority(), platform: chatPlatform() };
}

const POLL_MS = 50;

/** Every subject gets a process of its own. */
export async function openEntrant(subject: Subject, field: Field): Promise<Entrant> {
  if (subject.way !== 'open') return await openGuarded(subject, field);
  const workspace = subject.program === 'concierge' ? copySample(subject.dialect) : '';
  const server = await startServer(commandOf(subject.program, { workspace, readyMade: field.readyMade }));
  if (subject.program === 'concierge') await imported(server);
  return { subject, server, asked: askedIn(field), pass: () => Promise.resolve(OPEN) };
}

/** `store`: a folder of its own in place of the workspace's. */
export async function openGuarded(subject: Subject, field: Field, store?: string): Promise<Entrant> {
  const workspace = copySample(subject.way);
  const port = await freePort();
  putDoors(workspace, { port, ...field }, store);
  const caller = subject.way === 'bound' ? BOUND_CALLER : FREE_CALLER;
  const key = await apiKey(workspace, caller);
  const server = await startServer(commandOf('concierge', { workspace, readyMade: field.readyMade, port }));
  await imported(server);
  return { subject, server, asked: askedIn(field), pass: passOf(subject, key, server.url, field) };
}

function askedIn({ expected }: Field): Entrant['asked'] {
  return { asks: 'contact', expected };
}

/** It names its address at once, and until its first import is done it answers with the fallback. */
export async function imported({ url }: ServerProcess): Promise<void> {
  const isReady = async (): Promise<boolean> => (await fetch(new URL('/readyz', url))).status === 200;
  while (!(await isReady())) await pause(POLL_MS);
}

function passOf({ way }: Subject, key: string, url: string, { authority, platform, expected }: Field): Entrant['pass'] {
  const { issuer, keyId, privateKey } = authority;
  const order: TokenOrder = { issuer, keyId, privateKey, audience: url, client: FREE_CALLER };
  switch (way) {
    case 'open':
      return () => Promise.resolve(OPEN);
    case 'key':
      return () => Promise.resolve({ token: key, statements: null });
    case 'jwt':
      return lasting(() => Promise.resolve({ token: tokenMaker(order)(), statements: null }));
    case 'new_jwt':
      return () => Promise.resolve({ token: order, statements: null });
    case 'bound':
      return lasting(async () => ({ token: key, statements: await stated(expected, url, platform) }));
  }
}

async function stated(
  expected: readonly Expected[],
  audience: string,
  platform: ChatPlatform,
): Promise<Readonly<Record<string, string>>> {
  const statements = expected.map(
    async ({ accountId }) => [accountId, await platform.state(accountId, audience, BOUND_CALLER)] as const,
  );
  return Object.fromEntries(await Promise.all(statements));
}

/** The same one while it is good for a turn yet. */
function lasting(make: () => Promise<Pass>): () => Promise<Pass> {
  let made = make();
  let madeAtMs = performance.now();
  return () => {
    if (performance.now() - madeAtMs > (STATEMENT_LIFE_S * 1000) / 2) {
      made = make();
      madeAtMs = performance.now();
    }
    return made;
  };
}
