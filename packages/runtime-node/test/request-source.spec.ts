import { describe, expect, it } from '@jest/globals';

import type { RequestSource } from '@flightdeck/core';

import { listen } from './support/dispatch.js';
import { RawClient } from './support/raw-client.js';
import { serve } from './support/serve.js';

const EMPTY = { status: 204, headers: [], body: null };

/** Sends one raw request and returns what the dispatcher was given. */
async function sourceOf(head: string[], trustProxy = false): Promise<RequestSource> {
  let source: RequestSource | undefined;
  const { port } = await serve(
    listen(
      (given) => {
        source = given;
        // Lazily read, while there is a connection to tell the scheme from.
        void given.url;
        return EMPTY;
      },
      { trustProxy },
    ),
  );
  const client = await RawClient.connect(port);
  client.send(head);
  await client.receives('\r\n\r\n');
  client.destroy();
  if (source === undefined) throw new Error('Nothing was dispatched');
  return source;
}

describe('NodeRequestSource', () => {
  it.each([
    ['/info', '/info', 'http://test/info'],
    ['/info?a=1?b', '/info', 'http://test/info?a=1?b'],
    ['/a%2Fb/%ff', '/a%2Fb/%ff', 'http://test/a%2Fb/%ff'],
    ['//evil.test/info', '//evil.test/info', 'http://test//evil.test/info'],
    ['http://proxied.test/info?x', '/info', 'http://test/info?x'],
    ['http://proxied.test', '/', 'http://test/'],
  ])('takes path and URL from the target %s', async (target, path, url) => {
    expect(await sourceOf([`GET ${target} HTTP/1.1`])).toMatchObject({ path, url });
  });

  it('has a path for OPTIONS *', async () => {
    const source = await sourceOf(['OPTIONS * HTTP/1.1']);
    expect(source).toMatchObject({ path: '/*', url: 'http://test/*' });
  });

  it.each(['user@evil.test', 'a/b', 'a b', 'a:99999', '[::g]', 'x?y'])(
    'does not build URLs from the forwarded host %s',
    async (host) => {
      const head = ['GET /info HTTP/1.1', `x-forwarded-host: ${host}`, 'x-forwarded-proto: ftp'];
      expect((await sourceOf(head, true)).url).toBe('http://localhost/info');
    },
  );

  it('accepts IPv6 hosts', async () => {
    const head = ['GET /info HTTP/1.1', 'x-forwarded-host: [::1]:3000'];
    expect((await sourceOf(head, true)).url).toBe('http://[::1]:3000/info');
  });

  it('finds headers in any case and nothing of the prototype', async () => {
    const { headers } = await sourceOf(['GET / HTTP/1.1', 'X-Test: 1', 'x-test: 2']);
    expect(headers.get('X-Test')).toBe('1, 2');
    expect(headers.get('constructor')).toBeNull();
    expect(headers.get('missing')).toBeNull();
    const names: string[] = [];
    headers.forEach((value, name) => names.push(`${name}=${value}`));
    expect(names).toEqual(['host=test', 'x-test=1, 2']);
  });

  it('builds one fetch request, and only when asked', async () => {
    const source = await sourceOf(['GET /info?a=1 HTTP/1.1', 'x-test: 1']);
    const request = source.toRequest();
    expect(source.toRequest()).toBe(request);
    expect(request).toMatchObject({ method: 'GET', url: 'http://test/info?a=1', body: null });
    expect(request.headers.get('x-test')).toBe('1');
    expect(request.signal.aborted).toBe(source.signal.aborted);
  });

  it('has no fetch request for methods that fetch forbids', async () => {
    const source = await sourceOf(['TRACE / HTTP/1.1']);
    expect(() => source.toRequest()).toThrow(expect.objectContaining({ status: 405 }));
  });

  it('passes on what an adapter knows better', async () => {
    let source: RequestSource | undefined;
    const options = { routePath: '/info', parsedBody: { a: 1 } };
    const { url } = await serve(
      listen((given) => {
        source = given;
        return EMPTY;
      }, options),
    );
    await fetch(url);
    expect(source).toMatchObject(options);
  });

  it('drops the wire headers and content type only of bodies that were re-encoded', async () => {
    const types: (string | null)[] = [];
    const answer = listen((given) => {
      types.push(given.toRequest().headers.get('content-type'));
      return EMPTY;
    });
    const { url } = await serve((req, res) => answer(req, res));
    const headers = { 'content-type': 'text/x-special' };
    await fetch(url, { method: 'POST', body: 'x', headers });
    expect(types).toEqual(['text/x-special']);
  });
});
