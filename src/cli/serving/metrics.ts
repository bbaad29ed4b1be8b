/**
 * What the parts of the program tell its metrics, each through the same ports as the log. Labels are names of the
 * workspace and words of closed lists: nothing of a customer.
 */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { AnswerNote } from '../../answer/desk.ts';
import type { InvalidAssertion } from '../../caller/assertion.ts';
import type { MetricsText } from '../../edge/http/metrics-server.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import type { LiveWatch } from '../../sources/live/live-accounts.ts';
import type { HookRefusal } from '../../edge/http/hook-route.ts';
import type { OnSystemFailure } from '../../services/asked-systems.ts';
import type { UpstreamWatch } from '../../upstreams/client.ts';
import type { OnRefused } from '../../edge/refusal.ts';
import type { ReadStandings } from './source-metrics.ts';
import { registerSources } from './source-metrics.ts';

export type Metrics = MetricsText &
  UpstreamWatch & {
    readonly onAnswer: (note: AnswerNote) => void;
    readonly onRefused: OnRefused;
    readonly onLookedUp: LiveWatch['onLookedUp'];
    readonly onSystemFailure: OnSystemFailure;
    readonly onHook: (source: string, outcome: 'taken' | HookRefusal) => void;
    readonly onInvalidAssertion: (caller: string, why: InvalidAssertion) => void;
    /** The number of the release by which this process answers; 0 for one that was never published. */
    readonly onRelease: (number: number) => void;
  };

const BUCKETS_S = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** `standings`: how the sources are doing when somebody looks. */
export function createMetrics(standings: ReadStandings): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counter = <Label extends string>(name: string, help: string, ...labelNames: readonly Label[]) =>
    new Counter({ name: `concierge_${name}`, help, labelNames, registers: [registry] });
  const answers = counter('answers_total', 'Answers, by what came of them.', 'caller', 'tool', 'kind');
  const unrecorded = counter('answers_unrecorded_total', 'Answers whose record could not be written.', 'caller');
  const violations = counter('binding_violations_total', 'Calls that named another customer than their own.', 'caller');
  const alarms = counter('enumeration_alarms_total', 'Hours in which a caller named many unknown customers.', 'caller');
  const over = counter('over_budget_total', 'Calls that came when a budget was used up.', 'caller', 'budget');
  const refused = counter('requests_refused_total', 'Requests that were not served.', 'reason', 'status');
  const assertions = counter(
    'assertions_invalid_total',
    'Statements of the customer that do not count.',
    'caller',
    'reason',
  );
  const lookUps = counter('live_lookups_total', 'Accounts looked up live, by what came of it.', 'source', 'outcome');
  const failures = counter('system_failures_total', 'Calls of systems for services that failed.', 'source', 'kind');
  const hooks = counter('hooks_total', 'Webhooks of systems, by what came of them.', 'source', 'outcome');
  registerSources(registry, standings);
  const changed = counter(
    'upstream_tools_changed_total',
    'Tools of upstreams that are not what was approved.',
    'source',
  );
  const dropped = counter('upstream_parts_dropped_total', 'Images, sounds, resources and links of replies.', 'source');
  const release = new Gauge({
    name: 'concierge_release_live',
    help: 'The number of the release by which this process answers; 0: none was published.',
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'concierge_answer_seconds',
    help: 'From the moment of the call to its durable answer.',
    labelNames: ['tool'],
    buckets: BUCKETS_S,
    registers: [registry],
  });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    onAnswer: ({ caller, service, tool: name, kind, durable, violation, suspicious, over: exceeded, ms }) => {
      const tool = service === CONCIERGE ? name : `${service}/${name}`;
      answers.inc({ caller, tool, kind });
      seconds.observe({ tool }, ms / 1000);
      if (!durable) unrecorded.inc({ caller });
      if (violation) violations.inc({ caller });
      if (suspicious) alarms.inc({ caller });
      if (exceeded !== null) over.inc({ caller, budget: exceeded });
    },
    onRefused: (reason, status) => refused.inc({ reason, status }),
    onLookedUp: (source, outcome) => lookUps.inc({ source, outcome }),
    onInvalidAssertion: (caller, reason) => assertions.inc({ caller, reason }),
    onChanged: (source) => changed.inc({ source }),
    onDropped: (source, parts) => dropped.inc({ source }, parts),
    onRelease: (number) => release.set(number),
    onSystemFailure: (source, kind) => failures.inc({ source, kind }),
    onHook: (source, outcome) => hooks.inc({ source, outcome }),
  };
}
