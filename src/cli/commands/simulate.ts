/**
 * `concierge simulate`: what a draft would change, before it goes live. Asks one question for each account under the live
 * release and under the draft, and answers recorded calls again under the draft. Reads the directory as the last import
 * left it; asks nobody, writes no record, and keeps nothing of the draft.
 */
import { resolve } from 'node:path';
import { prepareRelease } from '../../answer/prepared-release.ts';
import type { PreparedRelease } from '../../answer/prepared-release.ts';
import type { Question } from '../../answer/question.ts';
import { instantOf } from '../../base/clock.ts';
import { Failure } from '../../base/failure.ts';
import { requireWorkspace } from '../../config/load-workspace.ts';
import { releaseOf } from '../../config/release.ts';
import { plainQuestion } from '../../coverage/account-coverage.ts';
import type { WantedFacts } from '../../coverage/chosen-facts.ts';
import { comparison } from '../../simulation/comparison.ts';
import { audienceNamed, momentAt } from '../asked.ts';
import { betweenOf } from '../records/between.ts';
import type { Concierge } from '../concierge.ts';
import { openConcierge } from '../concierge.ts';
import type { OpenOptions } from '../configured.ts';
import type { CommandContext } from '../context.ts';
import { isEmpty } from '../serving/fill-directory.ts';
import { publishedRelease } from '../serving/live-release.ts';
import { releaseNamed } from '../releases/named-release.ts';
import type { Simulation } from '../simulate/simulate-run.ts';
import { simulated } from '../simulate/simulate-run.ts';

export type SimulateOptions = OpenOptions &
  WantedFacts & {
    readonly draft?: string;
    readonly release?: string;
    readonly topic?: string;
    readonly language?: string;
    readonly urgency?: string;
    readonly audience?: string;
    readonly at?: string;
    readonly past?: string;
    readonly until?: string;
    readonly pastOnly?: boolean;
    readonly threads?: number;
    readonly json?: boolean;
    readonly csv?: boolean;
  };

export async function simulate(options: SimulateOptions, context: CommandContext): Promise<void> {
  refuseHalfSaid(options);
  const past = pastOf(options, context);
  const concierge = await openConcierge(options, context);
  try {
    const draft = await draftOf(options, concierge, context);
    const live = await liveOf(options, concierge);
    const question = questionOf(options, draft, concierge, context);
    const roster = await concierge.store.directory.roster(concierge.workspace.tenant);
    const compared = comparison({ live, draft, roster, question, wanted: wantedOf(options) });
    const simulation: Simulation = {
      compared,
      wanted: wantedOf(options),
      question,
      accounts: options.pastOnly !== true,
      past,
      list: options.csv === true ? 'csv' : options.json === true ? 'json' : null,
      threads: options.threads ?? null,
    };
    if (simulation.accounts) await refuseEmpty(concierge);
    await simulated(simulation, concierge, context);
  } finally {
    context.progress(null);
    await concierge.close();
  }
}

function refuseHalfSaid({ past, until, pastOnly, csv }: SimulateOptions): void {
  if (past === undefined && (until !== undefined || pastOnly === true))
    throw new Failure('usage', 'Of past calls nothing is asked.', 'Say since when with --past, e.g. --past 30d.');
  if (past !== undefined && csv === true && pastOnly !== true)
    throw new Failure(
      'usage',
      'A spreadsheet holds one list.',
      'For past calls add --past-only, for accounts leave --past out.',
    );
}

function pastOf({ past, until }: SimulateOptions, { clock }: CommandContext): Simulation['past'] {
  if (past === undefined) return null;
  const nowMs = clock.now();
  const between = { since: past, ...(until === undefined ? {} : { until }) };
  // Until now, this very moment too.
  const { fromMs = 0, untilMs = nowMs + 1 } = betweenOf(between, nowMs, '--past');
  if (fromMs <= nowMs) return { fromMs, untilMs };
  throw new Failure('usage', `--past ${past} is not in the past.`, 'Say since when, e.g. --past 30d.');
}

/** What is live; where nothing was ever published, the folder is, as soon as it is served. */
async function liveOf({ draft }: SimulateOptions, { store, workspace, release }: Concierge): Promise<PreparedRelease> {
  const live = await store.releases.live(workspace.tenant);
  if (live !== undefined) return (await publishedRelease(live, workspace.tenant, store.releases)).prepared;
  if (draft !== undefined) return release();
  throw new Failure(
    'not_found',
    'Nothing is published yet, so there is nothing to compare with.',
    'Run `concierge publish` first, or name a --draft.',
  );
}

/** @throws ConfigurationFailure with every error of the draft */
async function draftOf(
  { draft, release }: SimulateOptions,
  { workspace, store, release: folder }: Concierge,
  { cwd, clock }: CommandContext,
): Promise<PreparedRelease> {
  const place = { tenant: workspace.tenant, store, folder: workspace.folder, now: clock.now() };
  if (release !== undefined) return (await releaseNamed(release, place)).prepared;
  if (draft === undefined) return folder();
  const drafted = requireWorkspace(resolve(cwd, draft));
  if (drafted.tenant !== workspace.tenant)
    throw new Failure(
      'configuration',
      `The draft is of the tenant \`${drafted.tenant}\`, and what is live of \`${workspace.tenant}\`.`,
      'Make the draft from a copy of the live workspace.',
    );
  return prepareRelease(drafted, releaseOf(drafted).id, instantOf(clock.now()));
}

/** Read as the tool of the draft reads it. */
function questionOf(
  options: SimulateOptions,
  draft: PreparedRelease,
  live: Concierge,
  context: CommandContext,
): Question {
  const atMs = options.at === undefined ? context.clock.now() : momentAt(options.at);
  const audience = audienceNamed(options.audience);
  const caller = { ...live.caller, id: 'simulate', audience, binding: 'off' as const };
  const tool = draft.menuFor(caller).tools.get('get_escalation_contact');
  if (tool === undefined)
    throw new Failure(
      'usage',
      `In the draft ${audience} have no tool get_escalation_contact.`,
      'Ask for another --audience.',
    );
  const { topic, language, urgency } = options;
  const given = Object.entries({ topic, language, urgency }).filter(([, value]) => value !== undefined);
  const read = tool.readArguments(Object.fromEntries(given));
  if (read.kind === 'malformed') throw new Failure('usage', read.mend);
  return { ...plainQuestion(audience, atMs), ...read.request };
}

function wantedOf({ by, value }: SimulateOptions): WantedFacts {
  return { by, value };
}

async function refuseEmpty(concierge: Concierge): Promise<void> {
  if (await isEmpty(concierge))
    throw new Failure('not_found', 'Nothing was ever imported.', 'Run `concierge import` first.');
}
