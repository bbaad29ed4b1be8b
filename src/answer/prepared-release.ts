/**
 * A release made ready to answer: tables, fact slots, menus, shapers and the fallback, all compiled once.
 * Nothing here is built per request.
 */
import type { Instant } from '../base/clock.ts';
import type { ContentHash } from '../base/hash.ts';
import { approver } from '../card/approve.ts';
import type { ContactShaper } from '../card/contact-card.ts';
import { contactShaper } from '../card/contact-card.ts';
import type { Caller } from '../caller/caller.ts';
import type { Workspace } from '../config/workspace.ts';
import { CONCIERGE } from '../config/workspace.ts';
import type { Audience, FactFrame } from '../facts/frame.ts';
import { AUDIENCES, factFrame } from '../facts/frame.ts';
import type { FactRows, MissingAfter } from '../facts/fact-row.ts';
import { factRows } from '../facts/fact-row.ts';
import type { CompiledTable } from '../guardrails/compile.ts';
import { compileTable } from '../guardrails/compile.ts';
import type { House } from '../guardrails/house.ts';
import { houseOf } from '../guardrails/house.ts';
import type { EscalationRule, HealthRule } from '../guardrails/table.ts';
import type { ConciergeMenu } from '../services/concierge-menu.ts';
import { isLiveSource } from '../sources/declaration.ts';
import { conciergeMenus } from '../services/concierge-menu.ts';
import { serviceMenus } from '../services/service-menu.ts';
import type { Menu } from '../services/tool.ts';

export type PreparedRelease = {
  readonly id: ContentHash;
  /** When this content was first seen: the age of answers without account facts. */
  readonly at: Instant;
  readonly workspace: Workspace;
  readonly frame: FactFrame;
  readonly rows: FactRows;
  readonly missingAfter: MissingAfter;
  readonly escalation: CompiledTable<EscalationRule>;
  readonly health: CompiledTable<HealthRule>;
  readonly house: House;
  readonly shapers: Readonly<Record<Audience, ContactShaper>>;
  /** Of the concierge. */
  readonly menuFor: (caller: Caller) => ConciergeMenu;
  /** Of any service; undefined for one that there isn't. */
  readonly menuOf: (service: string, caller: Caller) => Menu | undefined;
  /** Whether a source is asked for the account while an answer is made. */
  readonly isLive: boolean;
};

export function prepareRelease(workspace: Workspace, id: ContentHash, at: Instant): PreparedRelease {
  const frame = factFrame(workspace.topics, workspace.facts);
  const shaper = (audience: Audience) =>
    contactShaper(workspace.approved, workspace.service.audiences[audience].fields);
  const shapers = Object.fromEntries(AUDIENCES.map((audience) => [audience, shaper(audience)]));
  const menuFor = conciergeMenus(workspace);
  const others = new Map(workspace.services.map((service) => [service.name, serviceMenus(service, workspace)]));
  const missingAfter = missingAfterOf(workspace);
  return {
    id,
    at,
    workspace,
    frame,
    rows: factRows(frame, missingAfter),
    missingAfter,
    escalation: compileTable(workspace.escalation, frame),
    health: compileTable(workspace.health, frame),
    house: houseOf(workspace, approver(workspace.approved)),
    shapers: shapers as Record<Audience, ContactShaper>,
    menuFor,
    menuOf: (service, caller) => (service === CONCIERGE ? menuFor(caller) : others.get(service)?.(caller)),
    isLive: workspace.sources.some(isLiveSource),
  };
}

function missingAfterOf({ sources }: Workspace): MissingAfter {
  const rules = sources.flatMap(({ name, stale }) =>
    stale?.facts === 'missing' ? [[name, stale.afterMs] as const] : [],
  );
  return new Map(rules);
}
