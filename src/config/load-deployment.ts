/**
 * `deployment.yaml` → the process's own configuration, with defaults for everything. Secrets are named here, never read.
 * What this version can't serve yet is still a correct file: {@link unsupported} says so at start.
 */
import { dirname, join, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { ConfigurationFailure, Failure } from '../base/failure.ts';
import type { Problem } from '../base/problem.ts';
import { DEFAULT_TENANT } from '../caller/caller.ts';
import { configDocument } from './yaml/document.ts';
import { readDeployment } from './read/read-deployment.ts';
import type { Deployment } from './deployment.ts';
import { readYamlFile } from './yaml/yaml-file.ts';

const DEFAULT_LIMITS: Deployment['limits'] = {
  bodyBytes: 65_536,
  connections: 10_000,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
};

/** Loopback, an embedded store inside the workspace, open mode. */
export function defaultDeployment(workspace: string): Deployment {
  return {
    listen: { host: '127.0.0.1', port: 3000 },
    publicUrl: null,
    metrics: null,
    page: { kind: 'with_agents' },
    store: { kind: 'sqlite', folder: join(workspace, '.concierge') },
    auth: { kind: 'open', caller: null },
    tenants: [{ tenant: DEFAULT_TENANT, workspace }],
    records: { keepDays: null, checkpoint: null },
    syncs: true,
    serverCards: false,
    secrets: {},
    secretsFolder: null,
    limits: DEFAULT_LIMITS,
    outbound: { allowPrivate: [] },
    upstreamCommands: {},
    allowedHosts: [],
    allowedOrigins: [],
    questions: [],
  };
}

export type DeploymentPlace = {
  /** Absolute path of the file; `null` for the defaults. */
  readonly file: string | null;
  /** Absolute path of the workspace that is served where the file names none. */
  readonly workspace: string;
};

/**
 * Paths in the result are absolute.
 * @throws Failure `missing_file`, or ConfigurationFailure with every error
 */
export function loadDeployment({ file, workspace }: DeploymentPlace): Deployment {
  const defaults = defaultDeployment(workspace);
  if (file === null) return defaults;
  if (!existsSync(file))
    throw new Failure(
      'missing_file',
      `There is no file ${file}.`,
      'Name a deployment file, or leave it out for the defaults.',
    );
  const { yaml, problems: syntax } = readYamlFile(file, file);
  if (yaml === null) throw new ConfigurationFailure(syntax);
  const problems: Problem[] = [];
  const deployment = readDeployment(configDocument(yaml, problems), { defaults, folder: resolve(dirname(file)) });
  if (problems.length > 0) throw new ConfigurationFailure(problems);
  return deployment;
}

/** What this version can't serve yet, honestly, at start; `null` when it can serve everything. */
export function unsupported({ store, tenants }: Deployment): Failure | null {
  const refuse = (what: string, mend: string): Failure =>
    new Failure('configuration', `This version does not serve ${what} yet.`, mend);
  if (store.kind !== 'sqlite') return refuse('a PostgreSQL store', 'Write `store: { sqlite: .concierge }`.');
  if (tenants.length !== 1)
    return refuse(`${tenants.length} tenants in one process`, 'Name one tenant, and start a process for each.');
  return null;
}
