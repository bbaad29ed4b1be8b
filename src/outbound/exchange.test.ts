import type { RequestListener } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, failureOf, serve, wayOut } from './fixtures.ts';
import type { Lookup } from './target.ts';
import type { OutboundFailure, OutboundReply, OutboundRequest } from './outbound.ts';

afterEach(closeAll);

type Asked = Omit<OutboundRequest, 'url'>;

async function sent(answer: RequestListener, request: Asked = {}): Promise<OutboundReply> {
  const { port } = await serve(answer);
  return await wayOut().send({ url: `http://crm.example:${port}/s3cret`, ...request });
}

async function failed(answer: RequestListener, request: Asked = {}): Promise<OutboundFailure> {
  return await failureOf(sent(answer, request));
}

const IN_TIME = ['timeout', 'crm.example did not answer in time.'];

describe('the time of a request ends', () => {
  it.each<readonly [string, RequestListener]>([
    ['before the headers', () => {}],
    ['in the headers', (request) => request.socket.write('HTTP/1.1 200 OK\r\nx-one: ')],
    ['before the body', (_request, response) => response.writeHead(200, { 'content-length': 5 }).flushHeaders()],
    ['in the body', (_request, response) => response.writeHead(200).write('a')],
  ])('%s', async (_where, answer) => {
    const { code, message } = await failed(answer, { timeoutMs: 50 });
    expect([code, message]).toEqual(IN_TIME);
  });

  it('in the look-up', async () => {
    const { send } = wayOut({ lookup: async () => await new Promise(() => {}) });
    const { code, message } = await failureOf(send({ url: 'https://crm.example/', timeoutMs: 50 }));
    expect([code, message]).toEqual(IN_TIME);
  });

  it('before there is a connection, and then it is sent no more', async () => {
    const { port, seen } = await serve((_request, response) => response.end());
    const gate = Promise.withResolvers<void>();
    const lookup: Lookup = async () => {
      await gate.promise;
      return [{ address: '127.0.0.1', family: 4 }];
    };
    const { send } = wayOut({ lookup });
    const url = `http://crm.example:${port}`;
    expect(await failureOf(send({ url: `${url}/late`, timeoutMs: 30 }))).toMatchObject({ code: 'timeout' });
    const next = send({ url: `${url}/next` });
    gate.resolve();
    await next;
    expect(seen.map((request) => request.url)).toEqual(['/next']);
  });

  it('however many redirects there are', async () => {
    const slowly: RequestListener = (_request, response) =>
      void setTimeout(() => response.writeHead(302, { location: '/' }).end(), 20);
    expect(await failed(slowly, { timeoutMs: 100, maxRedirects: 1000 })).toMatchObject({ code: 'timeout' });
  });
});

describe('the size of a reply', () => {
  const endless: RequestListener = (_request, response) => {
    const more = (): void => void (response.destroyed || response.write('x'.repeat(1024), more));
    more();
  };

  it('may be what was said', async () => {
    const { body } = await sent((_request, response) => response.end('12345'), { maxBytes: 5 });
    expect(body.toString()).toBe('12345');
  });

  it.each<readonly [string, RequestListener]>([
    ['in one piece', (_request, response) => response.end('123456')],
    ['in pieces', (_request, response) => (response.write('123'), response.end('456'))],
    ['without end', endless],
    [
      'by what it says, before it came',
      (_request, response) => response.writeHead(200, { 'content-length': 6 }).flushHeaders(),
    ],
    ['while it redirects', (_request, response) => response.writeHead(302, { location: '/' }).end('123456')],
  ])('may not be more, %s', async (_how, answer) => {
    const { code, message } = await failed(answer, { maxBytes: 5 });
    expect([code, message]).toEqual(['too_large', 'The reply of crm.example is larger than 5 bytes.']);
  });

  it('is a MiB at most when nothing is said', async () => {
    expect(await failed(endless)).toMatchObject({ code: 'too_large' });
  });

  it('is bounded in its headers too', async () => {
    const { code, message } = await failed((_request, response) =>
      response.writeHead(200, { 'x-one': 'a'.repeat(20_000) }).end(),
    );
    expect([code, message]).toEqual(['too_large', 'The reply of crm.example has more than 16384 bytes of headers.']);
  });
});

describe('what is not a reply', () => {
  it.each<readonly [string, RequestListener]>([
    ['a connection that breaks off', (request) => request.socket.destroy()],
    [
      'a body that breaks off',
      (request, response) => {
        response.writeHead(200, { 'content-length': 5 }).write('a');
        setTimeout(() => request.socket.destroy(), 20);
      },
    ],
    ['another protocol', (request) => request.socket.end('220 mail.example ESMTP\r\n')],
    [
      'another one asked for',
      (request) => request.socket.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    ],
    [
      'a compressed body that nobody asked for',
      (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a'.repeat(10_000))),
    ],
  ])('%s', async (_what, answer) => {
    const { code, message } = await failed(answer);
    expect([code, message]).toEqual(['unreachable', expect.stringMatching(/^crm\.example /)]);
    expect(message).not.toContain('s3cret');
  });

  it('nobody there', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { code, message } = await failureOf(wayOut().send({ url: `http://crm.example:${port}/` }));
    expect([code, message]).toEqual(['unreachable', "crm.example can't be reached (ECONNREFUSED)."]);
  });

  it('a resolver in trouble', async () => {
    const trouble = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    const { send } = wayOut({ lookup: async () => await Promise.reject(trouble) });
    const { code, message } = await failureOf(send({ url: 'https://crm.example/' }));
    expect([code, message]).toEqual(['unreachable', "crm.example can't be reached (ENOTFOUND)."]);
  });

  it('a header that can’t be sent, which isn’t told', async () => {
    const answer: RequestListener = (_request, response) => response.end();
    const { code, message } = await failed(answer, { headers: { authorization: 'Bearer s3cret\nx: y' } });
    expect([code, message]).toEqual(['unreachable', "crm.example can't be reached (UND_ERR_INVALID_ARG)."]);
  });
});
