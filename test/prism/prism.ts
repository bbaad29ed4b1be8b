/**
 * For tests: Prism in this process, between a connector and its fake as a proxy that validates. It matches server, path and method,
 * and checks credentials, headers, parameters, body and reply by rules that nobody here wrote.
 */
import { createRequire } from 'node:module';
import { jsonIn } from '../../src/base/json.ts';
import type { Asked, Said } from '../systems/fake-system.ts';
import { contractPath } from '../sources/openapi.ts';

const here = createRequire(import.meta.url);
export const LIBRARY = '@stoplight/prism-http';

/** For the title of a test that needs it. */
export const WHY_WITHOUT_PRISM = isThere() ? '' : ' (skipped: `npm --prefix test/prism ci` brings Prism)';

/** What is used of the library, which has no types where it isn't installed. `severity` 0 is an error, 1 a warning. */
export type Finding = { readonly path?: readonly string[]; readonly message: string; readonly severity: number };
type Validated = {
  readonly validations: { readonly input: readonly Finding[]; readonly output: readonly Finding[] };
};
type Prism = {
  readonly request: (
    input: object,
    operations: readonly object[],
  ) => () => Promise<{ readonly left: Error & { readonly detail?: string } } | { readonly right: Validated }>;
};
export type Library = {
  readonly getHttpOperationsFromSpec: (file: string) => Promise<readonly object[]>;
  readonly createInstance: (config: object, parts: object) => Prism;
};

/** What is wrong, a line each: nothing where all is well. `origin`: where the vendor's own system is. */
export type PrismCheck = (asked: Asked, said: Said, origin: string) => Promise<readonly string[]>;

/** A proxy, whose upstream is the fake. `errors`: what the contract doesn't have is refused. */
const CONFIG = {
  isProxy: true,
  upstream: new URL('http://127.0.0.1:9/'),
  mock: { dynamic: false },
  checkSecurity: true,
  validateRequest: true,
  validateResponse: true,
  errors: true,
};

export async function prismOf(files: readonly string[]): Promise<PrismCheck> {
  const { createInstance, getHttpOperationsFromSpec } = here(LIBRARY) as Library;
  const operations = (await Promise.all(files.map((file) => getHttpOperationsFromSpec(contractPath(file))))).flat();
  return async (asked, said, origin) => {
    const upstream = () => () => async () => ({ _tag: 'Right', right: replyOf(said) });
    const prism = createInstance(CONFIG, { logger: SILENT, forward: upstream });
    const result = await prism.request(requestOf(asked, origin), operations)();
    if ('left' in result) return [`The contract has no path like this: ${result.left.detail ?? result.left.message}`];
    const { input, output } = result.right.validations;
    return [...input, ...output].filter(({ severity }) => severity === 0).map(lineOf);
  };
}

export function lineOf({ path = [], message }: Finding): string {
  return `${path.join('.')}: ${message}`;
}

function requestOf({ method, path, query, headers, body }: Asked, baseUrl: string): object {
  const named = [...new Set(query.keys())].map((name) => {
    const all = query.getAll(name);
    return [name, all.length > 1 ? all : all[0]];
  });
  return {
    method: method.toLowerCase(),
    url: { baseUrl, path, query: Object.fromEntries(named) as object },
    headers,
    ...(body !== '' && { body: /\bjson\b/.test(headers['content-type'] ?? '') ? jsonIn(body) : body }),
  };
}

function replyOf({ status = 200, headers, body }: Said): object {
  return { statusCode: status, headers: { 'content-type': 'application/json', ...headers }, body };
}

const nothing = (): void => {};
export const SILENT = {
  info: nothing,
  warn: nothing,
  error: nothing,
  debug: nothing,
  success: nothing,
  child: () => SILENT,
};

function isThere(): boolean {
  try {
    return here.resolve(LIBRARY) !== '';
  } catch {
    return false;
  }
}
