/** The pages over HTTP: their files, and the API behind them, each reply with the headers that keep a browser to it. */
import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { EpochMs } from '../base/clock.ts';
import type { FailureCode } from '../base/failure.ts';
import { Failure } from '../base/failure.ts';
import type { ReportDefect } from '../edge/internal-error.ts';
import { internalError } from '../edge/internal-error.ts';
import type { Refused } from './contract.ts';
import type { PageDesk, PageEndpoint } from './endpoint.ts';
import { about } from './endpoints/about.ts';
import { accounts } from './endpoints/accounts.ts';
import { ask } from './endpoints/ask.ts';
import { coverageAccounts } from './endpoints/coverage-accounts.ts';
import { coverage } from './endpoints/coverage.ts';
import { cookieName } from './gate.ts';
import type { PageFiles } from './page-files.ts';
import { NONCE, NOT_BUILT } from './page-files.ts';
import { issuePass, UsedLinks } from './pass.ts';

export const ENDPOINTS: readonly PageEndpoint[] = [about, ask, accounts, coverage, coverageAccounts];

export type PageOptions = {
  readonly files: PageFiles | null;
  readonly key: string | null;
  /** Prefixes under which people's pictures may lie. */
  readonly pictures: () => readonly string[];
  readonly report: ReportDefect;
  readonly now: () => EpochMs;
};

/** A question is short. */
const MAX_BODY_BYTES = 16_384;

export function pageApp(desk: PageDesk, options: PageOptions): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of ALWAYS) context.res.headers.set(name, value);
    if (context.req.path.startsWith('/api/')) context.res.headers.set('cache-control', 'no-store');
  });
  addFiles(app, options);
  for (const { method, path, handle } of ENDPOINTS) {
    const limit = bodyLimit({ maxSize: MAX_BODY_BYTES, onError: () => refused(TOO_LONG, 413) });
    app.on(method, path, limit, async (context) => await handle(context, desk));
  }
  app.onError((error) => {
    if (error instanceof Failure) return refused({ error: error.message, mend: error.mend }, statusOf(error.code));
    const { correlationId } = internalError(error, options.report);
    return refused({ error: 'Something went wrong here.', mend: `The log says more under ${correlationId}.` }, 500);
  });
  return app;
}

const ALWAYS = Object.entries({
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
});

function addFiles(app: Hono, { files, key, pictures, now }: PageOptions): void {
  const used = new UsedLinks(now());
  app.get('/', ({ req }) => {
    const link = req.query('token');
    if (link === undefined) return document(files, pictures());
    const headers = new Headers({ location: '/', 'cache-control': 'no-store' });
    // HEAD comes here too: whatever only looks whether a link leads somewhere doesn't spend it.
    if (req.method === 'GET' && key !== null && used.take(link, key, now())) {
      const name = cookieName({ host: req.header('host') });
      headers.set('set-cookie', `${name}=${issuePass('session', key, now())}; Path=/; HttpOnly; SameSite=Strict`);
    }
    return new Response(null, { status: 303, headers });
  });
  for (const [path, { type, bytes }] of files?.assets ?? [])
    app.get(path, () => new Response(bytes, { headers: { 'content-type': type, 'cache-control': FOR_EVER } }));
}

const FOR_EVER = 'public, max-age=31536000, immutable';

function document(files: PageFiles | null, pictures: readonly string[]): Response {
  const nonce = randomBytes(16).toString('base64');
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': policy(nonce, pictures),
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  };
  return new Response((files?.html ?? NOT_BUILT).replaceAll(NONCE, nonce), { headers });
}

/** Scripts of this server alone; styles too, but for those that the page makes of its theme, which carry the nonce. */
function policy(nonce: string, pictures: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data: ${pictures.join(' ')}`.trim(),
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function refused(body: Refused, status: number): Response {
  return Response.json(body, { status });
}

const TOO_LONG: Refused = { error: 'The question is too long.', mend: 'Ask a shorter one.' };

function statusOf(code: FailureCode): number {
  if (code === 'usage') return 400;
  return code === 'store_unavailable' ? 503 : 409;
}
