import { once } from 'node:events';
import { request as httpRequest } from 'node:http';

import { describe, expect, it } from '@jest/globals';

import type { RequestSource } from '@flightdeck/core';
import { payloadTooLarge, RuntimeError } from '@flightdeck/core';

import { listen } from './support/dispatch.js';
import { RawClient } from './support/raw-client.js';
import { serve } from './support/serve.js';
import { until } from './support/until.js';

const OK = { status: 200, headers: [], body: 'ok' } as const;
const LIMIT = 100_000;

const reading = listen(async (source) => {
  const bytes = await source.readBytes(LIMIT);
  return { ...OK, body: String(bytes.byteLength) };
});

describe('reading a request body', () => {
  it('takes bodies of any number of pieces up to the limit exactly', async () => {
    const { url } = await serve(reading);
    const response = await fetch(url, { method: 'POST', body: Buffer.alloc(LIMIT) });
    expect(await response.text()).toBe(String(LIMIT));
  });

  it('takes an empty body and a request without one', async () => {
    const { url } = await serve(reading);
    expect(await (await fetch(url, { method: 'POST' })).text()).toBe('0');
    expect(await (await fetch(url)).text()).toBe('0');
  });

  it('reads the characters of a stream on which the host has set an encoding', async () => {
    const { url } = await serve((req, res) => reading(req.setEncoding('utf8'), res));
    expect(await (await fetch(url, { method: 'POST', body: 'äö' })).text()).toBe('4');
  });

  it('reads a stream that the host has paused', async () => {
    const { url } = await serve((req, res) => reading(req.pause(), res));
    expect(await (await fetch(url, { method: 'POST', body: 'abc' })).text()).toBe('3');
  });

  it('returns the same bytes on every call, and to the fetch request as well', async () => {
    const { url } = await serve(
      listen(async (source) => {
        const [first, second] = [await source.readBytes(10), await source.readBytes(10)];
        return { ...OK, body: `${first === second} ${await source.toRequest().text()}` };
      }),
    );
    expect(await (await fetch(url, { method: 'POST', body: 'abc' })).text()).toBe('true abc');
  });

  it('says so when user code has taken the body from the fetch request', async () => {
    const { url } = await serve(
      listen(async (source) => {
        await source.toRequest().text();
        await source.readBytes(10);
        return OK;
      }),
    );
    expect((await fetch(url, { method: 'POST', body: 'abc' })).status).toBe(400);
  });

  it('does not mistake the empty body that Express 4 puts on unread requests for a body', async () => {
    const { url } = await serve((req, res) => reading(Object.assign(req, { body: {} }), res));
    expect(await (await fetch(url, { method: 'POST', body: 'raw' })).text()).toBe('3');
  });

  it('fails with invalid_request when the client leaves in the middle', async () => {
    let failure: unknown;
    const { port } = await serve(
      listen(async (source) => {
        failure = await source.readBytes(LIMIT).catch((error: unknown) => error);
        return OK;
      }),
    );
    const client = await RawClient.connect(port);
    client.send(['POST / HTTP/1.1', 'content-length: 10'], 'abc');
    await until(() => client.socket.bytesWritten > 0);
    client.destroy();
    await until(() => failure !== undefined);
    expect(RuntimeError.is(failure) && failure.code).toBe('invalid_request');
  });

  it('fails likewise when the client left before anybody read', async () => {
    let failure: unknown;
    const answer = listen(async (source) => {
      failure = await source.readBytes(LIMIT).catch((error: unknown) => error);
      return OK;
    });
    const { port } = await serve(async (req, res) => {
      await once(res, 'close');
      await answer(req, res);
    });
    const client = await RawClient.connect(port);
    client.send(['POST / HTTP/1.1', 'content-length: 10'], 'abc');
    client.socket.end();
    client.destroy();
    await until(() => failure !== undefined);
    expect(RuntimeError.is(failure) && failure.code).toBe('invalid_request');
  });
});

