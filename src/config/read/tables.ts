/** Which file of `guardrails/` holds which decision: exactly one escalation table, at most one of account health. */
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Problem } from '../../base/problem.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { decisionSchema, escalationFileSchema, healthFileSchema } from '../schema/guardrails-schema.ts';
import type { FoundFile } from './workspace-files.ts';

type Decision = z.infer<typeof decisionSchema>;

export type TableDocuments = Readonly<Record<Decision, ConfigDocument | null>>;

const SCHEMAS = { escalation_contact: escalationFileSchema, account_health: healthFileSchema } as const;
const ANY_TABLE = z.looseObject({
  decision: decisionSchema.meta({ description: 'escalation_contact or account_health.' }),
});

/** Checks each file's structure on the way. */
export function findTables(folder: string, files: readonly FoundFile[], sink: Problem[]): TableDocuments {
  const found: Record<Decision, ConfigDocument | null> = { escalation_contact: null, account_health: null };
  for (const { document } of files) {
    if (document === null) continue;
    const decision = document.read(['decision'], decisionSchema);
    if (decision === undefined) {
      document.check(ANY_TABLE);
      continue;
    }
    const first = found[decision];
    if (first !== null) {
      const message = `The table ${decision} stands in ${basename(first.file)} already.`;
      document.error(['decision'], message, 'Keep one of the two files.');
      continue;
    }
    document.check(SCHEMAS[decision]);
    found[decision] = document;
  }
  const isClear = files.every(({ document }) => document?.read(['decision'], decisionSchema) !== undefined);
  if (isClear && found.escalation_contact === null) sink.push(missingTable(folder));
  return found;
}

function missingTable(folder: string): Problem {
  return {
    severity: 'error',
    place: { file: join(folder, 'guardrails', 'escalation.yaml'), line: 1, column: 1 },
    message: 'There is no table that says whom to route to.',
    mend: 'Write this file, with `decision: escalation_contact` and its `rules`.',
  };
}
