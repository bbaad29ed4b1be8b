/**
 * For tests: Prism on loopback in the place of a vendor's system, made of nothing but the vendor's document. It finds the operation that
 * is asked, checks credentials, parameters, headers and body, and replies as the document says.
 */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { jsonIn } from '../../src/base/json.ts';
import { contractPath } from '../sources/openapi.ts';
import type { Finding, Library } from './prism.ts';
import { lineOf, LIBRARY, SILENT } from './prism.ts';

/** What was asked, and what Prism finds wrong in it, a line each. */
export type Seen = { readonly asked: string; readonly violations: readonly string[]; readonly status: number };

export type PrismMock = { readonly url: string; readonly seen: readonly Seen[]; readonly close: () => Promise<void> };

const CONFIG = {
  isProxy: false,
  mock: { dynamic: false },
  checkSecurity: true,
  validateRequest: true,
  validateResponse: false,
  errors: false,
};

type Mocked = {
  readonly validations: { readonly input: readonly Finding[] };
  readonly output: { readonly statusCode: number; readonly headers?: Record<string, string>; readonly body?: unknown };
};

export async function prismMock(file: string): Promise<PrismMock> {
  const { createInstance, getHttpOperationsFromSpec } = createRequire(import.meta.url)(LIBRARY) as Library;
  const operations = await getHttpOperationsFromSpec(contractPath(file));
  const found: string[] = [];
  const logger = { ...SILENT, error: (_where: unknown, what: unknown) => void found.push(String(what)) };
  const prism = createInstance(CONFIG, { logger: { ...logger, child: () => logger } });
  const seen: Seen[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/', headers } = request;
    const body = await text(request);
    const { pathname, searchParams } = new URL(url, 'http://prism.example');
    const query = Object.fromEntries(
      [...new Set(searchParams.keys())].map((name) => {
        const all = searchParams.getAll(name);
        return [name, all.length > 1 ? all : all[0]];
      }),
    );
    const asked = { method: method.toLowerCase(), url: { path: pathname, query }, headers };
    const result = await prism.request({ ...asked, ...(body !== '' && { body: jsonIn(body) }) }, operations)();
    // What has no mocked refusal either is only told to the log.
    const told = [...new Set(found.splice(0))];
    const [status, violations, said] = readResult(result, told);
    seen.push({ asked: `${method} ${url}${body === '' ? '' : ` ${body}`}`, violations, status });
    response.writeHead(status, { 'content-type': 'application/json' }).end(said);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function readResult(
  result: Awaited<ReturnType<ReturnType<ReturnType<Library['createInstance']>['request']>>>,
  told: readonly string[],
): [status: number, violations: readonly string[], body: string] {
  if ('left' in result) return [422, told.length > 0 ? told : [result.left.detail ?? result.left.message], '{}'];
  const { validations, output } = result.right as unknown as Mocked;
  const wrong = validations.input.filter(({ severity }) => severity === 0).map(lineOf);
  const { statusCode, body } = output;
  return [statusCode, wrong, typeof body === 'string' ? body : JSON.stringify(body ?? {})];
}
