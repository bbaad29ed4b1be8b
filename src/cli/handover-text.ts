/** A handover as a person reads it, from where to call to what the answer says when a statement doesn't count. */
import { ASSERTION_META_KEY } from '../edge/mcp/tool-result.ts';
import { CARRIERS } from './carriers.ts';
import { columns, indented } from './columns.ts';
import type { Emphasize } from './emphasis.ts';
import type { AssertionHandover, Handover, WaysIn } from './handover.ts';

export function handoverText({ caller, service, authentication, assertion }: Handover, emphasize: Emphasize): string {
  const section = (title: string, lines: readonly string[]): string => [emphasize(title), ...lines.map(indented), ''].join('\n');
  return [
    section('Service', [service]),
    section('Who calls', waysInLines(authentication)),
    ...(assertion === null ? [] : statementSections(assertion, section)),
    section('What it may do', [`${caller.services.join(', ')}: ${caller.scopes.join(', ')}`]),
  ]
    .join('\n')
    .trimEnd();
}

function waysInLines({ open, apiKey, oauth }: WaysIn): readonly string[] {
  if (open) return ['The deployment lets everybody in as one caller, without proof (`auth: open`).', 'For this one it must say `auth: { api_keys: true }`, or `oauth`.'];
  return [
    ...(apiKey === null ? [] : ['An API key, as the header `Authorization: Bearer KEY`. To make one:', `  ${apiKey.command}`]),
    ...(oauth === null ? [] : [accessToken(oauth)]),
  ];
}

function accessToken({ issuer, clients }: NonNullable<WaysIn['oauth']>): string {
  if (clients.length === 0) return `No client of ${issuer} is this caller yet: \`auth: { oauth: { clients: … } }\` in the deployment says which are.`;
  return `An access token of ${issuer} for the client ${clients.join(' or ')}, as the header \`Authorization: Bearer TOKEN\`.`;
}

type Section = (title: string, lines: readonly string[]) => string;

function statementSections(assertion: AssertionHandover, section: Section): readonly string[] {
  const { carrier, header, claims, privateKeyFile, code, troubles } = assertion;
  const key = privateKeyFile ?? 'the private half of the key that was given';
  return [
    section('Who the customer is', [
      'The platform’s backend states it, never the model, as a JWT that it signs for each conversation.',
      `It travels as ${CARRIERS[carrier.kind].where}.`,
      '',
      ...columns([...rowsOf('header', header), ...rowsOf('claims', claims)]),
      '',
      `The key that signs: ${key}. It belongs among the platform’s secrets, and nowhere else.`,
    ]),
    section('In TypeScript, after `npm install cx-concierge`', [code]),
    section('When the statement doesn’t count', [
      `The answer is that for an unknown customer, and its \`_meta["${ASSERTION_META_KEY}"]\` says`,
      ...columns(Object.entries(troubles)).map(indented),
    ]),
  ];
}

/** The title stands in the first row alone. */
function rowsOf(title: string, values: Readonly<Record<string, string>>): readonly (readonly string[])[] {
  return Object.entries(values).map(([name, value], index) => [index === 0 ? title : '', name, value]);
}
