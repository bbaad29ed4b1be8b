/** The connector of a source: one that is known by its name, or what the source says of its own system. */
import { CONNECTORS } from './connectors.ts';
import { mcp } from './connectors/mcp.ts';
import { restConnector } from './connectors/rest.ts';
import type { SystemSource } from './declaration.ts';
import type { Connector } from './kit/http/connector.ts';

/** @throws RangeError for a connector that there is not; the workspace's reader refuses it before */
export function connectorOf({ connector: name, system }: Pick<SystemSource, 'connector' | 'system'>): Connector {
  if (name === mcp.name) return mcp;
  const connector = system === null ? CONNECTORS.get(name) : restConnector(system);
  if (connector === undefined) throw new RangeError(`No connector is called ${name}.`);
  return connector;
}
