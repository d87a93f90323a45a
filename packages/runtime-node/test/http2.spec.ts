import { once } from 'node:events';
import { connect, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';

import { describe, expect, it } from '@jest/globals';

import { RuntimeError } from '@flightdeck/core';
import type { NodeCopilotListener } from '@flightdeck/runtime-node';

import { listen, streamReply } from './support/dispatch.js';
import { EndlessFrames, ManualFrames } from './support/manual-frames.js';
import { serveHttp2 } from './support/serve.js';
import { until } from './support/until.js';

async function open(listener: NodeCopilotListener): Promise<ClientHttp2Session> {
  const { url } = await serveHttp2(listener);
  const session = connect(url);
  await once(session, 'connect');
  return session;
}

async function head(stream: ClientHttp2Stream): Promise<Record<string, unknown>> {
  const [headers] = await once(stream, 'response');
  return headers;
}

async function text(stream: ClientHttp2Stream): Promise<string> {
  return (await stream.setEncoding('utf8').toArray()).join('');
}

describe('over HTTP/2', () => {
  it('sees method, authority, path and headers, without pseudo-headers', async () => {
    const seen: unknown[] = [];
    const session = await open(
      listen((source) => {
        const names: string[] = [];
        source.headers.forEach((_value, name) => names.push(name));
        const request = source.toRequest();
        seen.push(source.url, request.url, request.headers.get('x-test'), names);
        return { status: 200, headers: [], body: 'ok' };
      }),
    );
    const authority = new URL(session.originSet?.[0] ?? 'http://app.test').host;
    const stream = session.request({
      ':path': '/info?a=1',
      ':authority': authority,
      'x-test': '1',
    });
    expect(await text(stream)).toBe('ok');
    const url = `http://${authority}/info?a=1`;
    expect(seen).toEqual([url, url, '1', ['x-test']]);
  });

  it('sends no connection header and no reason phrase', async () => {
    const frames = new ManualFrames();
    frames.push('data: 1\n\n', null);
    const session = await open(listen(() => streamReply(frames)));
    const stream = session.request({ ':path': '/' });
    const headers = await head(stream);
    expect(headers).toMatchObject({ ':status': 200, 'content-type': 'text/event-stream' });
    expect(headers).not.toHaveProperty('connection');
    expect(await text(stream)).toBe('data: 1\n\n');
  });

  it('sends the head of a silent stream at once', async () => {
    const session = await open(listen(() => streamReply(new ManualFrames())));
    expect(await head(session.request({ ':path': '/' }))).toMatchObject({ ':status': 200 });
  });

  it.each([0, 8])('holds the producer back until the reader leaves with code %d', async (code) => {
    const frames = new EndlessFrames('x'.repeat(16_000));
    let aborted = 0;
    const session = await open(
      listen(({ signal }) => {
        signal.addEventListener('abort', () => (aborted += 1));
        return streamReply(frames);
      }),
    );
    const stream = session.request({ ':path': '/' });
    await head(stream);
    await until(() => frames.pulls > 1);
    expect(frames.pulls).toBeLessThan(100);
    stream.close(code);
    await until(() => frames.closes > 0 && aborted > 0);
    expect([frames.closes, aborted]).toEqual([1, 1]);
  });

  it('never aborts after a normal finish', async () => {
    let signal: AbortSignal | undefined;
    let closed = false;
    const answer = listen((source) => {
      signal = source.signal;
      return { status: 200, headers: [], body: 'ok' };
    });
    const session = await open(async (req, res) => {
      res.once('close', () => (closed = true));
      await answer(req, res);
    });
    expect(await text(session.request({ ':path': '/' }))).toBe('ok');
    await until(() => closed);
    expect(signal?.aborted).toBe(false);
  });

  it('reads bodies and refuses those above the limit', async () => {
    const session = await open(
      listen(async (source) => {
        const { byteLength } = await source.readBytes(5);
        return { status: 200, headers: [], body: String(byteLength) };
      }),
    );
    const post = (body: string): ClientHttp2Stream => {
      const stream = session.request({ ':path': '/', ':method': 'POST' });
      stream.write(body);
      return stream;
    };
    const small = post('abc');
    small.end();
    expect(await text(small)).toBe('3');
    // Its request never ends; the response must.
    const large = post('abcdef');
    const received: string[] = [];
    large.setEncoding('utf8').on('data', (chunk: string) => received.push(chunk));
    expect(await head(large)).toMatchObject({ ':status': 413 });
    await once(large, 'close');
    expect(received.join('')).toContain('payload_too_large');
  });

  it('does not take a cancelled upload for a complete one', async () => {
    let failure: unknown;
    let started = false;
    const session = await open(
      listen(async (source) => {
        started = true;
        failure = await source.readBytes(100).catch((error: unknown) => error);
        return { status: 200, headers: [], body: null };
      }),
    );
    const stream = session.request({ ':path': '/', ':method': 'POST' });
    stream.on('error', () => undefined);
    stream.write('{}');
    await until(() => started);
    // Closing the stream alone would send a proper end first.
    session.destroy();
    await until(() => failure !== undefined);
    expect(RuntimeError.is(failure) && failure.code).toBe('invalid_request');
  });

  it('resets the stream when a body fails after the head', async () => {
    let fail: (() => void) | undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Buffer.from('first'));
        fail = () => controller.error(new Error('torn'));
      },
    });
    const session = await open(listen(() => ({ status: 200, headers: [], body })));
    const stream = session.request({ ':path': '/' });
    await once(stream, 'data');
    fail?.();
    await expect(once(stream, 'end')).rejects.toThrow(/NGHTTP2_INTERNAL_ERROR/);
  });

  it('answers 500 when the body fails before the head', async () => {
    const body = new ReadableStream<Uint8Array>({ pull: () => Promise.reject(new Error('no')) });
    const session = await open(listen(() => ({ status: 200, headers: [], body })));
    const stream = session.request({ ':path': '/' });
    expect(await head(stream)).toMatchObject({ ':status': 500 });
    expect(await text(stream)).toBe('{"error":"internal_error"}');
  });
});
