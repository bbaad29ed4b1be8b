/** The endpoints of all services of the live release; those that a later release brings are taken when it is live. */
import type { Desk } from '../../answer/desk.ts';
import { CONCIERGE } from '../../config/workspace.ts';
import type { Endpoint } from '../../edge/endpoint.ts';
import type { Served } from '../../edge/http/routes.ts';
import type { ReportDefect } from '../../edge/internal-error.ts';
import { serviceEndpoint } from '../../edge/mcp/service.ts';
import type { Admission } from './admission.ts';

export type ServedServices = {
  /** Those that are served by now and weren't before. One that a release takes away has no tools any more. */
  readonly taken: () => Served;
  /** Tells clients that their tools, and what they may read, may be others now. */
  readonly tellChanged: () => void;
};

export function servedServices(
  desk: Desk,
  admission: (service: string) => Admission,
  report: ReportDefect,
): ServedServices {
  const endpoints = new Map<string, Endpoint>();
  return {
    taken: () => {
      const names = [CONCIERGE, ...desk.release().workspace.services.map(({ name }) => name)];
      const added = names
        .filter((name) => !endpoints.has(name))
        .map((name) => {
          const { pages: own, ...way } = admission(name);
          const endpoint = serviceEndpoint(name, desk, { ...way, report });
          endpoints.set(name, endpoint);
          return { endpoint, pages: own };
        });
      return {
        endpoints: added.map(({ endpoint }) => endpoint),
        // The concierge is the first: what is served at a place that is everybody's is its own.
        pages: new Map(added.toReversed().flatMap(({ pages }) => [...pages])),
      };
    },
    tellChanged: () => {
      for (const { sdk } of endpoints.values()) {
        sdk.notify.toolsChanged();
        sdk.notify.resourcesChanged();
        sdk.notify.promptsChanged();
      }
    },
  };
}
