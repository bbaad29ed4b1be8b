/**
 * The glossary of `cx_concierge`: the fields of its tools as one audience gets them, and the closed lists behind them. Of the reasons
 * it has those that a row tells this audience, in the words that customers read; never which row tells them, nor when.
 */
import { compareText } from '../base/compare-text.ts';
import type { AudienceContract, Workspace } from '../config/workspace.ts';
import { CONCIERGE } from '../config/workspace.ts';
import type { Audience } from '../facts/frame.ts';
import { rulesFor, usedReasons } from '../guardrails/analysis/reason-use.ts';
import { wordingIn } from '../guardrails/reason.ts';
import type { Section, Term } from './glossary.ts';
import { glossary, schemaTerms, wordTerm } from './glossary.ts';
import type { ResourceText, ToolDefinition } from './tool.ts';

type Told = Pick<
  Workspace,
  'company' | 'escalation' | 'fallback' | 'reasons' | 'defaultLanguage' | 'topics' | 'service'
>;

/** None where there are no tools. */
export function conciergeGlossary(
  workspace: Told,
  audience: Audience,
  contract: AudienceContract,
  definitions: readonly ToolDefinition[],
): readonly ResourceText[] {
  if (definitions.length === 0) return [];
  const tools = definitions.map(({ name, title, outputSchema }) => ({
    heading: name,
    about: title,
    terms: schemaTerms(outputSchema),
  }));
  const about =
    'A field that doesn’t apply is left out. Say only what the tools return; guess no names, addresses or links.';
  return [glossary(CONCIERGE, CONCIERGE, about, [...tools, ...lists(workspace, audience, contract)])];
}

function lists(workspace: Told, audience: Audience, { tools, fields, reasons }: AudienceContract): readonly Section[] {
  const routes = tools.includes('get_escalation_contact');
  const { service, topics } = workspace;
  return [
    {
      heading: 'reason.code',
      about:
        'With the words of reason.message, which may be said to the customer; in their language where it is there.',
      terms: routes ? reasonTerms(workspace, audience, reasons) : [],
    },
    {
      heading: 'role',
      about: 'The roles of get_account_team, in its order.',
      terms:
        tools.includes('get_account_team') && fields.includes('role')
          ? service.teamRoles.map((role) => wordTerm(role))
          : [],
    },
    {
      heading: 'topic',
      about: 'What get_escalation_contact may be asked about.',
      terms: routes ? topics.map((topic) => wordTerm(topic)) : [],
    },
  ].filter(({ terms }) => terms.length > 0);
}

/** Any other than these the audience is told as the fallback's. By code: a release keeps no order of them. */
function reasonTerms(
  { escalation, fallback, reasons, defaultLanguage }: Told,
  audience: Audience,
  allowed: AudienceContract['reasons'],
): readonly Term[] {
  const used = usedReasons(rulesFor(escalation.rules, audience));
  const told = new Set([...used].filter((code) => allowed?.includes(code) ?? true)).add(fallback.reason);
  return Object.entries(reasons)
    .filter(([code]) => told.has(code))
    .toSorted(([one], [other]) => compareText(one, other))
    .map(([code, wording]) => wordTerm(code, wordingIn(wording, null, defaultLanguage)));
}
