/** The parts of `deployment.yaml`, from their YAML form to the deployment's. Problems go to the document. */
import { isAbsolute, relative, resolve } from 'node:path';
import type { ValuePath } from '../../base/problem.ts';
import { isAllowanceEntry } from '../../outbound/allowance.ts';
import type {
  AuthChoice,
  Deployment,
  Listener,
  OAuthResource,
  PageChoice,
  RecordKeeping,
  SecretSource,
  StoreChoice,
} from '../deployment.ts';
import {
  authSchema,
  deploymentFileSchema,
  limitsSchema,
  listenSchema,
  metricsSchema,
  pageSchema,
  questionSchema,
  recordsSchema,
  secretSchema,
  storeSchema,
  switchSchema,
  tenantSchema,
  upstreamCommandSchema,
} from '../schema/deployment-schema.ts';
import type { oauthSchema } from '../schema/deployment-schema.ts';
import type { ConfigDocument } from '../yaml/document.ts';
import { meant } from '../yaml/words.ts';
import type { z } from 'zod';

export type DeploymentContext = {
  readonly defaults: Deployment;
  /** The file's folder, absolute: paths in it are relative to this. */
  readonly folder: string;
};

/** What is returned is only good when nothing was reported. */
export function readDeployment(document: ConfigDocument, { defaults, folder }: DeploymentContext): Deployment {
  document.check(deploymentFileSchema);
  const listen = document.read(['listen'], listenSchema);
  const secretsFolder = document.read(['secrets_folder'], textOf);
  const publicUrl = readPublicUrl(document);
  const written = readAuth(document);
  const auth = written ?? defaults.auth;
  // What is written and can't be read has its own problem.
  if (auth.kind === 'open' && (written !== null || !document.has(['auth']))) refuseOpenToOthers(document, publicUrl);
  return {
    listen: { host: withoutBrackets(listen?.host ?? defaults.listen.host), port: listen?.port ?? defaults.listen.port },
    metrics: readMetrics(document),
    page: readPage(document, auth),
    serverCards: readServerCards(document, auth, publicUrl),
    store: readStore(document, folder) ?? defaults.store,
    publicUrl,
    auth,
    tenants: document.has(['tenants']) ? readTenants(document, folder) : defaults.tenants,
    records: readRecordKeeping(document, folder),
    syncs: document.read(['sync'], switchSchema.optional()) !== 'off',
    secrets: readSecrets(document, secretsFolder),
    secretsFolder: secretsFolder === undefined ? null : resolve(folder, secretsFolder),
    limits: { ...defaults.limits, ...readLimits(document) },
    outbound: { allowPrivate: readAllowPrivate(document, ['outbound', 'allow_private']) },
    upstreamCommands: readUpstreamCommands(document, folder),
    allowedHosts: [...new Set([...readHosts(document, ['allowed_hosts']), ...hostsOf(publicUrl)])],
    allowedOrigins: readOrigins(document),
    questions: document.indexes(['questions']).flatMap((at) => readQuestion(document, at) ?? []),
  };
}

/** `[::1]` is how an IPv6 address stands in a URL. */
function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

function readMetrics(document: ConfigDocument): Listener | null {
  const written = document.read(['metrics'], metricsSchema);
  return written === undefined ? null : { host: withoutBrackets(written.host ?? '127.0.0.1'), port: written.port };
}

/** It shows what no agent may see: where agents prove who they are, somebody must want it. */
function readPage(document: ConfigDocument, { kind }: AuthChoice): PageChoice {
  const written = document.read(['page'], pageSchema);
  if (written === undefined) return { kind: kind === 'open' ? 'with_agents' : 'nowhere' };
  return written === false ? { kind: 'nowhere' } : { kind: 'apart', port: written.port };
}

/** The address that it listens on is for nobody outside to know. */
function readServerCards(document: ConfigDocument, { kind }: AuthChoice, publicUrl: string | null): boolean {
  const isOn = document.read(['server_cards'], switchSchema.optional()) === 'on';
  if (isOn && kind !== 'open' && publicUrl === null)
    document.error(
      ['server_cards'],
      'A card says where clients reach this server, and nobody has said it.',
      'Add `public_url:`, or delete this.',
    );
  return isOn;
}

