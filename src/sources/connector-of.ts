/** The connector of a source: one that is there, or one that is made of what the source says of its own system. */
import { CONNECTORS } from './connectors.ts';
import { mcp } from './connectors/mcp.ts';
import { restConnector } from './connectors/rest.ts';
import type { SystemSource } from './declaration.ts';
import { fileConnector } from './file-url/file-connector.ts';
import type { Connector } from './kit/http/connector.ts';
import { isDialect } from './sql/dialect.ts';
import { sqlConnector } from './sql/sql-connector.ts';

/** @throws RangeError for a connector that there is not; the workspace's reader refuses it before */
export function connectorOf(
  {
    connector,
    system,
    queries,
    operations,
    files,
  }: Pick<SystemSource, 'connector' | 'system' | 'queries' | 'operations' | 'files'>,
  connectors: ReadonlyMap<string, Connector> = CONNECTORS,
): Connector {
  if (connector === mcp.name) return mcp;
  if (system !== null) return restConnector(system);
  if (queries !== undefined && isDialect(connector)) return sqlConnector(connector, queries, operations);
  if (files !== undefined) return fileConnector(files);
  const known = connectors.get(connector);
  if (known === undefined) throw new RangeError(`No connector is called ${connector}.`);
  return known;
}
