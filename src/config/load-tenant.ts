/**
 * Whose workspace a folder is, and nothing else of it: a mistake in a guardrail must not keep anybody from the records.
 */
import { z } from 'zod';
import { ConfigurationFailure } from '../base/failure.ts';
import type { Problem } from '../base/problem.ts';
import type { Tenant } from '../caller/caller.ts';
import { DEFAULT_TENANT } from '../caller/caller.ts';
import { findFiles } from './read/workspace-files.ts';
import { nameSchema } from './schema/names.ts';

const companySchema = z.looseObject({ tenant: nameSchema.optional() });

/** @throws Failure `missing_file`, or ConfigurationFailure where `concierge.yaml` doesn't say it readably */
export function loadTenant(folder: string): Tenant {
  const problems: Problem[] = [];
  const { company } = findFiles(folder, problems);
  if (company === null) throw new ConfigurationFailure(problems.filter(({ place }) => isCompanyFile(place.file)));
  const found = problems.length;
  company.check(companySchema);
  if (problems.length > found) throw new ConfigurationFailure(problems.slice(found));
  return company.read(['tenant'], nameSchema) ?? DEFAULT_TENANT;
}

function isCompanyFile(file: string): boolean {
  return file.endsWith('concierge.yaml');
}
