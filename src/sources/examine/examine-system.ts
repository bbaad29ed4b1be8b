/**
 * A source that is a system, tried from end to end as a sync would: settings, secrets and their hosts, the address, logging in, scopes,
 * each declared read, the clock, limits and how quickly it answers. Asks for a sample and writes nothing.
 */
import type { SystemSource } from '../declaration.ts';
import type { Auth } from '../kit/http/auth.ts';
import type { Connector } from '../kit/http/connector.ts';
import { columnsOf } from '../kit/records.ts';
import type { Surroundings } from '../kit/http/open-source.ts';
import { authOf, hostsOf, placeOf } from '../kit/http/open-source.ts';
import { openClient } from '../open-client.ts';
import type { DatabaseSurroundings } from '../sql/open-database.ts';
import { examineAddress } from './examine-address.ts';
import { examineRead } from './examine-read.ts';
import { failureFinding } from './failure-finding.ts';
import type { Finding } from './finding.ts';
import { look, ok, toMend } from './finding.ts';
import type { Observed } from './observed.ts';
import { observed } from './observed.ts';
import { isPowerful, judgeScopes } from './scopes.ts';
import type { SourceClient } from '../kit/http/client.ts';

export type SystemToExamine = Pick<SystemSource, 'access' | 'files' | 'reads' | 'mappings'>;

/** `onStep`: what is looked at next. */
export async function examineSystem(
  source: SystemToExamine,
  connector: Connector,
  surroundings: Surroundings & DatabaseSurroundings,
  onStep: (check: string) => void,
): Promise<readonly Finding[]> {
  const place = placed(source, connector);
  if ('check' in place) return [place];
  const findings: Finding[] = [...secretsFound(source, place, surroundings)];
  const hasSecrets = findings.every(({ state }) => state !== 'mend');
  onStep('address');
  const addresses = await Promise.all(originsOf(place).map((origin) => examineAddress(origin, surroundings.outbound)));
  findings.push(...addresses);
  if (!hasSecrets || addresses.some(({ state }) => state === 'mend')) return findings;
  const tokenUrl = 'tokenUrl' in place.auth ? new URL(place.auth.tokenUrl).href : null;
  const watch = observed(
    surroundings.outbound,
    { tokenUrl, scopesHeader: connector.probe.scopesHeader },
    surroundings.now,
  );
  const client = openClient(source, connector, { ...surroundings, outbound: watch.outbound });
  onStep('login');
  const login = await loggedIn(client, connector, source);
  if (login !== null) findings.push(login, ...scopesFound(connector, source, watch));
  if (login?.check === 'login' && login.state === 'mend') return [...findings, ...clockFound(watch, place)];
  for (const { name, read } of source.reads) {
    onStep(`read ${name}`);
    const named = source.mappings.filter(({ from }) => from === name).flatMap((mapping) => [...columnsOf(mapping)]);
    const what = { name, read, columns: [...new Set(named)].toSorted(), scopes: scopesOf(connector, source) };
    findings.push(...(await examineRead(client, connector, what, surroundings.now)));
  }
  return [...findings, ...clockFound(watch, place), ...limitsFound(client), ...latencyFound(watch)];
}

/** Where it is asked: of files that are fetched, where each of them is. */
type AskedAt = { readonly urls: readonly URL[]; readonly auth: Auth };

function placed({ access, files }: SystemToExamine, connector: Connector): AskedAt | Finding {
  try {
    const urls = files?.map(({ url }) => new URL(url)) ?? [];
    const [first] = urls;
    if (first !== undefined) return { urls, auth: authOf(connector, access, {}, first) };
    const { base, auth } = placeOf(connector, access);
    return { urls: [base], auth };
  } catch (error) {
    return failureFinding('settings', error);
  }
}

function secretsFound(
  { access }: SystemToExamine,
  { urls, auth }: AskedAt,
  { secretFor }: Surroundings,
): readonly Finding[] {
  const hosts = [...new Set(urls.flatMap((base) => hostsOf({ base, auth })))];
  return Object.values(access.secrets).map((name) => {
    try {
      for (const host of hosts) secretFor(name, host);
      return ok('secrets', `The secret \`${name}\` is there, and may be sent to ${hosts.join(' and ')}.`);
    } catch (error) {
      return failureFinding('secrets', error);
    }
  });
}

function originsOf({ urls, auth }: AskedAt): readonly string[] {
  // A database is reached by logging in.
  const own = urls.filter(({ protocol }) => protocol.startsWith('http')).map(({ origin }) => origin);
  return [...new Set([...own, ...('tokenUrl' in auth ? [new URL(auth.tokenUrl).origin] : [])])];
}

