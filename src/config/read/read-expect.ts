/** What a scenario expects: every name in it must be one of the workspace, and one that the tool's answer can have. */
import { instantOf } from '../../base/clock.ts';
import { normalEmail } from '../../base/email.ts';
import type { ValuePath } from '../../base/problem.ts';
import type { Expected, ExpectedContact } from '../../scenarios/scenario.ts';
import { expectSchema } from '../schema/scenarios-schema.ts';
import type { ToolName, Workspace } from '../workspace.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { meant } from '../yaml/words.ts';

/** What each tool's answer can be held against. */
const OF_TOOL: Record<ToolName, readonly string[]> = {
  get_escalation_contact: [
    'contact',
    'not_contact',
    'same_contact_as',
    'reason',
    'row',
    'hidden',
    'shown',
    'availability',
    'next_available',
  ],
  get_account_team: ['team', 'not_contact', 'row', 'hidden', 'shown'],
  get_account_health: ['status', 'row'],
};

/** The tool that is asked where nobody says it: the one that answers what is expected. */
export function toolFor(document: ConfigDocument, at: ValuePath): ToolName {
  const said = document.textAt([...at, 'given', 'tool'])?.text;
  const known = Object.keys(OF_TOOL).find((tool): tool is ToolName => tool === said);
  if (known !== undefined) return known;
  if (document.has([...at, 'expect', 'status'])) return 'get_account_health';
  return document.has([...at, 'expect', 'team']) ? 'get_account_team' : 'get_escalation_contact';
}

/** Null where it can't be read; that was reported. */
export function readExpect(
  document: ConfigDocument,
  scenario: ValuePath,
  tool: ToolName,
  workspace: Workspace,
): Expected | null {
  const at = [...scenario, 'expect'];
  const written = document.read(at, expectSchema);
  if (written === undefined) return null;
  const keys = document.keys(at);
  if (keys.length === 0) document.error(at, 'Nothing is expected.', `Add one of: ${OF_TOOL[tool].join(', ')}.`);
  for (const key of keys.filter((each) => !OF_TOOL[tool].includes(each)))
    document.error([...at, key], `${tool} doesn't answer with \`${key}\`.`, elsewhere(key), 'key');
  checkName(document, [...at, 'reason'], 'reason', Object.keys(workspace.reasons));
  checkName(document, [...at, 'row'], 'row', rowsOf(tool, workspace));
  const contacts = (key: string): readonly ExpectedContact[] => readContacts(document, [...at, key], workspace);
  const { next_available: next } = written;
  return {
    contact: contacts('contact')[0] ?? null,
    notContact: contacts('not_contact'),
    sameContactAs: written.same_contact_as ?? null,
    reason: written.reason ?? null,
    row: written.row ?? null,
    hidden: written.hidden ?? [],
    shown: written.shown ?? [],
    availability: written.availability ?? null,
    nextAvailable: next === undefined ? null : readMoment(document, [...at, 'next_available'], next),
    team: document.has([...at, 'team']) ? contacts('team') : null,
    status: written.status ?? null,
  };
}

function elsewhere(key: string): string {
  const tools = Object.entries(OF_TOOL).flatMap(([tool, keys]) => (keys.includes(key) ? [tool] : []));
  return `Write a scenario of its own for it, with \`tool: ${tools[0] ?? ''}\`.`;
}

function rowsOf(tool: ToolName, { escalation, health }: Workspace): readonly string[] {
  const { rules } = tool === 'get_account_health' ? health : escalation;
  return rules.map(({ id }) => id);
}

function checkName(document: ConfigDocument, at: ValuePath, kind: string, names: readonly string[]): void {
  const name = document.textAt(at)?.text;
  if (name === undefined || names.includes(name)) return;
  document.error(at, `There is no ${kind} \`${name}\`.`, meant(name, names, kind));
}

function readMoment(document: ConfigDocument, at: ValuePath, text: string): string | null {
  const ms = Date.parse(text);
  if (!Number.isNaN(ms)) return instantOf(ms);
  document.error(at, `There is no moment \`${text}\`.`, 'Write a day and a time that there are.');
  return null;
}

/** One contact, or a list of them. */
function readContacts(document: ConfigDocument, at: ValuePath, workspace: Workspace): readonly ExpectedContact[] {
  const value = document.valueAt(at);
  const paths = Array.isArray(value) ? document.indexes(at) : [at];
  return paths.flatMap((path) => {
    const word = document.textAt(path)?.text.trim();
    return word === undefined ? [] : (readContact(document, path, word, workspace) ?? []);
  });
}

function readContact(
  document: ConfigDocument,
  at: ValuePath,
  word: string,
  { teams }: Workspace,
): ExpectedContact | null {
  if (word === 'fallback') return { kind: 'fallback' };
  const [, kind, team] = /^(team|member):\s*(.+)$/.exec(word) ?? [];
  if (team !== undefined && (kind === 'team' || kind === 'member')) {
    if (teams.has(team)) return { kind, team };
    document.error(at, `There is no team \`${team}\`.`, meant(team, teams.keys(), 'team'));
    return null;
  }
  const email = normalEmail(word);
  if (email !== null) return { kind: 'person', email };
  const mend = teams.has(word)
    ? `Did you mean \`team:${word}\`?`
    : 'Write an e-mail address, `team:NAME`, `member:NAME` or `fallback`.';
  document.error(at, `\`${word}\` names nobody.`, mend);
  return null;
}
