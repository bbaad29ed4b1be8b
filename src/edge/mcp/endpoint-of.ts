/** Makes an endpoint of an offer: the fast lane and the SDK's server over the same menu and the same answers. */
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { Endpoint, FastLane, Identify, Permit } from '../endpoint.ts';
import type { ReportDefect } from '../internal-error.ts';
import { internalError } from '../internal-error.ts';
import { servedCallerOf } from './sdk-caller.ts';
import type { Offer } from './sdk-server.ts';
import { serviceServers } from './sdk-server.ts';
import { toolResultText } from './tool-result.ts';

export type EndpointOptions = {
  readonly paths: readonly string[];
  readonly identify: Identify;
  readonly permit?: Permit;
  readonly report: ReportDefect;
};

export function endpointOf(offer: Offer, { report, ...way }: EndpointOptions): Endpoint {
  const sdk = createMcpHandler(serviceServers(offer, servedCallerOf, report));
  return { ...way, fastLane: fastLaneOf(offer, report), sdk };
}

function fastLaneOf(offer: Offer, report: ReportDefect): FastLane {
  return {
    serverInfo: JSON.stringify(offer.serverInfo),
    hasTool: (caller, tool) => offer.menu(caller).tools.has(tool),
    callTool: async (by, call) => {
      try {
        const outcome = await offer.answer(by, call);
        return outcome.kind === 'no_such_tool' ? undefined : toolResultText(outcome);
      } catch (cause) {
        throw internalError(cause, report);
      }
    },
  };
}
