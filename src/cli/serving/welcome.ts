/** What `concierge start` tells a newcomer: where it listens, what to paste into a client, and sample questions answered. */
import type { AvailabilityCard, EscalationCard } from '../../card/contract.ts';
import type { Deployment, SampleQuestion } from '../../config/deployment.ts';
import { indented } from '../terminal/columns.ts';
import type { Emphasize } from '../terminal/emphasis.ts';

type Where = {
  readonly url: string;
  readonly localUrl: string;
  readonly services: readonly string[];
  readonly metricsUrl: string | null;
  readonly pageUrl: string | null;
};

/** Ready-to-paste client configuration for HTTP and for stdio. */
export function connectText(
  { url, localUrl, services, metricsUrl, pageUrl }: Where,
  { auth }: Pick<Deployment, 'auth'>,
  [command, ...args]: readonly string[],
  emphasize: Emphasize,
): string {
  const headers = { Authorization: 'Bearer ${CONCIERGE_TOKEN}' };
  const http = { type: 'http', url, ...(auth.kind === 'open' ? {} : { headers }) };
  const stdio = { mcpServers: { cx_concierge: { command, args } } };
  return [
    `cx_concierge listens at ${emphasize(localUrl)}`,
    ...(url === localUrl ? [] : [`Agents reach it at ${emphasize(url)}`]),
    ...servicesLines(services, auth),
    ...(metricsUrl === null ? [] : [`Metrics: ${metricsUrl}`]),
    ...(pageUrl === null ? [] : [`Who would they meet? See ${emphasize(pageUrl)}`]),
    '',
    ...(auth.kind === 'open' ? [] : [...waysIn(auth), '']),
    'Connect an MCP client over HTTP:',
    indented(JSON.stringify({ mcpServers: { cx_concierge: http } }, null, 2)),
    '',
    'or over stdio:',
    indented(JSON.stringify(stdio)),
    '',
  ].join('\n');
}

function servicesLines(services: readonly string[], auth: Deployment['auth']): readonly string[] {
  if (services.length === 0) return [];
  const isNobodys = auth.kind === 'open' && auth.caller === null;
  return [
    `Services beside it: ${services.join(', ')}`,
    ...(isNobodys
      ? ['  for callers that list them. Say in deployment.yaml which one everybody is here: `auth: { open: CALLER }`.']
      : []),
  ];
}

function waysIn({ apiKeys, oauth }: Extract<Deployment['auth'], { readonly kind: 'tokens' }>): readonly string[] {
  return [
    ...(apiKeys ? ['It accepts API keys: make one with `concierge key create CALLER`.'] : []),
    ...(oauth === null ? [] : [`It accepts access tokens of ${oauth.issuer}.`]),
  ];
}

/** A question and, in two lines, whom the customer is routed to and why. */
export function questionText(
  question: SampleQuestion,
  { contact, availability, reason }: EscalationCard,
  emphasize: Emphasize,
): string {
  const asked = Object.entries(question.arguments).map(([name, value]) => `${name}: ${value}`);
  const who = [contact.name, contact.title].filter((part) => part !== undefined).join(', ');
  const reach = [contact.email, contact.booking_link].filter((part) => part !== undefined).join('  ');
  return [
    `“${question.title}”  (${asked.join(', ')})`,
    indented(`→ ${emphasize(who)}  ${reach}`),
    indented(`  ${reason.message} (${reason.code}), ${when(availability)}`),
    '',
  ].join('\n');
}

function when({ next_available: next, timezone }: AvailabilityCard): string {
  if (next === undefined) return 'at work now';
  const opening = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, ...WALL_TIME }).format(new Date(next));
  return `back ${opening} (${timezone})`;
}

const WALL_TIME = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const;
