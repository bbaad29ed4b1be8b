/** Makes an endpoint of an offer: the fast lane and the SDK's server over the same menu and the same answers. */
import { createMcpHandler } from '@modelcontextprotocol/server';
import type { Caller } from '../../caller/caller.ts';
import type { Endpoint, FastLane, Identify } from '../endpoint.ts';
import type { ReportDefect } from '../internal-error.ts';
import { internalError } from '../internal-error.ts';
import { servedCallerOf } from './sdk-caller.ts';
import type { Offer } from './sdk-server.ts';
import { conciergeServers } from './sdk-server.ts';
import { SERVER_INFO } from './server-info.ts';
import { toolResultText } from './tool-result.ts';

export type EndpointOptions = {
  readonly paths: readonly string[];
  readonly identify: Identify;
  readonly report: ReportDefect;
};

export function endpointOf(offer: Offer, { paths, identify, report }: EndpointOptions): Endpoint {
  const sdk = createMcpHandler(conciergeServers(offer, servedCallerOf, report));
  return { paths, identify, fastLane: fastLaneOf(offer, report), sdk };
}

function fastLaneOf(offer: Offer, report: ReportDefect): FastLane {
  return {
    serverInfo: JSON.stringify(SERVER_INFO),
    hasTool: (caller, tool) => offer.menu(caller).tools.has(tool),
    callTool: async (by, tool, args) => {
      try {
        const outcome = await offer.answer(by, tool, args);
        return outcome.kind === 'no_such_tool' ? undefined : toolResultText(outcome);
      } catch (cause) {
        throw internalError(cause, report);
      }
    },
  };
}

/** Open mode: whoever reaches the loopback address is this caller, and nobody states who the customer is. */
export function identifyAs(caller: Caller): Identify {
  const admitted = { kind: 'caller', caller, assertion: { kind: 'absent' } } as const;
  return () => admitted;
}
