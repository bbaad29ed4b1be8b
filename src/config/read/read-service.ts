/** The contract of `cx_concierge`: `services/cx_concierge.yaml`, or its defaults: every tool and field for everybody. */
import type { ValuePath } from '../../base/problem.ts';
import type { Audience } from '../../facts/frame.ts';
import { AUDIENCES } from '../../facts/frame.ts';
import { basename } from 'node:path';
import type { ConfigDocument } from '../yaml/document.ts';
import type { FoundFile } from './workspace-files.ts';
import { OPTIONAL_FIELDS, serviceFileSchema } from '../schema/service-schema.ts';
import type { AudienceContract, ConciergeService } from '../workspace.ts';
import { CONCIERGE, TOOLS } from '../workspace.ts';
import { meant } from '../yaml/words.ts';

export type ServiceContext = {
  /** Those that sources assign, in their order; they are the team's where the leader lists none. */
  readonly roles: readonly string[];
  readonly reasons: readonly string[];
};

export function readService(document: ConfigDocument | null, { roles, reasons }: ServiceContext): ConciergeService {
  const written = document?.read([], serviceFileSchema);
  const contract = (audience: Audience): AudienceContract => ({
    tools: written?.audiences?.[audience]?.tools ?? TOOLS,
    fields: written?.audiences?.[audience]?.fields ?? OPTIONAL_FIELDS,
    reasons: written?.audiences?.[audience]?.reasons ?? null,
    unverifiedEmail: written?.audiences?.[audience]?.unverified_email ?? (audience === 'teams' ? 'named' : 'team'),
  });
  for (const [index, role] of (written?.team_roles ?? []).entries()) {
    if (!roles.includes(role))
      document?.warning(['team_roles', index], `No source assigns the role \`${role}\`.`, meant(role, roles, 'role'));
  }
  for (const audience of AUDIENCES) refuseUnknownReasons(document, ['audiences', audience, 'reasons'], reasons);
  return {
    name: CONCIERGE,
    audiences: { customers: contract('customers'), teams: contract('teams'), partners: contract('partners') },
    teamRoles: written?.team_roles ?? roles,
    instructions: written?.instructions?.trim() ?? null,
    ...(written?.handover === undefined ? {} : { handover: written.handover.trim() }),
  };
}

function refuseUnknownReasons(document: ConfigDocument | null, at: ValuePath, reasons: readonly string[]): void {
  for (const [index, reason] of (document?.has(at) === true ? document.textsAt(at) : []).entries()) {
    if (reasons.includes(reason)) continue;
    document?.error([...at, index], `There is no reason \`${reason}\`.`, meant(reason, reasons, 'reason'));
  }
}

/** The file of `cx_concierge`, its structure checked. */
export function findService(files: readonly FoundFile[]): ConfigDocument | null {
  const document = files.find(isConcierge)?.document ?? null;
  document?.check(serviceFileSchema);
  return document;
}

/** Files of services over sources are the others. */
export function isConcierge({ path }: FoundFile): boolean {
  return basename(path, '.yaml') === CONCIERGE;
}
