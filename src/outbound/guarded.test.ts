import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { VERSION } from '../base/version.ts';
import { CERTIFICATE, closeAll, failureOf, resolver, serve, serveSecurely, wayOut } from './fixtures.ts';
import { createOutbound } from './guarded.ts';

afterEach(async () => {
  vi.unstubAllEnvs();
  await closeAll();
});

describe('a request', () => {
  it('arrives as it was given, and so does its reply', async () => {
    const { port, seen } = await serve((request, response) => {
      response.writeHead(201, { 'x-one': ['a', 'b'] });
      request.pipe(response);
    });
    const url = `http://crm.example:${port}/a?b=c`;
    const headers = { authorization: 'Bearer t', host: 'other.example', 'accept-encoding': 'br' };
    const reply = await wayOut().send({ url, method: 'POST', headers, body: 'said' });
    expect(reply).toMatchObject({ status: 201, url, headers: { 'x-one': 'a, b' } });
    expect(reply.body.toString()).toBe('said');
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/a?b=c' });
    expect(seen[0]?.headers).toMatchObject({
      authorization: 'Bearer t',
      host: `crm.example:${port}`,
      'accept-encoding': 'identity',
      'user-agent': `cx-concierge/${VERSION}`,
    });
  });

  it.each([204, 304, 404, 500])('that is answered with %d is no failure', async (status) => {
    const { port } = await serve((_request, response) => response.writeHead(status).end());
    expect(await wayOut().send({ url: `http://127.0.0.1:${port}/` })).toMatchObject({ status });
  });
});

describe('what is refused before anything is looked up', () => {
  it.each([
    ['refused_url', 'crm.example/path', 'no URL'],
    ['refused_url', 'https://', 'no host'],
    ['refused_url', 'ftp://crm.example/', 'another scheme'],
    ['refused_url', 'file:///etc/passwd', 'a file'],
    ['refused_url', 'data:text/plain,x', 'no request at all'],
    ['refused_url', 'https://user:pw@crm.example/', 'a password: it would stand in logs'],
    ['refused_url', 'https://user@crm.example/', 'a user: it may be a key'],
    ['refused_url', 'http://8.8.8.8/', 'no TLS'],
    ['refused_url', 'http://169.254.169.254/latest/meta-data', 'no TLS, and metadata'],
    ['refused_url', 'https://[fe80::1%25eth0]/', 'a zone is no part of a URL'],
    ['refused_address', 'https://10.1.2.3/', 'private'],
    ['refused_address', 'https://169.254.169.254/latest/meta-data', 'metadata of a cloud'],
    ['refused_address', 'https://127.0.0.1/', 'loopback'],
    ['refused_address', 'https://127.1/', 'loopback, short'],
    ['refused_address', 'https://2130706433/', 'loopback, as one number'],
    ['refused_address', 'https://0x7f000001/', 'loopback, hexadecimal'],
    ['refused_address', 'https://0177.0.0.1/', 'loopback, octal'],
    ['refused_address', 'https://127.0.0.1./', 'loopback, with a dot'],
    ['refused_address', 'https://①②⑦.⓪.⓪.①/', 'loopback, in other digits'],
    ['refused_address', 'https://%31%32%37.0.0.1/', 'loopback, encoded'],
    ['refused_address', 'https://0/', 'this host'],
    ['refused_address', 'https://[::]/', 'this host'],
    ['refused_address', 'https://[::1]:8443/', 'loopback'],
    ['refused_address', 'https://[::ffff:127.0.0.1]/', 'loopback, mapped'],
    ['refused_address', 'https://[::ffff:7f00:1]/', 'loopback, mapped, hexadecimal'],
    ['refused_address', 'https://[0:0:0:0:0:ffff:a9fe:a9fe]/', 'metadata, mapped, in full'],
    ['refused_address', 'https://[64:ff9b::169.254.169.254]/', 'metadata behind NAT64'],
    ['refused_address', 'https://[2002:7f00:1::]/', 'loopback in 6to4'],
    ['refused_address', 'https://[fe80::1]/', 'link-local'],
    ['refused_address', 'https://[fd00:ec2::254]/', 'metadata, unique local'],
  ])('%s: %s: %s', async (code, url) => {
    const { lookup, asked } = resolver(['8.8.8.8']);
    expect(await failureOf(wayOut({ allowPrivate: [], lookup }).send({ url }))).toMatchObject({ code });
    expect(asked).toEqual([]);
  });
});

