import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, failureOf, resolver, serve, wayOut } from './fixtures.ts';

afterEach(closeAll);

/** Leads from `/` to there; answers everything else. */
function leadingTo(location: string, status = 302): RequestListener {
  return (request, response) => {
    if (request.url === '/') response.writeHead(status, { location });
    response.end(request.url);
  };
}

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('%d of a GET is followed', async (status) => {
    const { port, seen } = await serve(leadingTo('next?a=b#c', status));
    const { body, url } = await wayOut().send({ url: `http://crm.example:${port}/` });
    expect([body.toString(), new URL(url).pathname, seen.length]).toEqual(['/next?a=b', '/next', 2]);
  });

  it('of a POST is returned as it is', async () => {
    const { port, seen } = await serve(leadingTo('/next', 307));
    const reply = await wayOut().send({ url: `http://crm.example:${port}/`, method: 'POST', body: 'said' });
    expect(reply).toMatchObject({ status: 307, headers: { location: '/next' } });
    expect(seen).toHaveLength(1);
  });

  it('that may not be followed is returned as it is', async () => {
    const { port, seen } = await serve(leadingTo('http://169.254.169.254/'));
    const reply = await wayOut().send({ url: `http://crm.example:${port}/`, maxRedirects: 0 });
    expect([reply.status, seen.length]).toEqual([302, 1]);
  });

  it('to nowhere is returned as it is', async () => {
    const { port } = await serve((_request, response) => response.writeHead(302).end());
    expect(await wayOut().send({ url: `http://crm.example:${port}/` })).toMatchObject({ status: 302 });
  });

  it.each([
    ['refused_url', 'http://169.254.169.254/latest', 'metadata'],
    ['refused_address', 'https://169.254.169.254/latest', 'metadata'],
    ['refused_address', 'https://[::ffff:10.0.0.1]/', 'a private address'],
    ['refused_url', '//10.0.0.1/', 'the same, by this scheme'],
    ['refused_url', 'file:///etc/passwd', 'a file'],
    ['refused_url', 'https://user:pw@crm.example/', 'a password'],
    ['refused_url', 'http://', 'no URL'],
  ])('is looked at like a first target: %s for %s: %s', async (code, location) => {
    const { port, seen } = await serve(leadingTo(location));
    expect(await failureOf(wayOut().send({ url: `http://crm.example:${port}/` }))).toMatchObject({ code });
    expect(seen).toHaveLength(1);
  });

  it('to a name that leads to a private address is refused', async () => {
    const { port } = await serve(leadingTo('https://inside.example/'));
    const { lookup } = resolver(['127.0.0.1'], ['10.0.0.1']);
    const { code, message } = await failureOf(wayOut({ lookup }).send({ url: `http://crm.example:${port}/` }));
    expect([code, message]).toEqual(['refused_address', expect.stringMatching(/^inside\.example was not called/)]);
  });
});

describe('redirects come to an end', () => {
  it.each([
    [undefined, 4],
    [2, 3],
    [1, 2],
  ])('of %s, after %d requests', async (maxRedirects, requests) => {
    const { port, seen } = await serve(leadingTo('/'));
    const most = maxRedirects === undefined ? {} : { maxRedirects };
    const { code, message } = await failureOf(wayOut().send({ url: `http://crm.example:${port}/`, ...most }));
    expect([code, message]).toEqual(['too_many_redirects', expect.stringContaining('crm.example')]);
    expect(seen).toHaveLength(requests);
  });
});

describe('to another origin goes along', () => {
  const headers = {
    accept: 'application/json',
    authorization: 'Bearer s3cret',
    cookie: 's3cret',
    'x-api-key': 's3cret',
    'user-agent': 'test',
  };

  it('nothing that could hold a key, and no body', async () => {
    const other = await serve((_request, response) => response.end());
    const { port } = await serve(leadingTo(`http://crm.example:${other.port}/next`));
    await wayOut().send({ url: `http://crm.example:${port}/`, headers, body: 's3cret' });
    expect(other.seen[0]?.headers).toMatchObject({ accept: 'application/json', 'user-agent': 'test' });
    expect(JSON.stringify(other.seen[0]?.headers)).not.toContain('s3cret');
    expect(other.seen[0]?.headers).not.toHaveProperty('content-length');
  });

  it('nothing more on the way back either', async () => {
    let back = '';
    const other = await serve((_request, response) => response.writeHead(302, { location: back }).end());
    const { port, seen } = await serve(leadingTo(`http://crm.example:${other.port}/`));
    back = `http://crm.example:${port}/back`;
    await wayOut().send({ url: `http://crm.example:${port}/`, headers });
    expect(seen.map((request) => request.headers['x-api-key'])).toEqual(['s3cret', undefined]);
  });

  it('everything only where it is the same one', async () => {
    const { port, seen } = await serve(leadingTo('/next'));
    await wayOut().send({ url: `http://crm.example:${port}/`, headers });
    expect(seen.map((request) => request.headers)).toMatchObject([headers, headers]);
  });
});
