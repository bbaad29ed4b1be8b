/** One connection with a MySQL server, over the socket that leads to a place that was looked at. */
import type { Socket } from 'node:net';
import type { Connection } from 'mysql2';
import { createConnection } from 'mysql2';
import type { DatabasePlace } from './database.ts';
import type { Way } from './dial.ts';
import { dialled } from './dial.ts';

export type MysqlLink = {
  readonly connection: Connection;
  readonly socket: Socket;
  /** Ends it without a word. */
  readonly cut: () => void;
};

/** @throws DatabaseFailure `refused_address` */
export function linkTo(place: DatabasePlace, way: Way): MysqlLink {
  const { host, port, database, user, password, tls } = place;
  const socket = dialled(place, way);
  const connection = createConnection({
    host,
    port,
    database,
    user,
    password,
    stream: () => socket.connect(port),
    // Without `verifyIdentity` any certificate of any host would do.
    ...(tls && { ssl: { rejectUnauthorized: true, verifyIdentity: true } }),
    charset: 'utf8mb4',
    supportBigNumbers: true,
    dateStrings: true,
    // Names of columns come from the database: no code is made of them.
    disableEval: true,
    flags: ['-LOCAL_FILES'],
  });
  // Whoever waits for an answer hears of it.
  connection.on('error', () => {});
  const cut = (): void => {
    connection.destroy();
    socket.destroy();
  };
  return { connection, socket, cut };
}
