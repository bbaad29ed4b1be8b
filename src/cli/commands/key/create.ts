/**
 * `concierge key create`: makes an API key for a caller of the workspace and shows it, this once: the key alone on stdout, for a
 * pipe into wherever secrets are kept, and everything that is to be said about it on stderr.
 */
import { randomBytes } from 'node:crypto';
import { instantOf } from '../../../base/clock.ts';
import { cleanText } from '../../../base/clean-text.ts';
import { Failure } from '../../../base/failure.ts';
import { mintApiKey } from '../../../caller/api-key.ts';
import type { Scope } from '../../../caller/caller.ts';
import type { AuthChoice } from '../../../config/deployment.ts';
import { requireWorkspace } from '../../../config/load-workspace.ts';
import type { CallerDeclaration } from '../../../config/workspace.ts';
import type { NewApiKey } from '../../../store/store.ts';
import { columns } from '../../terminal/columns.ts';
import type { OpenOptions } from '../../configured.ts';
import type { CommandContext } from '../../context.ts';
import { DEFAULT_EXPIRY_DAYS, expiryOf } from '../../callers/expiry-option.ts';
import { keyPlace, withKeys } from '../../callers/key-ring.ts';
import { callerNamed, scopesAsked } from '../../callers/key-scopes.ts';

export type KeyCreateOptions = OpenOptions & {
  readonly caller: string;
  readonly scope?: readonly Scope[];
  readonly label?: string;
  readonly expires?: string;
  readonly json?: boolean;
};

export async function createKey(options: KeyCreateOptions, context: CommandContext): Promise<void> {
  const place = keyPlace(options, context);
  const workspace = requireWorkspace(place.workspace);
  const caller = callerNamed(options.caller, workspace);
  const nowMs = context.clock.now();
  const { id, token, hash } = mintApiKey(randomBytes);
  const key: NewApiKey = {
    id,
    tenant: place.tenant,
    caller: caller.id,
    scopes: scopesAsked(options.scope, caller, workspace),
    label: labelOf(options),
    hash,
    createdAt: instantOf(nowMs),
    expiresAt: expiryOf(options.expires, nowMs),
  };
  await withKeys(place, context, async ({ keys }) => await keys.create(key));
  if (options.json === true) context.out(JSON.stringify(createdJson(key, token), null, 2));
  else {
    context.out(token);
    context.err(createdText(key, caller, options));
  }
  if (!(key.scopes ?? caller.scopes).includes('concierge:route')) context.err(NO_CONTACT);
  if (!acceptsKeys(place.deployment.auth)) context.err(NOT_ACCEPTED);
}

const MAX_LABEL = 100;

/** It is shown in terminals, so without characters that can't be seen. */
function labelOf({ label }: KeyCreateOptions): string | null {
  if (label === undefined) return null;
  const text = cleanText(label, MAX_LABEL + 1);
  if (text.length > MAX_LABEL)
    throw new Failure('usage', 'The label is too long.', `Shorten it to ${MAX_LABEL} characters.`);
  return text === '' ? null : text;
}

function acceptsKeys(auth: AuthChoice): boolean {
  return auth.kind === 'tokens' && auth.apiKeys;
}

const NO_CONTACT = 'Without the scope concierge:route its agent can’t ask for a contact: a customer may end at nobody.';

const NOT_ACCEPTED =
  'The server doesn’t accept keys yet: its deployment must say `auth: { api_keys: true }`, then start it again.';

function createdJson({ hash: _hash, tenant: _tenant, ...key }: NewApiKey, token: string) {
  return { ...key, key: token };
}

function createdText(key: NewApiKey, caller: CallerDeclaration, { expires }: KeyCreateOptions): string {
  const chosen = expires === undefined ? `, ${DEFAULT_EXPIRY_DAYS} days from now; --expires chooses` : '';
  const scopes = key.scopes === null ? `all of its caller: ${caller.scopes.join(', ')}` : key.scopes.join(', ');
  const rows = [
    ['  id', key.id],
    ['  caller', `${key.caller}, an agent for ${caller.audience}`],
    ...(key.label === null ? [] : [['  label', key.label]]),
    ['  scopes', scopes],
    ['  expires', `${key.expiresAt ?? 'never'}${chosen}`],
  ];
  return [
    'This is the only time that the key is shown; only its hash is kept. Put it where the agent’s secrets are.',
    ...columns(rows),
    'The agent sends it with every request, as the header `Authorization: Bearer KEY`.',
  ].join('\n');
}
