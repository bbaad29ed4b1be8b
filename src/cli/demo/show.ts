/** The demo while it runs: the first sync, then answers and syncs in turns, and keys. Returns when somebody ends it. */
import { answer } from '../../answer/answer.ts';
import { Failure } from '../../base/failure.ts';
import type { EscalationCard } from '../../card/contract.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import type { AcmeSystems, DemoSystem } from '../../demo/systems-of-acme.ts';
import { CHANGED_ACCOUNT } from '../../demo/systems-of-acme.ts';
import { status } from '../commands/status.ts';
import type { Concierge } from '../concierge.ts';
import type { CommandContext } from '../context.ts';
import type { Serving } from '../serving/serve-http.ts';
import { hearing } from './heard.ts';
import type { Keyboard } from './keyboard.ts';
import type { Paint } from './lines.ts';
import { answerLine, eventLine, firstReadLines, headLine, keysText, painting, switchedText } from './lines.ts';
import type { Press } from './presses.ts';
import { questionAt } from './questions.ts';
import { takeTurns } from './turns.ts';

export type Scene = {
  readonly acme: AcmeSystems;
  readonly concierge: Concierge;
  readonly serving: Pick<Serving, 'desk' | 'localUrl' | 'pageUrl'>;
  readonly press: readonly Press[];
  readonly keyboard: Pick<Keyboard, 'listen'>;
};

const ASK_EVERY_MS = 2_500;
/** A server asks its systems every quarter of an hour. */
const SYNC_EVERY_MS = 10_000;

export async function show(scene: Scene, context: CommandContext): Promise<void> {
  const { acme, concierge, press, keyboard } = scene;
  const paint = painting(context);
  await firstSync(scene, context, paint);
  const stopped = new AbortController();
  const ended = Promise.withResolvers<void>();
  const asking = takeTurns({ firstMs: 0, everyMs: ASK_EVERY_MS }, asker(scene, context, paint));
  const syncing = takeTurns(
    { firstMs: SYNC_EVERY_MS, everyMs: SYNC_EVERY_MS },
    syncer(scene, context, paint, stopped.signal),
  );
  const hit = keysOf({
    flip: async (system) => {
      await system.flip();
      context.out(eventLine(switchedText(system), paint));
      asking.soon();
      syncing.soon();
    },
    change: () => {
      const name = acme.changeManager();
      context.out(eventLine(`In Salesforce the CSM of ${CHANGED_ACCOUNT} is ${name} now.`, paint));
      asking.soon();
    },
    status: async () => {
      await status({ dir: concierge.workspace.folder }, context);
      context.out(headLine(paint));
    },
    quit: ended.resolve,
    systems: acme.systems,
  });
  const onKey = (key: string): void => {
    hit(key).catch((error: unknown) => ended.reject(error));
  };
  const timers = press.map(({ key, afterMs }) => setTimeout(() => onKey(key), afterMs));
  keyboard.listen(onKey);
  try {
    await Promise.race([context.interrupted, ended.promise]);
  } finally {
    for (const timer of timers) clearTimeout(timer);
    stopped.abort();
    await Promise.all([asking.stop(), syncing.stop()]);
  }
}

async function firstSync({ acme, concierge, serving }: Scene, context: CommandContext, paint: Paint): Promise<void> {
  const { out } = context;
  out('Acme and four of its systems, on this machine: stand-ins that behave as their');
  out('vendors document. Syncs, look-ups and answers are the real ones.\n');
  out('Asking them for the first time:');
  const { synced, report } = await concierge.importSources({ sync: { sources: 'all', full: false } });
  for (const line of firstReadLines(synced, acme.systems)) out(line);
  const { accounts, people } = report.directory;
  out(`  make a directory of ${accounts} accounts and ${people} people.\n`);
  out(`cx_concierge listens at ${paint('bold', serving.localUrl)}`);
  if (serving.pageUrl !== null) out(`The page: ${serving.pageUrl}`);
  out(`The workspace, while this runs: ${concierge.workspace.folder}\n`);
  out(`${keysText(acme.systems)}\n`);
  out(headLine(paint));
}

function asker({ acme, concierge, serving }: Scene, { out, clock }: CommandContext, paint: Paint) {
  const metBefore = new Map<string, string>();
  let turn = 0;
  return async (): Promise<void> => {
    const { asks, arguments: given } = questionAt(turn++);
    const { caller } = concierge;
    const tool = 'get_escalation_contact';
    const asked = { caller, service: CONCIERGE, tool, arguments: given, assertion: { kind: 'absent' } } as const;
    const outcome = await answer(asked, serving.desk);
    if (outcome.kind !== 'answered') return;
    const card = outcome.card as EscalationCard;
    const before = metBefore.get(asks);
    metBefore.set(asks, card.contact.name);
    const isNew = before !== undefined && before !== card.contact.name;
    out(answerLine({ asks, card, isNew, nowMs: clock.now() }, acme.systems, paint));
  };
}

function syncer({ acme, concierge }: Scene, { out }: CommandContext, paint: Paint, signal: AbortSignal) {
  const heard = hearing(acme.systems);
  return async (): Promise<void> => {
    try {
      const sync = { sources: 'all', full: false } as const;
      const { synced } = await concierge.importSources({ sync, mergeWhere: 'synced', signal });
      for (const line of heard(synced)) out(eventLine(line, paint));
    } catch (error) {
      if (!signal.aborted) out(eventLine(error instanceof Failure ? error.message : 'A sync broke off.', paint));
    }
  };
}

type Does = {
  readonly systems: readonly DemoSystem[];
  readonly flip: (system: DemoSystem) => Promise<void>;
  readonly change: () => void;
  readonly status: () => Promise<void>;
  readonly quit: () => void;
};

const CTRL_C = '\u0003';

/** What a key does; any other does nothing. */
function keysOf({ systems, flip, change, status: tell, quit }: Does): (key: string) => Promise<void> {
  return async (key) => {
    const system = systems[Number(key) - 1];
    if (system !== undefined) await flip(system);
    else if (key === 'c') change();
    else if (key === 's') await tell();
    else if (key === 'q' || key === CTRL_C) quit();
  };
}
