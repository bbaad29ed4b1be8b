/** The parts of a workspace, read from its parsed files and put together. Problems go to the files' documents. */
import { basename, resolve } from 'node:path';
import { isDay } from '../../base/day.ts';
import { DEFAULT_TENANT } from '../../caller/caller.ts';
import { approver } from '../../card/approve.ts';
import { factFrame } from '../../facts/frame.ts';
import type { SourceDeclaration } from '../../sources/declaration.ts';
import type { Documents } from './check-workspace.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { daySchema, languageSchema, nameSchema } from '../schema/names.ts';
import { readApproved } from './read-approved.ts';
import type { DeclaredCalendars } from './read-calendars.ts';
import { checkTimeZone, readCalendars, readDefaultCalendar } from './read-calendars.ts';
import { readCallers } from './read-callers.ts';
import { readFacts } from './read-facts.ts';
import type { DeclaredFacts } from './read-facts.ts';
import { readEscalation, readHealth, UNKNOWN_HEALTH } from './read-guardrails.ts';
import { assignedRoles, readPrecedence } from './read-precedence.ts';
import { DEFAULT_REASON, readReasons } from './read-reasons.ts';
import type { DeclaredReasons } from './read-reasons.ts';
import { readHoldAbove, readPublishAbove } from './read-import.ts';
import { readInheritance } from './read-inheritance.ts';
import { isConcierge, readService } from './read-service.ts';
import { readSourceService } from './read-source-service.ts';
import { readSource } from './read-source.ts';
import { readTeams } from './read-teams.ts';
import type { FoundFile, WorkspaceFiles } from './workspace-files.ts';
import { companySchema, fallbackSchema, handBackSchema, timezoneSchema } from '../schema/workspace-schema.ts';
import type { Workspace } from '../workspace.ts';
import { CONCIERGE } from '../workspace.ts';
import { meant } from '../yaml/words.ts';

/** `null` where a part is missing. A workspace that is returned is only good when no error was reported. */
export function readWorkspace(
  folder: string,
  files: WorkspaceFiles,
  { company, tables, service }: Documents,
): Workspace | null {
  const topics = readTopics(company);
  const facts = readFacts(company);
  const calendars = readCalendars(company);
  const defaultCalendar = readDefaultCalendar(company, calendars);
  const approved = readApproved(company);
  const allowed = approved && approver(approved);
  const timezone = company.textAt(['timezone'])?.text ?? null;
  const teams = readTeams(company, { timezone, calendars, defaultCalendar, approver: allowed });
  const defaultLanguage = company.read(['language'], languageSchema) ?? 'en';
  const reasons = readReasons(
    [company, tables.escalation_contact].filter((document) => document !== null),
    defaultLanguage,
  );

  const sources = readSources(files.sources, { folder: resolve(folder), facts, calendars });
  const roles = assignedRoles(sources);
  const guardrails = {
    frame: factFrame(topics, present(facts)),
    broken: new Set([...facts].flatMap(([name, fact]) => (fact === null ? [name] : []))),
    teams: company.keys(['teams']),
    reasons: [...reasons.keys()],
    approver: allowed,
  };
  const escalation = tables.escalation_contact && readEscalation(tables.escalation_contact, guardrails);
  const head = readHead(company, reasons);
  const sourceNames = files.sources.map(({ path }) => basename(path, '.yaml'));
  const precedence = readPrecedence(company, { facts, sources: sourceNames, roles });
  const services = files.services
    .filter((file) => !isConcierge(file))
    .flatMap((file) => readSourceService(file, sources) ?? []);
  const callers = readCallers(company, [CONCIERGE, ...services.map(({ name }) => name)]);
  if (head === null || approved === null || defaultCalendar === null || escalation === null) return null;

  return {
    ...head,
    folder: resolve(folder),
    facts: present(facts),
    topics,
    precedence,
    inheritance: readInheritance(company, facts),
    teams,
    calendars: new Map(declared(calendars)),
    defaultCalendar,
    handBack: company.read(['hand_back'], handBackSchema) ?? 'first_working_day',
    approved,
    callers,
    escalation,
    health: tables.account_health === null ? UNKNOWN_HEALTH : readHealth(tables.account_health, guardrails),
    reasons: Object.fromEntries(declared(reasons)),
    defaultLanguage,
    service: readService(service, { roles, reasons: [...reasons.keys()] }),
    services,
    sources,
    holdAbove: readHoldAbove(company),
    publishAbove: readPublishAbove(company),
  };
}

type Head = Pick<Workspace, 'tenant' | 'company' | 'timezone' | 'fallback' | 'sampleDay'>;

function readHead(document: ConfigDocument, reasons: DeclaredReasons): Head | null {
  const timezone = document.read(['timezone'], timezoneSchema);
  const isZone = timezone !== undefined && checkTimeZone(document, ['timezone'], timezone);
  const sampleDay = document.read(['sample_day'], daySchema) ?? null;
  if (sampleDay !== null && !isDay(sampleDay))
    document.error(
      ['sample_day'],
      `There is no day \`${sampleDay}\`.`,
      'Write a day that there is, like `2026-12-24`.',
    );
  const fallback = readFallback(document, reasons);
  const company = document.read(['company'], companySchema);
  if (timezone === undefined || !isZone || fallback === null || company === undefined) return null;
  return { tenant: document.read(['tenant'], nameSchema) ?? DEFAULT_TENANT, company, timezone, fallback, sampleDay };
}

function readFallback(document: ConfigDocument, reasons: DeclaredReasons): Workspace['fallback'] | null {
  const written = document.read(['fallback'], fallbackSchema);
  if (written === undefined) return null;
  const { team, reason = DEFAULT_REASON } = written;
  const teams = document.keys(['teams']);
  if (!teams.includes(team))
    document.error(['fallback', 'team'], `There is no team \`${team}\`.`, meant(team, teams, 'team'));
  if (reasons.has(reason)) return { team, reason };
  const path = document.has(['fallback', 'reason']) ? ['fallback', 'reason'] : ['fallback'];
  document.error(path, `There is no reason \`${reason}\`.`, `Word it under \`reasons\`: \`${reason}: …\`.`);
  return null;
}

function readTopics(document: ConfigDocument): readonly string[] {
  const topics = document.textsAt(['topics']);
  for (const [index, path] of document.indexes(['topics']).entries()) {
    const topic = topics[index];
    if (topic !== undefined && topics.indexOf(topic) < index)
      document.error(path, `\`${topic}\` is listed twice.`, 'Delete one.');
  }
  return topics;
}

type SourcesContext = { readonly folder: string; readonly facts: DeclaredFacts; readonly calendars: DeclaredCalendars };

function readSources(
  files: readonly FoundFile[],
  { folder, facts, calendars }: SourcesContext,
): readonly SourceDeclaration[] {
  const names = new Set(calendars.keys());
  return files.flatMap(({ path, document }) => {
    const source = document && readSource(document, { folder, path: resolve(path), facts, calendars: names });
    return source ?? [];
  });
}

function present(facts: DeclaredFacts): Workspace['facts'] {
  return declared(facts).map(([, fact]) => fact);
}

function declared<T>(entries: ReadonlyMap<string, T | null>): readonly (readonly [string, T])[] {
  return [...entries].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}
