/**
 * What the parts of the program tell its log, each through a port of its own: none of them knows what a line looks like, and
 * the log gets no more of an answer, a request or an error than its own fields.
 */
import type { Alarm, AnswerNote, Desk } from '../../answer/desk.ts';
import { Failure } from '../../base/failure.ts';
import type { NotReady } from '../../edge/http/health-routes.ts';
import type { ReportDefect } from '../../edge/internal-error.ts';
import type { OnRefused } from '../../edge/refusal.ts';
import type { OnSystemFailure } from '../../services/asked-systems.ts';
import type { LiveWatch } from '../../sources/live/live-accounts.ts';
import type { UpstreamWatch } from '../../upstreams/client.ts';
import type { AdmissionWatch } from '../serving/admission.ts';
import type { House } from '../serving/housekeeping.ts';
import type { Keeping } from '../serving/keep-synced.ts';
import { causeText } from './log-cause.ts';
import type { Log } from './log-writer.ts';
import type { Concierge, ReleaseWatch } from '../concierge.ts';
import type { CommandContext } from '../context.ts';

export { log } from './log-writer.ts';

export function alarmTo({ tell }: Log): Alarm {
  return (what, cause, { id, traceId }) => {
    tell(what, { id, trace: traceId, cause });
    tell('stack', { id, cause, frames: cause });
  };
}

export function reportTo({ tell }: Log): ReportDefect {
  return (id, cause) => {
    tell('defect', { id, cause });
    tell('stack', { id, cause, frames: cause });
  };
}

const TELL_AGAIN_MS = 60_000;

/** What fails at every call is told once a minute, and hides nothing else. `what`: of a few. */
function onceAMinute(now: () => number = () => performance.now()): (what: string) => boolean {
  const toldAt = new Map<string, number>();
  return (what) => {
    if (now() - (toldAt.get(what) ?? Number.NEGATIVE_INFINITY) < TELL_AGAIN_MS) return false;
    toldAt.set(what, now());
    return true;
  };
}

/** An agent's bad arguments are none of the system's failures; where only they may be, the line is no warning. */
export function systemFailuresTo({ tell }: Log, now?: () => number): OnSystemFailure {
  const isDue = onceAMinute(now);
  return (source, failure, operation) => {
    if (failure === 'rejected') return;
    if (failure !== 'tool_error') {
      if (isDue(`${source} ${failure}`)) tell('system_failed', { source, failure });
    } else if (isDue(`${source} ${failure} ${operation}`))
      tell('upstream_tool_failed', { source, upstream_tool: operation });
  };
}

/** What upstreams do that somebody should look at. */
export function upstreamsTo({ tell }: Log): UpstreamWatch {
  return {
    onChanged: (source, tool) => tell('upstream_tool_changed', { source, upstream_tool: tool }),
    onDropped: () => {},
  };
}

/** For a desk: its alarms, and of its answers what somebody should look at; every one where the log's level wants them. */
export function watchTo(log: Log): Pick<Desk, 'alarm' | 'onAnswer'> {
  return { alarm: alarmTo(log), onAnswer: answersTo(log) };
}

function answersTo({ tell, tells }: Log): (note: AnswerNote) => void {
  const isAnyTold = tells('answered');
  return (answered) => {
    const { id, caller, traceId: trace, violation, suspicious, over } = answered;
    if (isAnyTold) tell('answered', answeredEvent(answered));
    if (violation) tell('binding_violated', { id, trace, caller });
    if (suspicious) tell('enumeration_suspected', { id, trace, caller });
    if (over !== null) tell('over_budget', { id, trace, caller, budget: over });
  };
}

function answeredEvent(note: AnswerNote) {
  const { traceId: trace, reachedBy: reached_by, violation: _v, suspicious: _s, over: _o, ...rest } = note;
  return { ...rest, trace, reached_by };
}

/** Of live look-ups, those that failed: a system that is down is told of, and not with every answer. */
export function lookUpsTo({ tell }: Log): LiveWatch['onTrouble'] {
  const isDue = onceAMinute();
  return (source, why) => {
    if (isDue(`${source} ${why}`)) tell('live_lookup_failed', { source, why });
  };
}

/** Of whoever wants to get in. */
export function admissionTo({ tell }: Log): AdmissionWatch {
  return {
    onInvalidAssertion: (caller, why) => tell('assertion_invalid', { caller, why }),
    onKeysTrouble: (cause) => {
      tell('token_keys_unavailable', { cause });
      tell('stack', { id: null, cause, frames: cause });
    },
  };
}

/** Refused on purpose, or nothing that could be answered. */
const REFUSED = new Set([401, 403, 413, 429]);

export function refusalsTo({ tell }: Log): OnRefused {
  return (reason, status) => tell(REFUSED.has(status) ? 'request_refused' : 'request_unusable', { reason, status });
}

export function housekeepingTo({ tell }: Log): Pick<House, 'onTrouble' | 'onExpired'> {
  return {
    onTrouble: (what, cause) => {
      tell(what, { cause });
      tell('stack', { id: null, cause, frames: cause });
    },
    onExpired: (records) => tell('records_expired', { records }),
  };
}

/** Of systems that are kept synced. */
export function syncsTo({ tell }: Log): Pick<Keeping, 'onStart' | 'onStale'> {
  return {
    onStart: (sources) => tell('sync_started', { sources }),
    onStale: ({ source, age_seconds: age }) => tell('source_stale', { source, age_s: age ?? 0 }),
  };
}

/** The same answer; and whenever it is another than the one before, a line of it. Ready is what a process should be. */
export function readinessTo({ tell }: Log, notReady: NotReady): NotReady {
  let before: readonly string[] = [];
  return async () => {
    const now = await notReady();
    if (now.join() !== before.join()) tell('readiness_changed', { ready: now.length === 0, not_ready: now });
    before = now;
    return now;
  };
}

/** Of the leader's page, and in a line for whoever starts it. */
export function pageTroubleTo({ tell }: Log, err: CommandContext['err']): (cause: unknown) => void {
  return (cause) => {
    tell('page_not_served', { cause });
    tell('stack', { id: null, cause, frames: cause });
    const why = cause instanceof Failure ? `${cause.message} ${cause.mend}`.trim() : `A defect (${causeText(cause)}).`;
    err(`The page isn’t served; agents are. ${why}`);
  };
}

/** By which release it answers, when it begins; nothing where none is live, for a store that can't be opened. */
export function tellRelease({ tell }: Log, { release, publication, workspace: { tenant } }: Concierge): void {
  const live = publication();
  if (live !== null) tell('release_live', { release: release().id, number: live.number, tenant });
}

/** Of those that come after it. */
export function releasesTo({ tell }: Log, tenant: string): ReleaseWatch {
  return {
    onLive: ({ release, number }) => tell('release_live', { release, number, tenant }),
    onTrouble: ({ release, number }, cause) => {
      tell('release_not_ready', { release, number, tenant, cause });
      tell('stack', { id: null, cause, frames: cause });
    },
  };
}
