/** What stands in `deployment.yaml`: the process's own configuration. Structure only; everything has a default. */
import { z } from 'zod';
import { nameSchema, textSchema } from './names.ts';

const secretName = nameSchema.meta({ description: 'The name of a secret below `secrets`.' });

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;

/** Without https on this machine only: for trying out. */
const SECURE_URL = /^(https:\/\/[^\s/@?#]+|http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?)(\/[^\s?#]*)?$/;

const serverUrlSchema = secureUrl('Write an https URL, like `https://login.acme.example`.');
const publicUrlSchema = secureUrl('Write an https URL, like `https://concierge.acme.example`.');

function secureUrl(mend: string): z.ZodString {
  return z
    .string()
    .regex(SECURE_URL, { error: mend, abort: true })
    .refine((text) => URL.canParse(text), mend);
}

export const listenSchema = z.strictObject({
  host: textSchema.optional().meta({ description: 'The address to listen on; 127.0.0.1 when left out.' }),
  port: z.int().min(0).max(65535).optional().meta({ description: '3000 when left out; 0 lets the system choose.' }),
});

export const metricsSchema = z.strictObject({
  host: textSchema.optional().meta({ description: 'The address to listen on; 127.0.0.1 when left out.' }),
  port: z.int().min(0).max(65535).meta({ description: '0 lets the system choose.' }),
});

export const pageSchema = z.union([
  z.literal(false).meta({ description: 'Nowhere.' }),
  z.strictObject({
    port: z
      .int()
      .min(0)
      .max(65535)
      .meta({ description: 'A port of 127.0.0.1, for whoever has a link; 0 lets the system choose.' }),
  }),
]);

export const storeSchema = z.union([
  z.strictObject({
    sqlite: textSchema.meta({ description: 'A folder for the embedded store, relative to this file.' }),
  }),
  z.strictObject({
    postgres: secretName.meta({ description: 'The name of the secret that holds the connection URL.' }),
  }),
]);

export const recordsSchema = z.strictObject({
  keep_days: z
    .int()
    .min(1)
    .max(36_500)
    .optional()
    .meta({ description: 'Decision records that are older are dropped; none when left out.' }),
  checkpoint: z
    .strictObject({
      key: secretName.meta({ description: 'The secret that holds the Ed25519 private key (PEM) that signs.' }),
      folder: textSchema.meta({
        description: 'Where signed checkpoints are written, relative to this file: one that is kept elsewhere.',
      }),
      every_hours: z.number().min(0.01).max(8_760).optional().meta({ description: '24 when left out.' }),
    })
    .optional()
    .meta({ description: 'A signed statement of where the chains of records stand, on a schedule.' }),
});

export const oauthSchema = z.strictObject({
  issuer: serverUrlSchema.meta({ description: 'The authorization server, as its tokens name it, to the last slash.' }),
  audience: textSchema
    .optional()
    .meta({ description: "An audience that tokens may name besides the endpoint's own URLs." }),
  jwks_uri: serverUrlSchema
    .optional()
    .meta({ description: 'Where its keys are; found by its metadata when left out.' }),
  algorithms: z
    .array(z.enum(ALGORITHMS))
    .min(1)
    .optional()
    .meta({ description: 'Signatures that are accepted; RS256 and ES256 when left out.' }),
  caller_claim: textSchema
    .optional()
    .meta({ description: 'The claim that names the client; `client_id`, `azp`, `cid` or `appid` when left out.' }),
  scope_claim: textSchema
    .optional()
    .meta({ description: 'The claim that holds the scopes; `scope` or `scp` when left out.' }),
  clients: z
    .record(textSchema, nameSchema)
    .optional()
    .meta({ description: "The caller of each client id that isn't itself a caller's name." }),
});

export const authSchema = z.union([
  z.literal('open').meta({ description: 'No token: on this machine only, for trying out.' }),
  z.strictObject({
    open: nameSchema.meta({ description: 'No token, and everybody is this caller of the workspace.' }),
  }),
  z.strictObject({
    api_keys: z.boolean().optional().meta({ description: 'Whether API keys are accepted.' }),
    oauth: oauthSchema.optional().meta({ description: 'The authorization server whose tokens are accepted.' }),
  }),
]);

const hosts = z
  .array(textSchema)
  .optional()
  .meta({ description: 'The hosts that may receive it; none when left out.' });

export const secretSchema = z.union([
  z.strictObject({ env: textSchema.meta({ description: 'The environment variable that holds the value.' }), hosts }),
  z.strictObject({
    file: textSchema.meta({ description: 'The file below `secrets_folder` that holds the value.' }),
    hosts,
  }),
]);

export const limitsSchema = z.strictObject({
  body_bytes: z
    .int()
    .min(1024)
    .max(16_777_216)
    .optional()
    .meta({ description: 'Largest request body; 65536 when left out.' }),
  connections: z.int().min(1).max(1_000_000).optional().meta({ description: 'Open connections; 10000 when left out.' }),
  headers_timeout_ms: z.int().min(100).max(600_000).optional().meta({ description: '10000 when left out.' }),
  request_timeout_ms: z.int().min(100).max(600_000).optional().meta({ description: '30000 when left out.' }),
});

export const outboundSchema = z.strictObject({
  allow_private: z.array(textSchema).optional().meta({
    description: 'Host names, IP addresses or blocks that may be called although private, and without TLS.',
  }),
});

export const upstreamCommandSchema = z.strictObject({
  command: z
    .array(textSchema.max(1_000))
    .min(1)
    .max(50)
    .meta({ description: 'The program and its arguments. No shell reads them.' }),
  env: z
    .record(
      z.string().regex(/^[A-Za-z_]\w{0,99}$/, 'Write the name of an environment variable.'),
      z.union([textSchema.max(10_000), z.strictObject({ secret: secretName })]),
    )
    .optional()
    .meta({ description: 'Variables that it gets: words, or a secret by its name.' }),
  folder: textSchema.optional().meta({ description: 'Where it runs, relative to this file; beside it when left out.' }),
});

export const questionSchema = z.strictObject({
  title: textSchema.max(200).meta({ description: 'As the customer would put it.' }),
  account_id: textSchema.optional(),
  customer_email: textSchema.optional(),
  topic: nameSchema.optional(),
  language: textSchema.optional(),
  urgency: z.enum(['normal', 'urgent']).optional(),
});

export const tenantSchema = z.strictObject({
  workspace: textSchema.meta({ description: "The tenant's workspace folder, relative to this file." }),
});

export const switchSchema = z.enum(['on', 'off']);

export const deploymentFileSchema = z
  .strictObject({
    listen: listenSchema.optional().meta({ description: 'Where it listens.' }),
    metrics: metricsSchema
      .optional()
      .meta({ description: 'Where `/metrics` is served, in the format of Prometheus; nowhere when left out.' }),
    page: pageSchema.optional().meta({
      description: "Where the leader's page is served; when left out, with the agents in open mode, else nowhere.",
    }),
    server_cards: switchSchema.optional().meta({
      description:
        'Whether each endpoint has a card that anybody may read, at its path and `/server-card`; `off` when left out.',
    }),
    store: storeSchema.optional().meta({ description: 'Where the directory and the records are kept.' }),
    records: recordsSchema.optional().meta({ description: 'How long decision records are kept, and how proven.' }),
    sync: switchSchema
      .optional()
      .meta({ description: 'Whether a server that runs asks systems when their time has come; `on` when left out.' }),
    tenants: z.record(nameSchema, tenantSchema).optional().meta({ description: 'The workspace of each tenant.' }),
    public_url: publicUrlSchema.optional().meta({ description: 'How clients reach this server.' }),
    auth: authSchema.optional().meta({ description: 'How callers prove who they are; `open` when left out.' }),
    secrets: z
      .record(nameSchema, secretSchema)
      .optional()
      .meta({ description: 'Where each secret comes from and which hosts may receive it. Never its value.' }),
    secrets_folder: textSchema
      .optional()
      .meta({ description: 'The folder that files of secrets lie below, relative to this file.' }),
    limits: limitsSchema.optional().meta({ description: 'Bounds of the listener.' }),
    outbound: outboundSchema.optional().meta({ description: 'Bounds of the requests that it sends.' }),
    upstream_commands: z.record(nameSchema, upstreamCommandSchema).optional().meta({
      description: 'MCP servers that are run as processes of this machine, by the name that a source says.',
    }),
    allowed_hosts: z
      .array(textSchema)
      .optional()
      .meta({ description: "Host names, besides this machine's own, that a request may name." }),
    allowed_origins: z.array(textSchema).optional().meta({ description: 'Web pages that may call from a browser.' }),
    questions: z
      .array(questionSchema)
      .max(10)
      .optional()
      .meta({ description: 'Questions that are answered at start, so that a newcomer sees what it does.' }),
  })
  .meta({ title: 'Concierge: the deployment', description: "The process's own configuration." });