describe('refusing a request body', () => {
  it('refuses by content-length before any of it is read', async () => {
    let source: RequestSource | undefined;
    const { port } = await serve(
      listen(async (given) => {
        source = given;
        await given.readBytes(LIMIT);
        return OK;
      }),
    );
    const client = await RawClient.connect(port);
    client.send(['POST / HTTP/1.1', `content-length: ${LIMIT + 1}`]);
    const received = await client.receives(`"limitBytes":${LIMIT}}`);
    expect(received).toMatch(/^HTTP\/1.1 413 /);
    expect(received).toMatch(/connection: close/i);
    expect(source?.parsedBody).toBeUndefined();
    client.destroy();
  });

  it('counts while it reads when no length was announced', async () => {
    const { port } = await serve(reading);
    const client = await RawClient.connect(port);
    client.send(['POST / HTTP/1.1', 'transfer-encoding: chunked']);
    const piece = 'x'.repeat(60_000);
    for (let sent = 0; sent < 2; sent += 1) client.socket.write(`ea60\r\n${piece}\r\n`);
    expect(await client.receives('payload_too_large')).toMatch(/^HTTP\/1.1 413 /);
    client.destroy();
  });

  it('lets a client that writes everything before it reads get its 413', async () => {
    const { port } = await serve(reading);
    const client = await RawClient.connect(port);
    client.socket.pause();
    const size = 4 * 1024 * 1024;
    client.send(['POST / HTTP/1.1', `content-length: ${size}`], 'x'.repeat(size));
    await until(() => client.socket.bytesWritten >= size && client.socket.writableLength === 0);
    client.socket.resume();
    const received = await client.ends();
    expect(received).toContain('payload_too_large');
    expect(client.error).toBeUndefined();
  });

  it('does not take in more than a bounded amount of a refused body', async () => {
    const { port } = await serve(reading);
    const client = await RawClient.connect(port);
    client.send(['POST / HTTP/1.1', 'transfer-encoding: chunked']);
    const piece = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const pour = (): void => {
      while (!client.closed && client.socket.write(piece));
    };
    client.socket.on('drain', pour);
    pour();
    await client.ends();
    expect(client.socket.bytesWritten).toBeLessThan(40 * 1024 * 1024);
  });

  it('serves expect: 100-continue', async () => {
    const { port } = await serve(reading);
    const request = httpRequest({
      port,
      host: '127.0.0.1',
      method: 'POST',
      headers: { expect: '100-continue', 'content-length': 3 },
    });
    request.flushHeaders();
    await once(request, 'continue');
    request.end('abc');
    const [response] = await once(request, 'response');
    expect((await response.setEncoding('utf8').toArray()).join('')).toBe('3');
  });

  it('closes the connection in good order when a begun body is left unread', async () => {
    const { port } = await serve(
      listen(async (source) => {
        const reader = source.toRequest().body?.getReader();
        await reader?.read();
        await reader?.cancel();
        return OK;
      }),
    );
    const client = await RawClient.connect(port);
    client.send(['POST / HTTP/1.1', 'content-length: 6'], 'abc');
    await client.receives('\r\n\r\nok');
    client.socket.write('def');
    expect(await client.ends()).toMatch(/connection: close/i);
    expect(client.error).toBeUndefined();
  });

  it('refuses a body that is read through a copy of the fetch request', async () => {
    const { url } = await serve(
      listen(async (source) => {
        const reader = source.toRequest().clone().body?.getReader();
        await reader?.read();
        // Settles only when the original is cancelled, too.
        void reader?.cancel();
        throw payloadTooLarge(1);
      }),
    );
    const response = await fetch(url, { method: 'POST', body: Buffer.alloc(2_000_000) });
    expect(response.status).toBe(413);
    expect(response.headers.get('connection')).toBe('close');
  });

  it('refuses a parsed body above the limit, too', async () => {
    const { url } = await serve(async (req, res) => {
      await once(req.resume(), 'end');
      await reading(Object.assign(req, { body: 'x'.repeat(LIMIT + 1) }), res);
    });
    expect((await fetch(url, { method: 'POST', body: 'x' })).status).toBe(413);
  });
});
