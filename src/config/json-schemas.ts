/**
 * JSON Schemas of every configuration file, for editors: draft-07, which YAML language servers read best.
 * Emitted from the schemas that the loader checks with, so the two can't differ; cells have an editor's form.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { deploymentFileSchema } from './schema/deployment-schema.ts';
import { escalationFormSchema, healthFormSchema } from './schema/guardrails-schema.ts';
import { scenariosFileSchema } from './schema/scenarios-schema.ts';
import { serviceFileSchema } from './schema/service-schema.ts';
import { sourceServiceFileSchema } from './schema/source-service-schema.ts';
import { sourceFileSchema } from './schema/source-schema.ts';
import { workspaceFileSchema } from './schema/workspace-schema.ts';

/** Where a workspace keeps them. */
const SCHEMAS_FOLDER = '.schemas';

/** By the first part of the file's name. */
const FILE_SCHEMAS = {
  concierge: workspaceFileSchema,
  escalation: escalationFormSchema,
  health: healthFormSchema,
  source: sourceFileSchema,
  cx_concierge: serviceFileSchema,
  service: sourceServiceFileSchema,
  scenarios: scenariosFileSchema,
  deployment: deploymentFileSchema,
} as const satisfies Record<string, z.ZodType>;

export type FileKind = keyof typeof FILE_SCHEMAS;

export function jsonSchema(kind: FileKind): unknown {
  return z.toJSONSchema(FILE_SCHEMAS[kind], { target: 'draft-7', io: 'input' });
}

/** Writes them into the workspace, in place of those that are there; returns the files' paths. */
export function emitSchemas(workspace: string): readonly string[] {
  const folder = join(workspace, SCHEMAS_FOLDER);
  mkdirSync(folder, { recursive: true });
  return fileKinds().map((kind) => {
    const path = join(folder, `${kind}.schema.json`);
    writeFileSync(path, `${JSON.stringify(jsonSchema(kind), null, 2)}\n`);
    return path;
  });
}

export function fileKinds(): readonly FileKind[] {
  return ['concierge', 'escalation', 'health', 'source', 'cx_concierge', 'service', 'scenarios', 'deployment'];
}
