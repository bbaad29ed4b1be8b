/** For tests: a real MySQL or MariaDB on this machine, where the environment names one; nothing on it is to be lost. */
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { createConnection } from 'mysql2/promise';

const ADDRESS = process.env['CONCIERGE_MYSQL'] ?? '';

if (ADDRESS === '') console.log('Skipped: there is no MySQL server here (CONCIERGE_MYSQL names one).');

/** For the title of a test that needs it. */
export const WHY_WITHOUT_MYSQL = ADDRESS === '' ? ' (skipped: no MySQL server here)' : '';

export type MysqlServer = {
  readonly port: number;
  readonly version: string;
  readonly isMariadb: boolean;
  /** Statements, as somebody who may do all. */
  readonly run: (text: string) => Promise<RowDataPacket[]>;
  /** What the server does for a user right now. */
  readonly at: (user: string) => Promise<readonly RowDataPacket[]>;
  readonly close: () => Promise<void>;
};

export async function mysqlServer(): Promise<MysqlServer> {
  const url = new URL(ADDRESS);
  const connection: Connection = await createConnection({
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    multipleStatements: true,
  });
  const run = async (text: string): Promise<RowDataPacket[]> => (await connection.query<RowDataPacket[]>(text))[0];
  const [row] = await run('select version() as version');
  const version = String(row?.['version']);
  return {
    port: Number(url.port || 3306),
    version,
    isMariadb: /mariadb/i.test(version),
    run,
    at: async (user) =>
      await run(`select id, info from information_schema.processlist where user = '${user}' and info is not null`),
    close: async () => await connection.end(),
  };
}
