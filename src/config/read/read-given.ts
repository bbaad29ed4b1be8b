/** What is `given` in a scenario: the file's own, and over it the scenario's. Names are checked against the workspace. */
import type { EpochMs } from '../../base/clock.ts';
import { normalEmail } from '../../base/email.ts';
import type { ValuePath } from '../../base/problem.ts';
import type { Given } from '../../scenarios/scenario.ts';
import { givenSchema } from '../schema/scenarios-schema.ts';
import type { ToolName, Workspace } from '../workspace.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { meant } from '../yaml/words.ts';
import { readMadeUp } from './read-made-up.ts';
import type { MomentContext, ScenarioContext } from './scenario-context.ts';

/** `at` is the scenario's place. Null where it can't be asked; that was reported. */
export function readGiven(
  document: ConfigDocument,
  at: ValuePath,
  tool: ToolName,
  context: ScenarioContext,
): Given | null {
  const path = [...at, 'given'];
  const written = document.read(path, givenSchema);
  const atMs = momentOf(document, path);
  if (written === undefined || atMs === null) return null;
  const { workspace } = context;
  const word = (key: string): string | null => textOf(document, path, key);
  const topic = word('topic');
  if (topic !== null && !workspace.topics.includes(topic))
    document.error([...path, 'topic'], `There is no topic \`${topic}\`.`, meant(topic, workspace.topics, 'topic'));
  const customer = readCustomer(document, path, { ...context, atMs });
  const verified = word('verified') === 'yes' || word('verified') === 'true';
  if (verified && written.account !== undefined && written.email !== undefined)
    document.error(
      [...path, 'email'],
      'A platform states one identity.',
      'With `verified`, give `account` or `email`.',
    );
  if (customer === null) return null;
  const audience = audienceOf(word('audience'));
  refuseTool(document, path, tool, audience, workspace);
  refuseQuestion(document, path, tool);
  const urgency = word('urgency') === 'urgent' ? 'urgent' : 'normal';
  return { customer, verified, tool, audience, topic, language: word('language'), urgency, atMs };
}

function momentOf(document: ConfigDocument, path: ValuePath): EpochMs | null {
  const text = textOf(document, path, 'at');
  if (text === null) {
    document.error(path, 'The moment is missing.', 'Add `at: …`, like `at: 2026-12-24T09:00:00+01:00`.');
    return null;
  }
  const atMs = Date.parse(text);
  if (!Number.isNaN(atMs)) return atMs;
  document.error(
    placeOf(document, path, 'at'),
    `There is no moment \`${text}\`.`,
    'Write a day and a time that there are.',
  );
  return null;
}

/** The scenario's own word, else the file's. */
function textOf(document: ConfigDocument, path: ValuePath, key: string): string | null {
  return document.textAt(placeOf(document, path, key))?.text ?? null;
}

/** Where it stands; where nobody says it, where it could. */
function placeOf(document: ConfigDocument, path: ValuePath, key: string): ValuePath {
  const places = [
    [...path, key],
    ['given', key],
  ];
  return places.find((place) => document.has(place)) ?? path;
}

const MADE_UP = ['facts', 'assignments', 'parent', 'company', 'people'];

function readCustomer(document: ConfigDocument, path: ValuePath, context: MomentContext): Given['customer'] | null {
  const account = document.textAt([...path, 'account'])?.text ?? null;
  const email = document.textAt([...path, 'email'])?.text ?? null;
  if (email !== null && normalEmail(email) === null) {
    document.error(
      [...path, 'email'],
      `\`${email}\` is not an e-mail address.`,
      'Write it like `aoife@customer.example`.',
    );
    return null;
  }
  const madeUp = MADE_UP.find((key) => document.has([...path, key]));
  if (madeUp === undefined) {
    if (account !== null || email !== null) return { kind: 'real', account, email };
    document.error(path, 'Nobody is asked about.', 'Give an `account`, an `email`, or `facts` of a made-up account.');
    return null;
  }
  if (account === null) return readMadeUp(document, path, email, context);
  document.error([...path, madeUp], `A real account has its own ${madeUp}.`, 'Delete it, or delete `account`.', 'key');
  return null;
}

/** Only whoever asks for a contact says what it is about. The file's own words are for those scenarios that do. */
function refuseQuestion(document: ConfigDocument, path: ValuePath, tool: ToolName): void {
  if (tool === 'get_escalation_contact') return;
  for (const key of ['topic', 'language', 'urgency'].filter((each) => document.has([...path, each])))
    document.error([...path, key], `${tool} takes no ${key}.`, 'Delete it.', 'key');
}

function audienceOf(word: string | null): Given['audience'] {
  return word === 'teams' || word === 'partners' ? word : 'customers';
}

function refuseTool(
  document: ConfigDocument,
  path: ValuePath,
  tool: ToolName,
  audience: Given['audience'],
  { service }: Workspace,
): void {
  if (service.audiences[audience].tools.includes(tool)) return;
  const other = (['teams', 'partners', 'customers'] as const).find((one) =>
    service.audiences[one].tools.includes(tool),
  );
  const mend = other === undefined ? 'Offer it in services/cx_concierge.yaml.' : `Write \`audience: ${other}\`.`;
  document.error(placeOf(document, path, 'audience'), `${capital(audience)} have no ${tool}.`, mend);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