describe('a name is refused for what it leads to', () => {
  it.each<readonly [code: string, url: string, addresses: readonly string[], why: string]>([
    ['refused_address', 'https://a.example/', ['10.0.0.1'], 'private'],
    ['refused_address', 'https://a.example/', ['8.8.8.8', '10.0.0.1'], 'one of its addresses is private'],
    ['refused_address', 'https://a.example/', ['8.8.8.8', '::ffff:10.0.0.1'], 'in every form'],
    ['refused_address', 'https://a.example/', ['fe80::1%eth0'], 'link-local, with a zone'],
    ['refused_address', 'https://a.example/', ['127.1'], 'what can’t be read as an address is not public'],
    ['refused_address', 'https://localhost/', ['127.0.0.1', '::1'], 'this machine by its name'],
    ['refused_url', 'http://a.example/', ['8.8.8.8'], 'public, but without TLS'],
    ['refused_url', 'http://a.example/', ['192.168.7.7', '8.8.8.8'], 'without TLS all of them must be allowed'],
    ['refused_url', 'http://below.crm.internal/', ['10.0.0.1'], 'a name stands for itself alone'],
    ['unreachable', 'https://a.example/', [], 'it leads nowhere'],
  ])('%s: %s, %j: %s', async (code, url, addresses) => {
    const { lookup, asked } = resolver(addresses);
    const { send } = wayOut({ allowPrivate: ['crm.internal', '192.168.7.7'], lookup });
    expect(await failureOf(send({ url }))).toMatchObject({ code });
    expect(asked).toHaveLength(1);
  });

  it('and the message holds nothing of the URL but the host', async () => {
    const { send } = wayOut({ allowPrivate: [], lookup: resolver(['10.0.0.1']).lookup });
    const headers = { authorization: 'Bearer s3cret' };
    const { message } = await failureOf(send({ url: 'https://a.example/s3cret?key=s3cret', headers }));
    expect(message).toBe(
      'a.example was not called: its address is private or special, and `outbound.allow_private` does not name it.',
    );
  });
});

describe('what the deployment allows is reached without TLS', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1', 'an address in a URL'],
    ['127.0.0.0/8', '2130706433', 'in whichever form'],
    ['127.0.0.0/8', '[::ffff:127.0.0.1]', 'in whichever form'],
    ['127.0.0.0/8', 'crm.example', 'a name that leads to a block'],
    ['crm.example', 'crm.example', 'a name, wherever it leads'],
    ['crm.example', 'CRM.example.', 'said in another way'],
  ])('%s: %s: %s', async (allowed, host) => {
    const { port } = await serve((_request, response) => response.end('fine'));
    const { body } = await wayOut({ allowPrivate: [allowed] }).send({ url: `http://${host}:${port}/` });
    expect(body.toString()).toBe('fine');
  });

  it('by the system’s own resolver if no other is given', async () => {
    const { port } = await serve((_request, response) => response.end('fine'));
    const { send, close } = createOutbound({ allowPrivate: ['localhost'] });
    const { body } = await send({ url: `http://localhost:${port}/` });
    await close();
    expect(body.toString()).toBe('fine');
  });

  it('and nothing else is an entry of that list', () => {
    expect(() => createOutbound({ allowPrivate: ['*.internal'] })).toThrow(RangeError);
  });
});

describe('a name that changes its mind', () => {
  it('is asked once, and the connection goes to the address that was looked at', async () => {
    const { port, seen } = await serve((_request, response) => response.end());
    const { lookup, asked } = resolver(['127.0.0.1'], ['169.254.169.254']);
    await wayOut({ lookup }).send({ url: `http://crm.example:${port}/` });
    expect(asked).toEqual(['crm.example']);
    expect(seen[0]?.socket.localAddress).toBe('127.0.0.1');
  });

  it('is looked at anew for each new connection', async () => {
    const { port, seen } = await serve((_request, response) => response.setHeader('connection', 'close').end());
    const { lookup, asked } = resolver(['127.0.0.1'], ['127.0.0.1', '10.0.0.1']);
    const { send } = wayOut({ lookup });
    await send({ url: `http://crm.example:${port}/` });
    expect(await failureOf(send({ url: `http://crm.example:${port}/` }))).toMatchObject({ code: 'refused_url' });
    expect([asked.length, seen.length]).toEqual([2, 1]);
  });
});

describe('TLS', () => {
  const trusted = getCACertificates('default');
  beforeAll(() => setDefaultCACertificates([...trusted, CERTIFICATE]));
  afterAll(() => setDefaultCACertificates(trusted));

  it('asks for the host by its name, at the address that was looked at', async () => {
    const { port, seen } = await serveSecurely((_request, response) => response.end());
    const { status } = await wayOut().send({ url: `https://crm.example:${port}/`, headers: { host: 'cdn.example' } });
    expect(status).toBe(200);
    expect((seen[0]?.socket as TLSSocket | undefined)?.servername).toBe('crm.example');
  });

  it('of another host is refused, even where the system is told to trust everybody', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const { port, seen } = await serveSecurely((_request, response) => response.end());
    const { code, message } = await failureOf(wayOut().send({ url: `https://other.example:${port}/` }));
    expect([code, message]).toEqual(['unreachable', "other.example can't be reached (ERR_TLS_CERT_ALTNAME_INVALID)."]);
    expect(seen).toEqual([]);
  });

  it('is not left by a redirect, not even for what may be reached without it', async () => {
    const plain = await serve((_request, response) => response.end());
    const { port } = await serveSecurely((_request, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${plain.port}/` }).end(),
    );
    const { code, message } = await failureOf(wayOut().send({ url: `https://crm.example:${port}/` }));
    expect([code, message]).toEqual(['refused_url', '127.0.0.1 was not called: a redirect led from https to http.']);
    expect(plain.seen).toEqual([]);
  });
});

describe('closing', () => {
  it('cuts off what is under way, and nothing is sent afterwards', async () => {
    const outbound = wayOut();
    const { port } = await serve(() => void outbound.close());
    const url = `http://crm.example:${port}/`;
    expect(await failureOf(outbound.send({ url }))).toMatchObject({ code: 'unreachable' });
    expect(await failureOf(outbound.send({ url }))).toMatchObject({ code: 'unreachable' });
  });
});
