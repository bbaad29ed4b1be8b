/** The system behind the proxies: `GET /tickets/<number>` on loopback. Every reply was made before. Prints its address. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TICKETS, ticketOf } from '../../src/proxy/tickets.ts';

const replies = new Map<string, Buffer>(
  Array.from({ length: TICKETS }, (_, nth) => {
    const ticket = ticketOf(nth);
    return [`/tickets/${ticket.id}`, Buffer.from(JSON.stringify(ticket))] as const;
  }),
);

const server = createServer((request, response) => {
  const reply = replies.get(request.url ?? '');
  response.writeHead(reply === undefined ? 404 : 200, [
    'content-type',
    'application/json',
    'content-length',
    String(reply?.length ?? 0),
  ]);
  response.end(reply);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`http://127.0.0.1:${port}\n`);
});
