/** How a source shows who it is: the headers of each request, and newer ones after a refusal. */
import type { Auth, TokenAuth } from './auth.ts';
import type { TokenContext } from './token.ts';
import { requestToken } from './token.ts';

export type Headers = Readonly<Record<string, string>>;

export type Credentials = {
  /** @throws SourceFailure where a token can't be had; Failure `configuration` for a secret that isn't there */
  readonly headers: (deadlineMs: number) => Promise<Headers>;
  /** After a refusal of these headers: whether there may be others to try. What was refused isn't used again. */
  readonly renew: (refused: Headers) => boolean;
};

export function credentialsOf(auth: Auth, host: string, context: TokenContext): Credentials {
  switch (auth.kind) {
    case 'none':
      return unchanging(() => ({}));
    case 'header':
      return unchanging(() => ({
        [auth.header.toLowerCase()]: `${auth.prefix}${context.secretFor(auth.secret, host)}`,
      }));
    case 'basic':
      return unchanging(() => basic(auth.user, auth.secret === null ? '' : context.secretFor(auth.secret, host)));
    case 'basic_key':
      return unchanging(() => basic(context.secretFor(auth.secret, host), auth.password));
    default:
      return tokenCredentials(auth, host, context);
  }
}

/** Read anew for each request: a secret that is replaced counts at once. */
function unchanging(headers: () => Headers): Credentials {
  return { headers: async () => headers(), renew: () => false };
}

function basic(user: string, password: string): Headers {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}` };
}

/** Asked for again so long before it ends. */
const EARLY_MS = 60_000;

type Held = { readonly authorization: string; readonly untilMs: number };

/**
 * One token for all, asked for once however many wait for it. It lets in where the secrets that it comes of do, so it goes to no
 * host that they don't list.
 */
function tokenCredentials(auth: TokenAuth, host: string, context: TokenContext): Credentials {
  let held: Held | null = null;
  let asking: Promise<Held> | null = null;
  const ask = async (deadlineMs: number): Promise<Held> => {
    const { token, lifeMs } = await requestToken(auth, context, deadlineMs);
    const early = Math.min(EARLY_MS, lifeMs / 2);
    return (held = { authorization: `Bearer ${token}`, untilMs: context.now() + lifeMs - early });
  };
  return {
    headers: async (deadlineMs) => {
      for (const secret of secretsOf(auth)) context.secretFor(secret, host);
      if (held !== null && held.untilMs > context.now()) return { authorization: held.authorization };
      asking ??= ask(deadlineMs).finally(() => (asking = null));
      const { authorization } = await asking;
      return { authorization };
    },
    renew: ({ authorization }) => {
      if (held?.authorization === authorization) held = null;
      return true;
    },
  };
}

function secretsOf(auth: TokenAuth): readonly string[] {
  if (auth.kind !== 'refresh_token') return [auth.secret];
  return auth.secret === null ? [auth.refresh] : [auth.secret, auth.refresh];
}