const textOf = deploymentFileSchema.shape.secrets_folder;

function readPublicUrl(document: ConfigDocument): string | null {
  const written = document.read(['public_url'], deploymentFileSchema.shape.public_url);
  return written === undefined ? null : new URL(written).href.replace(/\/+$/, '');
}

/** A proxy that says nothing of itself can't be told from this machine: what is meant for others needs a way in. */
function refuseOpenToOthers(document: ConfigDocument, publicUrl: string | null): void {
  const mend = 'Add `auth: { api_keys: true }`, or delete this.';
  const message = 'Others are to reach this server, and everybody would get in.';
  if (publicUrl?.startsWith('https:') === true) document.error(['public_url'], message, mend);
  if (document.indexes(['allowed_hosts']).length > 0) document.error(['allowed_hosts'], message, mend);
}

/** The name that clients call it by is one that their requests may name. */
function hostsOf(publicUrl: string | null): readonly string[] {
  return publicUrl === null ? [] : [new URL(publicUrl).hostname];
}

function readStore(document: ConfigDocument, folder: string): StoreChoice | null {
  const written = document.read(['store'], storeSchema);
  if (written === undefined) return null;
  if ('sqlite' in written) return { kind: 'sqlite', folder: resolve(folder, written.sqlite) };
  checkSecretName(document, ['store', 'postgres'], written.postgres);
  return { kind: 'postgres', url: written.postgres };
}

function checkSecretName(document: ConfigDocument, at: ValuePath, name: string): void {
  const secrets = document.keys(['secrets']);
  if (!secrets.includes(name)) document.error(at, `There is no secret \`${name}\`.`, meant(name, secrets, 'secret'));
}

const DAILY_HOURS = 24;

function readRecordKeeping(document: ConfigDocument, folder: string): RecordKeeping {
  const written = document.read(['records'], recordsSchema);
  const keepDays = written?.keep_days ?? null;
  if (written?.checkpoint === undefined) return { keepDays, checkpoint: null };
  const { key, folder: target, every_hours: everyHours = DAILY_HOURS } = written.checkpoint;
  checkSecretName(document, ['records', 'checkpoint', 'key'], key);
  return { keepDays, checkpoint: { key, folder: resolve(folder, target), everyHours } };
}

function readAuth(document: ConfigDocument): AuthChoice | null {
  const written = document.read(['auth'], authSchema);
  if (written === undefined) return null;
  if (written === 'open') return { kind: 'open', caller: null };
  if ('open' in written) return { kind: 'open', caller: written.open };
  const { api_keys: apiKeys = false, oauth } = written;
  if (!apiKeys && oauth === undefined)
    document.error(['auth'], 'Nobody could get in.', 'Add `api_keys: true` or `oauth:`, or write `auth: open`.');
  if (oauth !== undefined && !document.has(['public_url']))
    document.error(
      ['auth', 'oauth'],
      'It is not said how clients reach this server, and access tokens are meant for that URL.',
      'Add `public_url: https://…`.',
    );
  return { kind: 'tokens', apiKeys, oauth: oauth === undefined ? null : oauthOf(oauth) };
}

function oauthOf({
  issuer,
  audience,
  jwks_uri: jwksUri,
  algorithms,
  caller_claim: callerClaim,
  scope_claim: scopeClaim,
  clients,
}: z.output<typeof oauthSchema>): OAuthResource {
  return {
    issuer,
    audience: audience ?? null,
    jwksUri: jwksUri ?? null,
    algorithms: algorithms ?? ['RS256', 'ES256'],
    callerClaim: callerClaim ?? null,
    scopeClaim: scopeClaim ?? null,
    clients: clients ?? {},
  };
}

function readTenants(document: ConfigDocument, folder: string): Deployment['tenants'] {
  const tenants = document.keys(['tenants']).toSorted();
  if (tenants.length === 0)
    document.error(['tenants'], 'There is no tenant.', 'Name one, like `default: { workspace: . }`.');
  return tenants.flatMap((tenant) => {
    const written = document.read(['tenants', tenant], tenantSchema);
    return written === undefined ? [] : [{ tenant, workspace: resolve(folder, written.workspace) }];
  });
}

