/** A handover as a person reads it, from where to call to what the answer says when a statement doesn't count. */
import type { BindingMode } from '../../caller/caller.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import { ASSERTION_META_KEY } from '../../edge/mcp/tool-result.ts';
import { CARRIERS } from './carriers.ts';
import { columns } from '../terminal/columns.ts';
import type { Emphasize } from '../terminal/emphasis.ts';
import type { AssertionHandover, Handover } from './handover.ts';
import type { ServiceHandover } from './service-handover.ts';
import { KEY_VARIABLE } from '../serving/stdio-admission.ts';
import type { WaysIn } from './ways-in.ts';

type Section = { readonly title: string; readonly lines: readonly string[] };

export function handoverText(handover: Handover, emphasize: Emphasize): string {
  const texts = sectionsOf(handover).map(({ title, lines }) => [emphasize(title), ...lines.map(indented)].join('\n'));
  return texts.join('\n\n');
}

function sectionsOf({ caller, services, authentication, assertion }: Handover): readonly Section[] {
  const { id, audience, services: names, scopes } = caller;
  const commands = services.flatMap(({ command }) => command ?? []);
  return [
    {
      title: 'Caller',
      lines: [
        `${id}, an agent for ${audience}: ${bindingWords(caller)}.`,
        `It may use ${names.join(', ')}: ${scopes.join(', ')}.`,
      ],
    },
    servicesSection(services),
    ...(commands.length === 0 ? [] : [{ title: 'Over stdio, a process for each conversation', lines: commands }]),
    { title: 'Who calls', lines: waysInLines(id, authentication, assertion, services.length > 1) },
    ...(assertion === null ? [] : assertionSections(assertion, names.includes(CONCIERGE))),
  ];
}

function servicesSection(services: readonly ServiceHandover[]): Section {
  if (services.length === 1) return { title: 'Service', lines: services.map(({ url }) => url) };
  return { title: 'Services', lines: columns(services.map(({ name, url }) => [name, url])) };
}

const BINDING: Readonly<Record<BindingMode, string>> = {
  required: 'every call is about the customer whom the platform states',
  optional: 'a call is about the customer whom the platform states; one without a statement may name any',
  off: 'it names the customer itself, by account_id or customer_email',
};

/** Of a system agents for customers and partners learn nothing about a customer whom nobody states. */
const BINDING_TO_SYSTEMS: Readonly<Record<BindingMode, string>> = {
  ...BINDING,
  optional: 'a call is about the customer whom the platform states; one without a statement is about no customer',
  off: 'nobody states its customer, so it is told nothing about one',
};

function bindingWords({ audience, binding, services }: Handover['caller']): string {
  return (audience === 'teams' || services.includes(CONCIERGE) ? BINDING : BINDING_TO_SYSTEMS)[binding];
}

function waysInLines(
  caller: string,
  { open, openAs, apiKey, oauth }: WaysIn,
  assertion: AssertionHandover | null,
  areSeveral: boolean,
): readonly string[] {
  if (open) return openLines(caller, openAs);
  const isStdio = assertion?.carrier.kind === 'environment';
  const where = isStdio ? `environment variable \`${KEY_VARIABLE}\`` : 'header `Authorization: Bearer KEY`';
  return [
    ...(apiKey === null
      ? []
      : [`An API key, as the ${where}. To make one, which is shown only then: \`${apiKey.command}\``]),
    ...(oauth === null || isStdio ? [] : [accessTokenLine(oauth), areSeveral ? TOKEN_OF_EACH : TOKEN_OF_ONE]),
  ];
}

function openLines(caller: string, openAs: string | null): readonly string[] {
  if (openAs === caller)
    return [
      `Anybody, without proof: the deployment takes all for this caller (\`auth: { open: ${openAs} }\`).`,
      'To ask for proof it must say `auth: { api_keys: true }`, or `oauth`.',
    ];
  const as = openAs === null ? 'one caller, without proof (`auth: open`)' : `${openAs}, without proof`;
  return [
    `Anybody, as yet: the deployment lets all in as ${as}.`,
    'For this caller it must say `auth: { api_keys: true }`, or `oauth`.',
  ];
}

const TOKEN_OF_ONE = 'It is made for the URL of the service, which its `aud` says.';
const TOKEN_OF_EACH =
  'It is made for the URL of one service, which its `aud` says: each service needs a token of its own.';

function accessTokenLine({ issuer, clients }: NonNullable<WaysIn['oauth']>): string {
  if (clients.length === 0)
    return `An access token of ${issuer}, once the deployment says under \`clients\` which client is this caller.`;
  return `An access token of ${issuer} for the client ${clients.join(' or ')}, as the header \`Authorization: Bearer TOKEN\`.`;
}

function assertionSections(
  { carrier, header, claims, privateKeyFile, code, troubles }: AssertionHandover,
  hasContact: boolean,
): readonly Section[] {
  return [
    {
      title: 'Who the customer is',
      lines: [
        'The platform’s backend states it, never the model: a JWT that it signs for each conversation.',
        `It travels as ${CARRIERS[carrier.kind].where}.`,
        '',
        ...columns([...rowsOf('header', header), ...rowsOf('claims', claims)]),
        '',
        `It is signed by ${privateKeyFile ?? `the private half of the key \`${header.kid}\``}, which belongs among the platform’s secrets and nowhere else.`,
      ],
    },
    { title: 'In TypeScript, after `npm install cx-concierge`', lines: code.split('\n') },
    {
      title: 'When the statement doesn’t count',
      lines: [
        hasContact
          ? 'get_escalation_contact answers with the fallback team and the other tools with an error, of which'
          : 'The tools answer with an error, of which',
        `\`_meta["${ASSERTION_META_KEY}"]\` says`,
        ...columns(Object.entries(troubles)).map(indented),
      ],
    },
  ];
}

/** The title stands in the first row alone. */
function rowsOf(title: string, values: Readonly<Record<string, string>>): readonly (readonly string[])[] {
  return Object.entries(values).map(([name, value], index) => [index === 0 ? title : '', name, value]);
}

function indented(line: string): string {
  return line === '' ? '' : `  ${line}`;
}
