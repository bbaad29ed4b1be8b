/**
 * `concierge publish`: makes the folder the live release, after the gate: check, scenarios, and a simulation within what the
 * workspace allows. Exit code 15 where it would change more and nobody accepts that; then nothing was changed.
 */
import { Failure } from '../../base/failure.ts';
import { instantOf } from '../../base/clock.ts';
import { problemText } from '../../base/problem.ts';
import type { ReleaseChange } from '../../config/diff/change.ts';
import { releaseChanges } from '../../config/diff/release-changes.ts';
import { releaseOf } from '../../config/release.ts';
import { withReferred } from '../../scenarios/suite.ts';
import { gateQuestions } from '../../simulation/gate-questions.ts';
import type { GateEffect, Publication } from '../../store/store.ts';
import { changesText } from '../releases/changes-text.ts';
import type { Configured, OpenOptions } from '../configured.ts';
import { readConfiguration } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { counted } from '../terminal/counted.ts';
import { emphasis } from '../terminal/emphasis.ts';
import { fromHere } from '../terminal/from-here.ts';
import type { Excess, Simulated } from '../releases/gate.ts';
import { effectOf, excesses, simulatedGate } from '../releases/gate.ts';
import { excessTable, excessWords, simulatedText } from '../releases/gate-text.ts';
import type { LiveRelease } from '../serving/live-release.ts';
import { folderRelease, publishedRelease } from '../serving/live-release.ts';
import type { PublisherOptions } from '../releases/publisher.ts';
import { publisherOf } from '../releases/publisher.ts';
import { importHint, isLive, releaseWords } from '../releases/release-words.ts';
import { flat, isPassed, scenariosOf, triedOn } from '../releases/run-scenarios.ts';
import { onGround } from '../releases/scenario-ground.ts';
import { scenariosText } from '../releases/scenarios-text.ts';
import type { SimulatedPlace } from '../simulate/simulate-run.ts';

export type PublishOptions = OpenOptions &
  PublisherOptions & { readonly acceptChange?: boolean; readonly dryRun?: boolean; readonly json?: boolean };

/** What the gate came to; what was not asked is null. */
type Gate = {
  readonly scenarios: number;
  readonly simulated: Simulated | null;
  readonly excesses: readonly Excess[];
  readonly unreadable: Publication | null;
  /** Null where nothing is live, or can be read. */
  readonly changes: readonly ReleaseChange[] | null;
};

/** What is compared: the live release, where it can be read, and the folder. */
type Compared = {
  readonly live: LiveRelease | null;
  /** What is live and can't be read here: nobody can tell what would change. */
  readonly unreadable: Publication | null;
  readonly draft: LiveRelease;
};

export async function publish(options: PublishOptions, context: CommandContext): Promise<void> {
  const publisher = publisherOf(options);
  const configured = readConfiguration(options, context);
  const { workspace, deployment } = configured;
  const store = await context.openStore(deployment.store, context.clock);
  try {
    const live = await store.releases.live(workspace.tenant);
    if (live !== undefined && isLive(workspace, live)) return sayLiveAlready(live, options, context);
    const draft = await folderRelease(workspace, store.releases, context.clock.now());
    const before = live === undefined ? null : await readable(live, configured, store, context);
    const compared = { live: before, unreadable: before === null ? (live ?? null) : null, draft };
    const gate = await throughGate(options, configured, compared, { store, deployment, workspace }, context);
    const reasons = holding(gate, configured);
    const held = reasons.length > 0 && options.acceptChange !== true;
    const effect = historyOf(gate, reasons.length > 0);
    const entry = { at: instantOf(context.clock.now()), how: 'publish' as const, ...publisher, effect };
    const isWanted = !held && options.dryRun !== true;
    const published = isWanted
      ? await store.releases.publish(workspace.tenant, releaseOf(workspace), entry, live?.sequence ?? 0)
      : null;
    if (published?.kind === 'overtaken') throw overtaken(published.live);
    tell(gate, published?.publication ?? null, options, context);
    if (held) throw heldBy(reasons, gate);
  } finally {
    context.progress(null);
    await store.close();
  }
}

/** Why somebody must accept it, in sentences. Where limits are set, what can't be compared isn't within them. */
function holding({ excesses: above, unreadable }: Gate, { workspace }: Configured): readonly string[] {
  const { contact, fallback } = workspace.publishAbove;
  const isLimited = contact !== null || fallback !== null;
  return [
    ...above.map(excessWords),
    ...(unreadable !== null && isLimited
      ? [`Release ${unreadable.number} can’t be read here, so nobody can tell how much would change.`]
      : []),
  ];
}

function historyOf({ simulated }: Gate, accepted: boolean): GateEffect | null {
  if (simulated !== null) return effectOf(simulated, accepted);
  return accepted ? { accounts: 0, contact: 0, fallback: 0, accepted } : null;
}

/** What can't be read can't be compared with; it must not keep anybody from publishing for good. */
async function readable(
  live: Publication,
  { workspace }: Configured,
  { releases }: SimulatedPlace['store'],
  { err }: CommandContext,
): Promise<LiveRelease | null> {
  return await publishedRelease(live, workspace.tenant, releases).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    err(`${error.message} So nothing can be compared with it.`);
    return null;
  });
}