function readSecrets(
  document: ConfigDocument,
  secretsFolder: string | undefined,
): Readonly<Record<string, SecretSource>> {
  const secrets = document.keys(['secrets']).flatMap((name): (readonly [string, SecretSource])[] => {
    const at = ['secrets', name];
    const written = document.read(at, secretSchema);
    if (written === undefined) return [];
    const hosts = readHosts(document, [...at, 'hosts']);
    if ('env' in written) return [[name, { from: { env: written.env }, hosts }]];
    checkSecretFile(document, [...at, 'file'], written.file, secretsFolder);
    return [[name, { from: { file: written.file }, hosts }]];
  });
  return Object.fromEntries(secrets);
}

function readUpstreamCommands(document: ConfigDocument, folder: string): Deployment['upstreamCommands'] {
  const commands = document.keys(['upstream_commands']).flatMap((name) => {
    const at = ['upstream_commands', name];
    const written = document.read(at, upstreamCommandSchema);
    const [program, ...args] = written?.command ?? [];
    if (written === undefined || program === undefined) return [];
    for (const [variable, value] of Object.entries(written.env ?? {}))
      if (typeof value !== 'string') checkSecretName(document, [...at, 'env', variable, 'secret'], value.secret);
    const command = [program, ...args] as const;
    return [[name, { command, env: written.env ?? {}, folder: resolve(folder, written.folder ?? '.') }] as const];
  });
  return Object.fromEntries(commands);
}

function checkSecretFile(document: ConfigDocument, at: ValuePath, file: string, folder: string | undefined): void {
  if (folder === undefined)
    document.error(at, 'It is not said where files of secrets lie.', 'Add `secrets_folder: …`.');
  const way = relative('/root', resolve('/root', file));
  if (isAbsolute(file) || way === '' || way.startsWith('..')) {
    document.error(at, `\`${file}\` leaves the folder of secrets.`, 'Write a path below `secrets_folder`.');
  }
}

function readLimits(document: ConfigDocument): Partial<Deployment['limits']> {
  const written = document.read(['limits'], limitsSchema);
  return {
    ...(written?.body_bytes === undefined ? {} : { bodyBytes: written.body_bytes }),
    ...(written?.connections === undefined ? {} : { connections: written.connections }),
    ...(written?.headers_timeout_ms === undefined ? {} : { headersTimeoutMs: written.headers_timeout_ms }),
    ...(written?.request_timeout_ms === undefined ? {} : { requestTimeoutMs: written.request_timeout_ms }),
  };
}

const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

function readHosts(document: ConfigDocument, at: ValuePath): readonly string[] {
  const hosts = document.textsAt(at);
  for (const [index, host] of hosts.entries()) {
    if (!HOST.test(host))
      document.error(
        [...at, index],
        `\`${host}\` is not a host name.`,
        'Write the name alone, in lower case, like `concierge.acme.example`.',
      );
  }
  return hosts;
}

function readAllowPrivate(document: ConfigDocument, at: ValuePath): readonly string[] {
  const entries = document.textsAt(at);
  for (const [index, entry] of entries.entries()) {
    if (!isAllowanceEntry(entry))
      document.error(
        [...at, index],
        `\`${entry}\` is not a host name, an IP address or a block of addresses.`,
        'Write one like `crm.internal`, `10.1.2.3` or `10.1.0.0/16`.',
      );
  }
  return entries;
}

function readOrigins(document: ConfigDocument): readonly string[] {
  const origins = document.textsAt(['allowed_origins']);
  for (const [index, origin] of origins.entries()) {
    const url = URL.parse(origin);
    if (url?.origin === origin) continue;
    const mend =
      url === null || url.origin === 'null'
        ? 'Write one like `https://chat.acme.example`.'
        : `Write \`${url.origin}\`.`;
    document.error(['allowed_origins', index], `\`${origin}\` is not the origin of a web page.`, mend);
  }
  return origins;
}

function readQuestion(document: ConfigDocument, at: ValuePath): Deployment['questions'][number] | null {
  const written = document.read(at, questionSchema);
  if (written === undefined) return null;
  const { title, ...given } = written;
  const entries = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { title, arguments: Object.fromEntries(entries) };
}
