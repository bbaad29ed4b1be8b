/**
 * Ends what a server still does for a connection that was cut: by itself it notices when it sends the next row, and no sooner. Where
 * that can't be said either, the server's own limit ends it.
 */
import type { DatabasePlace } from './database.ts';
import type { Way } from './dial.ts';
import { mysqlFailure } from './mysql-failure.ts';
import { linkTo } from './mysql-link.ts';
import { said } from './mysql-settings.ts';
import { boundedBy } from './session.ts';

const STOP_MS = 2_000;

/** `id`: the connection's, as the server counts them. Everybody may end their own. */
export async function stopped(id: number, place: DatabasePlace, way: Way): Promise<void> {
  const { connection, socket, cut } = linkTo(place, way);
  const lose = (): unknown => socket.destroy();
  const bounded = boundedBy(lose, place.host, { deadlineMs: STOP_MS }, (error) => mysqlFailure(error, place.host));
  await bounded(() => said(connection, `kill ${id}`))
    // It has ended by itself, or nobody can be asked.
    .catch(() => {})
    .finally(cut);
}