async function throughGate(
  options: PublishOptions,
  configured: Configured,
  { live, unreadable, draft }: Compared,
  place: SimulatedPlace,
  context: CommandContext,
): Promise<Gate> {
  const { workspace } = configured;
  const scenarios = await checked(options, configured, context);
  const releases = live && { live: live.prepared, draft: draft.prepared };
  const simulated =
    releases && (await simulatedGate(releases, gateQuestions(releases, context.clock.now()), place, context));
  context.err(
    simulated === null ? nothingToCompare(live, unreadable) : simulatedLine(simulated, live?.publication ?? null),
  );
  return {
    scenarios,
    simulated,
    excesses: simulated === null ? [] : excesses(simulated, workspace.publishAbove),
    unreadable,
    changes: releases && releaseChanges(releases.live.workspace, releases.draft.workspace),
  };
}

function nothingToCompare(live: LiveRelease | null, unreadable: Publication | null): string {
  if (unreadable !== null)
    return `3. Simulation: release ${unreadable.number}, which is live, can’t be read here, so there is nothing to compare with.`;
  return live === null
    ? '3. Simulation: no release is live, so there is nothing to compare with.'
    : '3. Simulation: nothing was ever imported, so there is no account to compare.';
}

function simulatedLine({ reports }: Simulated, live: Publication | null): string {
  return `3. Simulation: ${counted(reports.length, 'question')} for each account, against release ${live?.number ?? '?'}.`;
}

/** Check and scenarios. @throws Failure where one of them says no; else how many scenarios there are */
async function checked(options: PublishOptions, configured: Configured, context: CommandContext): Promise<number> {
  const { workspace, warnings } = configured;
  for (const warning of warnings) context.err(problemText(fromHere(warning, context.cwd)));
  const files = scenariosOf(workspace, context.cwd);
  context.err(`1. Check: ${warnings.length === 0 ? 'no problems' : counted(warnings.length, 'warning')}.`);
  const scenarios = flat(files);
  if (scenarios.length === 0) {
    context.err('2. Scenarios: there are none, so nothing is expected of the rows.');
    return 0;
  }
  const needed = withReferred(scenarios, scenarios);
  const tried = await onGround(needed, workspace, options, context, (ground) =>
    triedOn(ground, files, scenarios, context),
  );
  const failed = tried.flatMap((file) => file.tried).filter((one) => !isPassed(one));
  if (failed.length > 0) {
    const broken = tried.map(({ file, tried: all }) => ({ file, tried: all.filter((one) => !isPassed(one)) }));
    context.err(
      scenariosText(
        broken.filter((file) => file.tried.length > 0),
        emphasis(context),
      ),
    );
    throw new Failure(
      'scenarios_failed',
      `${failed.length} of ${counted(scenarios.length, 'scenario')} failed, so nothing was published.`,
      'Mend the rows, or what the scenarios expect.',
    );
  }
  context.err(`2. Scenarios: ${counted(scenarios.length, 'scenario')}, all as expected.`);
  return scenarios.length;
}

function sayLiveAlready(live: Publication, { json }: PublishOptions, { out }: CommandContext): void {
  if (json === true) out(JSON.stringify({ published: false, release: live, changes: [], held: [] }, null, 2));
  else out(`${sentence(releaseWords(live))} is live already: the folder says nothing else.`);
}

function tell(gate: Gate, publication: Publication | null, options: PublishOptions, context: CommandContext): void {
  if (options.json === true) return context.out(JSON.stringify(told(gate, publication), null, 2));
  const emphasize = emphasis(context);
  const { simulated, changes } = gate;
  const sections = [
    ...(simulated === null ? [] : [simulatedText(simulated, emphasize)]),
    ...gate.excesses.map((excess) => excessTable(excess, emphasize)),
    ...(changes === null ? [] : [changesText(changes, emphasize)]),
    ...(publication === null ? [] : [publishedText(publication, gate)]),
    ...(options.dryRun === true ? ['Nothing was published: this was a dry run.'] : []),
  ];
  context.out(sections.join('\n\n'));
}

function publishedText(publication: Publication, { simulated, unreadable, excesses: accepted }: Gate): string {
  const by = publication.by === null ? '' : `, published by ${publication.by}`;
  return [
    `${sentence(releaseWords(publication))} is live${by}.`,
    ...(accepted.length === 0
      ? []
      : [`It changes more than the workspace allows, and ${publication.by ?? 'somebody'} accepts that.`]),
    ...(unreadable === null
      ? []
      : [
          `It was compared with nothing: release ${unreadable.number} can’t be read here. If it imports otherwise, run \`concierge import\`.`,
        ]),
    ...(simulated === null ? [] : importHint(simulated.notes)),
  ].join('\n');
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function told({ scenarios, simulated, unreadable, excesses: held, changes }: Gate, publication: Publication | null) {
  return {
    published: publication !== null,
    release: publication,
    scenarios,
    simulation: simulated && { reports: simulated.reports, notes: simulated.notes, unasked: simulated.unasked },
    unreadable: unreadable?.number ?? null,
    held: held.map(({ what, accounts, above, report }) => ({ what, accounts, of: report.all.all.accounts, above })),
    changes,
  };
}

function heldBy(reasons: readonly string[], { excesses: above }: Gate): Failure {
  return new Failure(
    'publish_held',
    `Nothing was published. ${reasons.join(' ')}`,
    above.length > 0
      ? 'Look at them with `concierge simulate`; if they are right, publish with --accept-change.'
      : 'If the folder is right, publish with --accept-change.',
  );
}

function overtaken(live: Publication): Failure {
  return new Failure(
    'publish_held',
    `Nothing was published: release ${live.number} went live meanwhile${live.by === null ? '' : `, by ${live.by}`}.`,
    'Publish again; it is then compared with that one.',
  );
}
