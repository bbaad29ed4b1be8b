/**
 * What the decision tables and reasons of a workspace mean together: its findings are warnings. Takes seconds for large
 * tables, so that only checking does it, not serving.
 */
import { factFrame } from '../../facts/frame.ts';
import { idleLinks } from '../../guardrails/analysis/idle-links.ts';
import type { LanguageGap } from '../../guardrails/analysis/reason-use.ts';
import { languageGaps, untoldReasons, usedReasons } from '../../guardrails/analysis/reason-use.ts';
import { escalationFindings, healthFindings } from '../../guardrails/analysis/table-problems.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { listed } from '../yaml/words.ts';
import type { Workspace } from '../workspace.ts';
import type { Documents } from './check-workspace.ts';

/** Only for a workspace without errors. */
export function checkTables({ company, tables }: Documents, workspace: Workspace): void {
  const { topics, facts, teams, escalation, health } = workspace;
  const frame = factFrame(topics, facts);
  tables.escalation_contact?.addAll(
    [],
    [
      ...escalationFindings(escalation.rules, frame),
      ...idleLinks(escalation.rules, teams),
      ...untoldReasons(escalation.rules),
    ],
  );
  tables.account_health?.addAll([], healthFindings(health.rules, frame));
  checkReasons(
    [company, tables.escalation_contact].filter((document) => document !== null),
    workspace,
  );
}

function checkReasons(documents: readonly ConfigDocument[], workspace: Workspace): void {
  const { escalation, fallback, reasons, defaultLanguage } = workspace;
  const used = new Set([...usedReasons(escalation.rules), fallback.reason]);
  for (const document of documents) {
    for (const code of document.keys(['reasons']).filter((each) => !used.has(each)))
      document.warning(['reasons', code], `No row tells the reason \`${code}\`.`, 'Use it, or delete it.', 'key');
  }
  const worded = Object.entries(reasons).filter(([code]) => used.has(code));
  const gaps = languageGaps(worded, defaultLanguage);
  warnOfMissingLanguages(gaps.filter(isUsual), documents, defaultLanguage);
  for (const gap of gaps) if (!isUsual(gap)) warnOfRareLanguage(gap, documents, defaultLanguage);
}

/** At least half of the reasons have it: then those without it are to be mended, else those with it. */
function isUsual({ having, lacking }: LanguageGap): boolean {
  return having.length >= lacking.length;
}

function warnOfMissingLanguages(
  gaps: readonly LanguageGap[],
  documents: readonly ConfigDocument[],
  spoken: string,
): void {
  for (const code of new Set(gaps.flatMap(({ lacking }) => lacking))) {
    const missing = gaps.filter(({ lacking }) => lacking.includes(code)).map(({ language }) => language);
    const message = `The reason \`${code}\` has no wording in ${listed(missing)}, as others have: whoever asks so reads ${spoken}.`;
    warnAt(documents, [code], message, `Add ${listed(missing.map((language) => `\`${language}: …\``))}.`);
  }
}

function warnOfRareLanguage(
  { language, having, lacking }: LanguageGap,
  documents: readonly ConfigDocument[],
  spoken: string,
): void {
  const message = `Only ${listed(having.map((code) => `\`${code}\``))} ${having.length === 1 ? 'has' : 'have'} a wording in ${language}: with ${lacking.length} other reasons, whoever asks so reads ${spoken}.`;
  warnAt(documents, [having[0] ?? '', language], message, `Add \`${language}: …\` to the others, or delete it.`);
}

/** A reason that stands in no file is the program's own, which the fallback tells. */
function warnAt(
  documents: readonly ConfigDocument[],
  [code = '', ...rest]: readonly string[],
  message: string,
  mend: string,
): void {
  const document = documents.find((each) => each.has(['reasons', code]));
  if (document === undefined) documents[0]?.warning(['fallback'], message, `Word it under \`reasons\`. ${mend}`);
  else document.warning(['reasons', code, ...rest], message, mend, 'key');
}
