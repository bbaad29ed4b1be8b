/** Scopes that were granted against those that are needed: what is missing, and what lets in further than anything here asks. */

export type ScopeJudgement = { readonly missing: readonly string[]; readonly tooWide: readonly string[] };

/** Words of a scope that lets somebody change, or all: `crm.objects.companies.write`, `full`, `Directory.ReadWrite.All`. */
const POWERFUL = /write|manage|admin|full|delete|create|update|modify|edit|impersonat|root/i;
/** Scopes that a protocol adds, and that reach no records. */
const HARMLESS: ReadonlySet<string> = new Set(['offline_access', 'openid', 'refresh_token', 'oauth', '.default']);

/** Of what is needed only that counts which is one word: the rest is rights that no token tells. */
export function judgeScopes(granted: readonly string[], needed: readonly string[]): ScopeJudgement {
  const words = needed.filter((scope) => !/\s/.test(scope));
  const has = new Set(granted.map(plain));
  const wanted = new Set(words.map(plain));
  return {
    missing: words.filter(
      (scope) => !has.has(plain(scope)) && !granted.some((one) => covers(plain(one), plain(scope))),
    ),
    tooWide: granted.filter((scope) => !wanted.has(plain(scope)) && !HARMLESS.has(plain(scope))),
  };
}

/** Whether it is too wide by what it lets do, not only by being one more. */
export function isPowerful(scope: string): boolean {
  return POWERFUL.test(scope);
}

/** `read` lets read what `users:read` does; `full` and `x.write` what `x.read` does. */
function covers(granted: string, needed: string): boolean {
  if (granted === 'full' || granted === 'all') return true;
  if (granted === 'read' || granted === 'write') return needed.endsWith(':read');
  return granted.replace(/write$/, 'read') === needed;
}

/** Some write them as addresses. */
function plain(scope: string): string {
  return (scope.split('/').at(-1) ?? scope).toLowerCase();
}
