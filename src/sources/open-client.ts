/** From a source and its connector to a client that asks it: over HTTP, by a database's own protocol, or by fetching files. */
import type { SystemSource } from './declaration.ts';
import { fileClient } from './file-url/file-client.ts';
import type { SourceClient } from './kit/http/client.ts';
import type { Connector } from './kit/http/connector.ts';
import type { Surroundings } from './kit/http/open-source.ts';
import { openSource } from './kit/http/open-source.ts';
import type { DatabaseSurroundings } from './sql/open-database.ts';
import { isDatabase, openDatabase } from './sql/open-database.ts';

/** @throws Failure `configuration` where something is missing that the connector needs */
export function openClient(
  { access, files }: Pick<SystemSource, 'access' | 'files'>,
  connector: Connector,
  surroundings: Surroundings & DatabaseSurroundings,
): SourceClient {
  if (isDatabase(connector)) return openDatabase(connector, access, surroundings);
  return files === undefined ? openSource(connector, access, surroundings) : fileClient(files, access, surroundings);
}
