import { once } from 'node:events';

import { describe, expect, it } from '@jest/globals';

import {
  createCopilotNodeHandler,
  createNodeFetchHandler,
  type NodeFetchHandler,
} from '@flightdeck/runtime-node';

import { RawClient } from './support/raw-client.js';
import { serve } from './support/serve.js';
import { until } from './support/until.js';

function handle(handler: NodeFetchHandler) {
  return serve(createCopilotNodeHandler(handler));
}

describe('createCopilotNodeHandler', () => {
  it('serves a fetch handler, with status, headers and body', async () => {
    const { url } = await handle(async (request) => {
      const headers = new Headers({ 'x-method': request.method });
      headers.append('set-cookie', 'a=1');
      headers.append('set-cookie', 'b=2');
      return Response.json({ body: await request.json() }, { status: 201, headers });
    });
    const response = await fetch(url, { method: 'PUT', body: '{"a":1}' });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-method')).toBe('PUT');
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await response.json()).toEqual({ body: { a: 1 } });
  });

  it('has its other name', () => {
    expect(createNodeFetchHandler).toBe(createCopilotNodeHandler);
  });

  it('streams the request while it arrives', async () => {
    const { port } = await handle(async (request) => {
      const reader = request.body?.getReader();
      const first = await reader?.read();
      await reader?.cancel();
      return new Response(first?.value);
    });
    const client = await RawClient.connect(port);
    client.send(['POST / HTTP/1.1', 'transfer-encoding: chunked'], '5\r\nfirst\r\n');
    await client.receives('first');
    client.destroy();
  });

  it('does not read faster than the handler does', async () => {
    let reading: ReadableStreamDefaultReader<Uint8Array> | undefined;
    const { port } = await handle(async (request) => {
      reading = request.body?.getReader();
      await once(request.signal, 'abort');
      return new Response();
    });
    const client = await RawClient.connect(port);
    client.send(['POST / HTTP/1.1', 'content-length: 100000000']);
    const piece = 'x'.repeat(1_000_000);
    for (let sent = 0; sent < 50; sent += 1) client.socket.write(piece);
    await until(() => reading !== undefined);
    // What the operating systems buffer is far below what was sent.
    expect(client.socket.writableLength).toBeGreaterThan(10_000_000);
    client.destroy();
  });

  it('streams the response while the request goes on', async () => {
    const { port } = await handle((request) => new Response(request.body));
    const client = await RawClient.connect(port);
    client.send(['POST / HTTP/1.1', 'transfer-encoding: chunked'], '5\r\nfirst\r\n');
    await client.receives('first');
    client.socket.write('6\r\nsecond\r\n0\r\n\r\n');
    await client.receives('second');
    await client.receives('0\r\n\r\n');
    client.destroy();
  });

  it('aborts the signal of the request when the client leaves', async () => {
    let signal: AbortSignal | undefined;
    const { url } = await handle(async (request) => {
      signal = request.signal;
      await once(request.signal, 'abort');
      return new Response();
    });
    const client = new AbortController();
    const response = fetch(url, { signal: client.signal });
    await until(() => signal !== undefined);
    client.abort();
    await expect(response).rejects.toThrow();
    await until(() => signal?.aborted === true);
  });

  it.each<[string, NodeFetchHandler]>([
    ['throws', () => Promise.reject(new Error('secret'))],
    ['returns nothing', () => undefined as unknown as Response],
    ['returns a network error', () => Response.error()],
    [
      'returns a response that was read already',
      async () => {
        const response = new Response('x');
        await response.text();
        return response;
      },
    ],
  ])('answers one bare 500 when the handler %s', async (_case, handler) => {
    const { url } = await handle(handler);
    const response = await fetch(url);
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('{"error":"internal_error"}');
  });

  it('takes responses of other classes than the global one', async () => {
    const foreign = { status: 202, headers: new Headers({ 'x-a': 'b' }), body: null };
    const { url } = await handle(() => foreign as Response);
    const response = await fetch(url);
    expect([response.status, response.headers.get('x-a')]).toEqual([202, 'b']);
  });
});
