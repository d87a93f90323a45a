import { once } from 'node:events';
import type { Socket } from 'node:net';

import { describe, expect, it } from '@jest/globals';

import type { Reply } from '@flightdeck/core';
import type { NodeResponse } from '@flightdeck/runtime-node';

import { listen, streamReply } from './support/dispatch.js';
import { EndlessFrames, ManualFrames } from './support/manual-frames.js';
import { RawClient } from './support/raw-client.js';
import { serve } from './support/serve.js';
import { turns, until } from './support/until.js';

/** Sends a reply on a response that the host has prepared. */
async function exchange(reply: Reply, prepare: (res: NodeResponse) => void = () => undefined) {
  const answer = listen(() => reply);
  const { url } = await serve(async (req, res) => {
    prepare(res);
    await answer(req, res);
  });
  return fetch(url);
}

describe('sending a reply', () => {
  it('announces the length of a complete body in bytes', async () => {
    const response = await exchange({ status: 201, headers: [['x-a', 'b']], body: 'äöü' });
    expect(response.status).toBe(201);
    expect(response.headers.get('content-length')).toBe('6');
    expect(response.headers.get('x-a')).toBe('b');
    expect(await response.text()).toBe('äöü');
  });

  it('sends a body of many write buffers whole', async () => {
    const body = 'ä'.repeat(3_000_000);
    const response = await exchange({ status: 200, headers: [], body });
    expect(response.headers.get('content-length')).toBe('6000000');
    expect(await response.text()).toBe(body);
  });

  it('sends an empty body with its length', async () => {
    const response = await exchange({ status: 404, headers: [], body: null });
    expect(response.headers.get('content-length')).toBe('0');
  });

  it('leaves the framing and the connection to the server', async () => {
    const frames = new ManualFrames();
    frames.push('data: 1\n\n', null);
    const reply = streamReply(frames);
    const framing: Reply['headers'] = [
      ['content-length', '1'],
      ['transfer-encoding', 'identity'],
    ];
    const response = await exchange({ ...reply, headers: [...reply.headers, ...framing] });
    expect(response.headers.get('transfer-encoding')).toBe('chunked');
    expect(response.headers.has('content-length')).toBe(false);
    expect(await response.text()).toBe('data: 1\n\n');
  });

  it('never overrides CORS headers of the host', async () => {
    const headers: Reply['headers'] = [
      ['access-control-allow-origin', '*'],
      ['access-control-expose-headers', 'x-run'],
    ];
    const response = await exchange({ status: 200, headers, body: 'x' }, (res) => {
      res.setHeader('access-control-allow-origin', 'https://host.test');
    });
    expect(response.headers.get('access-control-allow-origin')).toBe('https://host.test');
    expect(response.headers.get('access-control-expose-headers')).toBe('x-run');
  });

  it('adds to the vary header of the host', async () => {
    const headers: Reply['headers'] = [['vary', 'Origin, accept-encoding']];
    const response = await exchange({ status: 200, headers, body: 'x' }, (res) => {
      res.setHeader('vary', 'Accept-Encoding');
    });
    expect(response.headers.get('vary')).toBe('Accept-Encoding, Origin');
  });

  it('answers 500 when a header of the reply cannot be sent', async () => {
    const frames = new ManualFrames();
    const reply = streamReply(frames);
    const response = await exchange({ ...reply, headers: [['x-bad', 'line\nbreak']] });
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ error: 'internal_error' });
    expect(frames.closes).toBe(1);
  });

  it('stays silent when the host has answered already', async () => {
    const frames = new ManualFrames();
    const response = await exchange(streamReply(frames), (res) => {
      res.statusCode = 418;
      res.end('host');
    });
    expect(response.status).toBe(418);
    await until(() => frames.closes === 1);
  });

  it('writes event streams of user code as they come', async () => {
    const body = new ReadableStream<Uint8Array>({ start: () => undefined });
    const headers: Reply['headers'] = [['content-type', 'text/event-stream; charset=utf-8']];
    expect((await exchange({ status: 200, headers, body })).status).toBe(200);
  });

  it('leaves frames that are ready with the head, in one packet', async () => {
    const frames = new ManualFrames();
    frames.push('data: 1\n\n', 'data: 2\n\n');
    const { port } = await serve(listen(() => streamReply(frames)));
    const client = await RawClient.connect(port);
    const packets: string[] = [];
    client.socket.on('data', (chunk: Buffer) => packets.push(chunk.toString()));
    client.send(['GET / HTTP/1.1']);
    await client.receives('data: 2');
    expect(packets).toHaveLength(1);
    client.destroy();
  });

  it('serves HTTP/1.0 clients, who know no chunks', async () => {
    const frames = new ManualFrames();
    frames.push('data: 1\n\n', null);
    const { port } = await serve(listen(() => streamReply(frames)));
    const client = await RawClient.connect(port);
    client.send(['GET / HTTP/1.0']);
    expect(await client.ends()).toMatch(/\r\n\r\ndata: 1\n\n$/);
  });

  it('cuts off a reader that takes nothing for the stall timeout, however large a piece is', async () => {
    const frames = new EndlessFrames('x'.repeat(300_000));
    const { port } = await serve(listen(() => streamReply(frames), { stallTimeoutMs: 50 }));
    const client = await RawClient.connect(port);
    client.socket.pause();
    client.send(['GET / HTTP/1.1']);
    await until(() => frames.closes === 1);
    client.socket.resume();
    await client.ends();
  });

  it('cuts off a reader that does not take the rest of a complete body', async () => {
    let closed = false;
    const answer = listen(() => ({ status: 200, headers: [], body: 'x'.repeat(20_000_000) }), {
      stallTimeoutMs: 50,
    });
    const { port } = await serve(async (req, res) => {
      res.once('close', () => (closed = true));
      await answer(req, res);
    });
    const client = await RawClient.connect(port);
    client.socket.pause();
    client.send(['GET / HTTP/1.1']);
    await until(() => closed);
    client.destroy();
  });

  it('does not take the silence of the producer for a stall', async () => {
    const frames = new ManualFrames();
    const { port } = await serve(listen(() => streamReply(frames), { stallTimeoutMs: 20 }));
    const client = await RawClient.connect(port);
    client.send(['GET / HTTP/1.1']);
    frames.push('data: 1\n\n');
    await client.receives('data: 1');
    const begun = Date.now();
    await until(() => Date.now() - begun > 100);
    frames.push('data: 2\n\n', null);
    await client.receives('data: 2');
    client.destroy();
  });

  it('releases pipelined streams whose turn never comes', async () => {
    const sources = [new ManualFrames(), new ManualFrames()];
    const aborted: boolean[] = [];
    let turn = 0;
    const { port } = await serve(
      listen(({ signal }) => {
        signal.addEventListener('abort', () => aborted.push(true));
        return streamReply(sources[turn++] ?? new ManualFrames());
      }),
    );
    const client = await RawClient.connect(port);
    client.send(['GET /1 HTTP/1.1']);
    client.send(['GET /2 HTTP/1.1']);
    await until(() => sources.every(({ pulls }) => pulls > 0));
    client.destroy();
    await until(() => sources.every(({ closes }) => closes === 1));
    expect(aborted).toEqual([true, true]);
  });

  it('may have many pipelined requests wait without looking like a leak', async () => {
    const frames = new ManualFrames();
    let waiting = 0;
    const { port, server } = await serve(
      listen(() => {
        waiting += 1;
        return streamReply(frames);
      }),
    );
    const connected = once(server, 'connection');
    const client = await RawClient.connect(port);
    const [socket] = (await connected) as [Socket];
    for (let sent = 0; sent < 20; sent += 1) client.send(['GET / HTTP/1.1']);
    await until(() => waiting === 20);
    const limit = socket.getMaxListeners();
    expect(limit === 0 || socket.listenerCount('close') <= limit).toBe(true);
    client.destroy();
  });

  it('closes every source of a storm of leaving readers, once each', async () => {
    const sources: EndlessFrames[] = [];
    const { port } = await serve(
      listen(() => {
        const source = new EndlessFrames('data: x\n\n');
        sources.push(source);
        return streamReply(source);
      }),
    );
    const clients = await Promise.all(Array.from({ length: 20 }, () => RawClient.connect(port)));
    for (const client of clients) client.send(['GET / HTTP/1.1']);
    await until(() => sources.length === 20 && clients.every(({ received }) => received !== ''));
    for (const client of clients) client.destroy();
    await until(() => sources.every(({ closes }) => closes > 0));
    await turns();
    expect(sources.map(({ closes }) => closes)).toEqual(sources.map(() => 1));
  });
});
