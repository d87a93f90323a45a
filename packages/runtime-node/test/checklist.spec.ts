import { createServer, get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';

import { describe, expect, it } from '@jest/globals';

import type { RequestSource } from '@flightdeck/core';
import { createCopilotNodeHandler, handleNodeRequest } from '@flightdeck/runtime-node';

import { listen, streamReply } from './support/dispatch.js';
import { EndlessFrames, ManualFrames } from './support/manual-frames.js';
import { RawClient } from './support/raw-client.js';
import { serve, start } from './support/serve.js';
import { turns, until } from './support/until.js';

const EMPTY = { status: 204, headers: [], body: null };
const OK = { status: 200, headers: [['content-type', 'application/json']], body: '{}' } as const;

/** The bridge's duties, one describe per line of the checklist in style.md section 4. */
describe('the Node bridge', () => {
  describe('1: the abort signal', () => {
    it('aborts when the client leaves before the response has finished', async () => {
      const frames = new ManualFrames();
      let signal: AbortSignal | undefined;
      const { url } = await serve(
        listen((source) => {
          signal = source.signal;
          return streamReply(frames);
        }),
      );
      const client = new AbortController();
      await fetch(url, { signal: client.signal });
      expect(signal?.aborted).toBe(false);
      client.abort();
      await until(() => signal?.aborted === true);
    });

    it('is aborted already when the response was destroyed before it was attached', async () => {
      let aborted: boolean | undefined;
      const answer = listen((source) => {
        aborted = source.signal.aborted;
        return OK;
      });
      const { url } = await serve(async (req, res) => {
        res.destroy();
        await once(res, 'close');
        await answer(req, res);
      });
      await expect(fetch(url)).rejects.toThrow();
      await until(() => aborted !== undefined);
      expect(aborted).toBe(true);
    });

    it('never aborts after a normal finish, and leaves no listener behind', async () => {
      let source: RequestSource | undefined;
      let closed: Promise<unknown> | undefined;
      const listeners: number[] = [];
      const answer = listen((given) => {
        source = given;
        void given.signal;
        return OK;
      });
      const { url } = await serve(async (req, res) => {
        const before = res.listenerCount('close');
        closed = once(res, 'close').then(() => listeners.push(res.listenerCount('close') - before));
        await answer(req, res);
      });
      await (await fetch(url)).text();
      await closed;
      await turns();
      expect(source?.signal.aborted).toBe(false);
      expect(listeners).toEqual([0]);
    });
  });

  describe('2: writing', () => {
    it('waits for a slow reader, so that the producer is not asked for more', async () => {
      const frames = new EndlessFrames(`data: ${'x'.repeat(16_000)}\n\n`);
      const { port } = await serve(listen(() => streamReply(frames)));
      const client = await RawClient.connect(port);
      client.socket.pause();
      client.send(['GET / HTTP/1.1']);
      await until(() => frames.pulls > 10);
      await settled(() => frames.pulls);
      const stalledAt = frames.pulls;
      client.socket.resume();
      await until(() => frames.pulls > stalledAt + 10);
      client.destroy();
      await until(() => frames.closes === 1);
    });

    it('closes the source once when the reader leaves, while it waits for room', async () => {
      const frames = new EndlessFrames(`data: ${'x'.repeat(16_000)}\n\n`);
      const { port } = await serve(listen(() => streamReply(frames)));
      const client = await RawClient.connect(port);
      client.socket.pause();
      client.send(['GET / HTTP/1.1']);
      await settled(() => frames.pulls);
      client.destroy();
      await until(() => frames.closes > 0);
      await turns();
      expect(frames.closes).toBe(1);
    });

    it('cancels a web stream once, and its failing clean-up hurts nobody', async () => {
      let cancels = 0;
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(Buffer.alloc(16_000)),
        cancel() {
          cancels += 1;
          throw new Error('clean-up failed');
        },
      });
      const { url } = await serve(listen(() => ({ status: 200, headers: [], body })));
      const client = new AbortController();
      await fetch(url, { signal: client.signal });
      client.abort();
      await until(() => cancels > 0);
      await turns();
      expect(cancels).toBe(1);
    });
  });

  describe('3: the body', () => {
    const echo = listen(async (source) => {
      const body = await source.toRequest().text();
      return { ...OK, body: JSON.stringify({ body, parsed: source.parsedBody }) };
    });

    it('streams an unparsed body into the fetch request', async () => {
      const { url } = await serve(echo);
      const response = await fetch(url, { method: 'POST', body: '{"a":1}' });
      expect(await response.json()).toEqual({ body: '{"a":1}' });
    });

    it.each([
      ['an object', { a: 1 }, '{"a":1}'],
      ['a string', 'plain', 'plain'],
      ['a buffer', Buffer.from('bytes'), 'bytes'],
      ['an empty object', {}, '{}'],
    ])('takes %s from a body parser that has consumed the stream', async (_kind, parsed, text) => {
      const { url } = await serve(async (req, res) => {
        await once(req.resume(), 'end');
        await echo(Object.assign(req, { body: parsed }), res);
      });
      const response = await fetch(url, { method: 'POST', body: 'consumed' });
      expect(await response.json()).toMatchObject({ body: text });
    });

    it('drops the headers that described the bytes of a parsed body', async () => {
      let headers: Headers | undefined;
      const answer = listen((source) => {
        headers = source.toRequest().headers;
        return EMPTY;
      });
      const { url } = await serve(async (req, res) => {
        await once(req.resume(), 'end');
        await answer(Object.assign(req, { body: { a: 1 } }), res);
      });
      await fetch(url, {
        method: 'POST',
        body: 'x',
        headers: { 'content-encoding': 'gzip', 'x-kept': 'yes' },
      });
      for (const name of ['content-length', 'content-encoding', 'transfer-encoding']) {
        expect(headers?.has(name)).toBe(false);
      }
      expect(headers?.get('x-kept')).toBe('yes');
      expect(headers?.get('content-type')).toBe('application/json');
    });

    it('never waits for a stream that somebody has consumed without leaving a body', async () => {
      const sizes: number[] = [];
      const answer = listen(async (source) => {
        sizes.push((await source.readBytes(100)).byteLength);
        return EMPTY;
      });
      const { url } = await serve(async (req, res) => {
        await once(req.resume(), 'end');
        await answer(req, res);
      });
      await fetch(url, { method: 'POST', body: 'x' });
      expect(sizes).toEqual([0]);
    });
  });

  describe('4: the URL', () => {
    const tell = (trustProxy?: boolean) =>
      listen(({ url, path }) => ({ ...OK, body: JSON.stringify({ url, path }) }), { trustProxy });

    it('is what the client asked for, while the path is below the mount', async () => {
      const answer = tell();
      const { port, url } = await serve(async (req, res) => {
        const mounted = Object.assign(req, { originalUrl: req.url, url: req.url?.slice(4) });
        await answer(mounted, res);
      });
      const response = await fetch(`${url}/api/info?a=%20b`);
      expect(await response.json()).toEqual({
        url: `http://127.0.0.1:${port}/api/info?a=%20b`,
        path: '/info',
      });
    });

    it('believes a proxy only with trustProxy', async () => {
      const headers = { 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'app.test, inner' };
      const plain = await serve(tell());
      const trusting = await serve(tell(true));
      expect(await (await fetch(`${plain.url}/a`, { headers })).json()).toMatchObject({
        url: `${plain.url}/a`,
      });
      expect(await (await fetch(`${trusting.url}/a`, { headers })).json()).toMatchObject({
        url: 'https://app.test/a',
      });
    });
  });

  it('5: keeps every set-cookie, those of the host included', async () => {
    const answer = listen(() => ({
      status: 200,
      headers: [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
      body: 'x',
    }));
    const { url } = await serve(async (req, res) => {
      res.setHeader('set-cookie', 'host=0');
      await answer(req, res);
    });
    expect((await fetch(url)).headers.getSetCookie()).toEqual(['host=0', 'a=1', 'b=2']);
  });

  describe('6: responses without a body', () => {
    it('sends the head only for HEAD, and closes the source', async () => {
      const frames = new ManualFrames();
      const { url } = await serve(listen(() => streamReply(frames)));
      const response = await fetch(url, { method: 'HEAD' });
      expect(response.headers.get('content-type')).toBe('text/event-stream');
      expect(await response.text()).toBe('');
      expect(frames).toMatchObject({ closes: 1, pulls: 0 });
    });

    it('announces for HEAD the length that GET would have', async () => {
      const { url } = await serve(listen(() => OK));
      const response = await fetch(url, { method: 'HEAD' });
      expect(response.headers.get('content-length')).toBe('2');
    });

    it.each([204, 304])('sends no body and no length with %d', async (status) => {
      const frames = new ManualFrames();
      const { port } = await serve(listen(() => ({ status, headers: [], body: frames })));
      const client = await RawClient.connect(port);
      client.send(['GET / HTTP/1.1', 'connection: close']);
      const received = await client.ends();
      expect(received).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(received).toMatch(/\r\n\r\n$/);
      expect(received).not.toMatch(/content-length|transfer-encoding/i);
      expect(frames.closes).toBe(1);
    });
  });

  describe('7: promptness', () => {
    it('sends the head of an event stream while its agent is silent', async () => {
      const { url } = await serve(listen(() => streamReply(new ManualFrames())));
      const response = await fetch(url);
      expect(response.status).toBe(200);
      expect(response.headers.has('content-length')).toBe(false);
    });

    it('flushes a compressing middleware after each frame', async () => {
      const frames = new ManualFrames();
      frames.push('data: 1\n\n', 'data: 2\n\n', null);
      let flushes = 0;
      const answer = listen(() => streamReply(frames));
      const { url } = await serve((req, res) =>
        answer(req, Object.assign(res, { flush: () => void (flushes += 1) })),
      );
      expect(await (await fetch(url)).text()).toBe('data: 1\n\ndata: 2\n\n');
      expect(flushes).toBe(2);
    });

    it('holds the head of any other stream back until its first piece is there', async () => {
      const body = new ReadableStream<Uint8Array>({
        pull: () => Promise.reject(new Error('no first piece')),
      });
      const { url } = await serve(listen(() => ({ status: 200, headers: [], body })));
      expect((await fetch(url)).status).toBe(500);
    });
  });

  describe('8: failures', () => {
    it('answers a handler that fails with one bare 500, and tells the logger why', async () => {
      const told: unknown[] = [];
      const logger = { error: (_message: string, details?: unknown) => void told.push(details) };
      const failure = new Error('secret');
      const handler = createCopilotNodeHandler(() => Promise.reject(failure), { logger });
      const { url } = await serve(handler);
      const response = await fetch(url);
      expect(response.status).toBe(500);
      expect(await response.text()).toBe('{"error":"internal_error"}');
      expect(told).toEqual([failure]);
    });

    it('cuts the connection when a body fails after the head', async () => {
      let fail: ((reason: Error) => void) | undefined;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          controller.enqueue(Buffer.from('first'));
          fail = (reason) => controller.error(reason);
        },
      });
      const { port } = await serve(listen(() => ({ status: 200, headers: [], body })));
      const client = await RawClient.connect(port);
      client.send(['GET / HTTP/1.1']);
      await client.receives('first');
      fail?.(new Error('torn'));
      const received = await client.ends();
      expect(received).toContain('first');
      expect(received).not.toMatch(/0\r\n\r\n$/);
    });
  });

  it('9: refuses bodies above the limit with 413', async () => {
    const { url } = await serve(
      listen(async (source) => {
        await source.readBytes(10);
        return OK;
      }),
    );
    const response = await fetch(url, { method: 'POST', body: 'x'.repeat(11) });
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({
      error: 'Request body too large',
      code: 'payload_too_large',
      limitBytes: 10,
    });
  });

  it('10: sends the headers that a framework has collected on a reply of its own', async () => {
    const initialHeaders = {
      'access-control-allow-origin': 'https://host.test',
      'set-cookie': ['a=1', 'b=2'],
      'content-length': '7',
      'x-number': 3,
      'x-unset': undefined,
    };
    const reply = {
      status: 200,
      headers: [
        ['access-control-allow-origin', '*'],
        ['set-cookie', 'c=3'],
      ],
      body: 'ok',
    } as const;
    const { url } = await serve(listen(() => reply, { initialHeaders }));
    const { headers } = await fetch(url);
    expect(headers.get('access-control-allow-origin')).toBe('https://host.test');
    expect(headers.getSetCookie()).toEqual(['a=1', 'b=2', 'c=3']);
    expect(headers.get('content-length')).toBe('2');
    expect(headers.get('x-number')).toBe('3');
    expect(headers.has('x-unset')).toBe(false);
  });

  it('11: ends open streams cleanly when the shutdown signal aborts, so that the server can close', async () => {
    const shutdown = new AbortController();
    const frames = new ManualFrames();
    const dispatcher = { owns: () => true, dispatch: async () => streamReply(frames) };
    const server = createServer((req, res) => {
      void handleNodeRequest(dispatcher, req, res, { shutdownSignal: shutdown.signal });
    });
    const { port } = await start(server);
    frames.push('data: 1\n\n');
    const request = get({ port, host: '127.0.0.1', agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const text = response.setEncoding('utf8').toArray();
    await until(() => frames.pulls === 2);
    const closed = new Promise((resolve) => server.close(resolve));
    shutdown.abort();
    expect((await text).join('')).toBe('data: 1\n\n');
    expect(response.complete).toBe(true);
    await closed;
  });
});

/** Waits until a count has stopped to grow. */
async function settled(count: () => number): Promise<void> {
  let last = -1;
  while (last !== count()) {
    last = count();
    await turns(50);
  }
}
