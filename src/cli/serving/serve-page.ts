/**
 * The leader's page, put together: the process that does its work, its files and API, and where it is served, as the deployment
 * says. Where it is served apart, on a listener of this machine's own that no agent's key opens. Whatever keeps it from being
 * served is told, and keeps nobody from being answered.
 */
import type { About, Example } from '../../admin/contract.ts';
import { builtPages } from '../../admin/page-files.ts';
import { pageRoutes } from '../../admin/page-routes.ts';
import type { Clock } from '../../base/clock.ts';
import { Failure } from '../../base/failure.ts';
import type { SampleQuestion } from '../../config/deployment.ts';
import type { HttpOptions, HttpServer } from '../../edge/http/server.ts';
import { createHttpServer } from '../../edge/http/server.ts';
import type { Route } from '../../edge/http/route.ts';
import type { ReportDefect } from '../../edge/internal-error.ts';
import { AUDIENCES, URGENCIES } from '../../facts/frame.ts';
import type { Concierge } from '../concierge.ts';
import { pageInProcess } from './page-in-process.ts';
import { pageKey } from './page-key.ts';
import { pageLink } from './page-link.ts';

export type PageServing = {
  /** What agents' own listener serves of it. */
  readonly routes: ReadonlyMap<string, Route>;
  /** Begins to listen, where it does so apart. Never rejects. @returns where a person opens it; null: nowhere */
  readonly open: (agentsOrigin: string) => Promise<string | null>;
  readonly close: () => Promise<void>;
};

const NOWHERE: PageServing = { routes: new Map(), open: () => Promise.resolve(null), close: () => Promise.resolve() };

export type ServePageOptions = {
  readonly clock: Clock;
  readonly report: ReportDefect;
  readonly http: HttpOptions;
  /** Hears why it isn't served where it should be. */
  readonly onTrouble: (cause: unknown) => void;
};

/** Never rejects. */
export async function servePage(concierge: Concierge, options: ServePageOptions): Promise<PageServing> {
  const troubled = <Instead>(instead: Instead) => {
    return (cause: unknown): Instead => {
      options.onTrouble(cause);
      return instead;
    };
  };
  const page = await madePage(concierge, options).catch(troubled(NOWHERE));
  return { ...page, open: async (origin) => await page.open(origin).catch(troubled(null)) };
}

/** @throws Failure where the key of its links can't be read or made; its `open` rejects where it can't listen */
async function madePage(concierge: Concierge, { clock, report, http }: ServePageOptions): Promise<PageServing> {
  const { deployment } = concierge;
  const { page } = deployment;
  if (page.kind === 'nowhere') return NOWHERE;
  const { folder, tenant } = concierge.workspace;
  const work = pageInProcess({ folder, tenant, store: deployment.store }, concierge.release);
  const desk = { ...work, about: () => aboutOf(concierge) };
  const key = page.kind === 'apart' ? await pageKey(deployment.store) : null;
  const routes = pageRoutes(desk, {
    files: builtPages(),
    key,
    pictures: () => picturePlaces(concierge),
    report,
    now: clock.now,
  });
  if (page.kind === 'with_agents' || key === null) {
    const open = (origin: string) => Promise.resolve(`${origin}/`);
    return { routes, open, close: () => Promise.resolve(work.close()) };
  }
  const server = apart(routes, http);
  const open = async (): Promise<string> => {
    const { origin } = await server.listen({ host: '127.0.0.1', port: page.port }).catch(otherPort);
    return pageLink(origin, key, clock.now());
  };
  const close = async (): Promise<void> => {
    work.close();
    await server.close();
  };
  return { routes: new Map(), open, close };
}

/** The port is the deployment's: no option of `start` changes it. */
function otherPort(error: unknown): never {
  if (!(error instanceof Failure) || error.code !== 'port_in_use') throw error;
  const mend = 'Stop that program, or write another `page: { port }` in the deployment, and start again.';
  throw new Failure(error.code, error.message, mend, { cause: error.cause });
}

/** As strict as open mode is: this machine alone, by its own names, and nothing that was passed on. */
function apart(pages: ReadonlyMap<string, Route>, http: HttpOptions): HttpServer {
  return createHttpServer(() => ({ endpoints: [], pages }), { ...http, openMode: true });
}

export function aboutOf({
  release,
  publication,
  deployment,
}: Pick<Concierge, 'release' | 'publication' | 'deployment'>): About {
  const { id, at, workspace } = release();
  const live = publication();
  const { company, timezone, topics, reasons } = workspace;
  const languages = [...new Set(Object.values(reasons).flatMap((wording) => Object.keys(wording)))].toSorted();
  return {
    company,
    release: { id, number: live?.number ?? null, at: live?.at ?? at },
    timezone,
    topics,
    audiences: AUDIENCES,
    languages,
    examples: deployment.questions.flatMap(exampleOf),
  };
}

function exampleOf({ title, arguments: given }: SampleQuestion): readonly Example[] {
  const { account_id: id, customer_email: email, topic, language } = given;
  const customer = email ?? id;
  const urgency = URGENCIES.find((one) => one === given['urgency']);
  if (customer === undefined) return [];
  return [
    {
      title,
      customer,
      ...(topic === undefined ? {} : { topic }),
      ...(language === undefined ? {} : { language }),
      ...(urgency === undefined ? {} : { urgency }),
    },
  ];
}

/** The folders of approved links; what separates a policy's parts is escaped. */
function picturePlaces({ release }: Pick<Concierge, 'release'>): readonly string[] {
  const { links } = release().workspace.approved;
  const folders = links.map((link) => new URL('.', link).href.replaceAll(';', '%3B').replaceAll(',', '%2C'));
  return [...new Set(folders)];
}