const DEADLINE_MS = 30_000;

/** Null of files that are fetched: there is nothing smaller to ask for than each of them. */
async function loggedIn(client: SourceClient, connector: Connector, source: SystemToExamine): Promise<Finding | null> {
  if (source.files !== undefined) return null;
  const { operation: name, input } = connector.probe;
  const operation = connector.operations[name];
  const { wayIn } = source.access;
  if (operation === undefined) return look('login', 'This connector has nothing small to ask for.');
  try {
    await client.ask(operation, input, { deadlineMs: DEADLINE_MS });
    return ok('login', `${connector.title} lets us in (${wayIn}).`);
  } catch (error) {
    const finding = failureFinding('login', error, scopesOf(connector, source));
    // Let in, and not to this: the reads tell which.
    return error instanceof Error && 'kind' in error && (error.kind === 'forbidden' || error.kind === 'not_found')
      ? { ...finding, check: 'first look' }
      : finding;
  }
}

function scopesOf({ waysIn }: Connector, { access }: SystemToExamine): readonly string[] {
  return waysIn[access.wayIn]?.scopes ?? [];
}

/** Asked for by the source's own words, where the way in has a word for it: that is what is needed then. */
function scopesFound(connector: Connector, source: SystemToExamine, watch: Observed): readonly Finding[] {
  const granted = watch.scopes();
  const needed = scopesOf(connector, source);
  if (granted === null)
    return needed.length === 0
      ? []
      : [
          look(
            'scopes',
            `${connector.title} doesn’t tell which are granted.`,
            `Compare them there: ${needed.join(', ')}, and no more.`,
          ),
        ];
  const { missing, tooWide } = judgeScopes(granted, needed);
  const powerful = tooWide.filter(isPowerful);
  const more = tooWide.filter((scope) => !isPowerful(scope));
  return [
    ...(missing.length === 0
      ? [ok('scopes', `Granted is what is needed: ${granted.join(', ')}.`)]
      : [toMend('scopes', `Not granted: ${missing.join(', ')}.`, 'Add them to the app or client in the system.')]),
    ...(powerful.length === 0
      ? []
      : [
          toMend(
            'scopes',
            `Too wide, these let change things: ${powerful.join(', ')}.`,
            'Take them away: everything here only reads.',
          ),
        ]),
    ...(more.length === 0
      ? []
      : [look('scopes', `More than is needed: ${more.join(', ')}.`, 'Take away what nothing reads.')]),
  ];
}

const SKEW_WORTH_A_LOOK_MS = 30_000;
const SKEW_TOO_FAR_MS = 120_000;

function clockFound({ skewMs }: Observed, { urls: [asked] }: AskedAt): readonly Finding[] {
  const skew = skewMs();
  if (skew === null || asked === undefined) return [];
  const far = Math.abs(skew);
  const says = `This machine’s clock is ${Math.round(far / 1000)} s ${skew > 0 ? 'behind' : 'ahead of'} that of ${asked.hostname}.`;
  const mend = 'Set this machine’s clock by NTP: signed statements and changes since a moment depend on it.';
  if (far > SKEW_TOO_FAR_MS) return [toMend('clock', says, mend)];
  return [far > SKEW_WORTH_A_LOOK_MS ? look('clock', says, mend) : ok('clock', 'The clocks agree.')];
}

/** Of what there is, below which somebody should know. */
const LITTLE = 0.1;

function limitsFound(client: SourceClient): readonly Finding[] {
  const quota = client.quota();
  if (quota === null) return [];
  const { remaining, of } = quota;
  const says = `${remaining.toLocaleString('en-US')} requests${of === null ? '' : ` of ${of.toLocaleString('en-US')}`} are left.`;
  const isLittle = remaining === 0 || (of !== null && remaining / of < LITTLE);
  return [isLittle ? look('limits', says, 'Look what else uses them up, or sync less often.') : ok('limits', says)];
}

const SLOW_MS = 2_000;

function latencyFound({ tookMs }: Observed): readonly Finding[] {
  const sorted = tookMs.toSorted((one, other) => one - other);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) return [];
  const says = `Half of ${sorted.length} requests took ${Math.round(middle)} ms or less.`;
  return [
    middle > SLOW_MS
      ? look('speed', says, 'Syncs will take long, and live look-ups will miss their time.')
      : ok('speed', says),
  ];
}
