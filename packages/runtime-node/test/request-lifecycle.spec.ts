import { once } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { Writable } from 'node:stream';

import { describe, expect, it } from '@jest/globals';

import { jsonReply, type RequestSource } from '@flightdeck/core';
import type { NodeResponse } from '@flightdeck/runtime-node';

import { listen, streamReply } from './support/dispatch.js';
import { ManualFrames } from './support/manual-frames.js';
import { serve } from './support/serve.js';
import { turns, until } from './support/until.js';

/** A response as it is simulated for tests: what it writes goes nowhere, and nobody takes its socket off. */
class SimulatedResponse extends ServerResponse {
  constructor() {
    super(new IncomingMessage(new Socket()));
    const nowhere = new Writable({ write: (_chunk, _encoding, written) => written() });
    this.assignSocket(nowhere as Socket);
  }

  override destroy(): this {
    this.destroyed = true;
    return this;
  }
}

/** Streams to one client, and tells what can be told of it later; `asked` asks for the signal at once. */
async function streamed(asked: boolean) {
  const frames = new ManualFrames();
  let source: RequestSource | undefined;
  let response: NodeResponse | undefined;
  const answer = listen((given) => {
    source = given;
    if (asked) void given.signal;
    return streamReply(frames);
  });
  const { url } = await serve((req, res) => {
    response = res;
    return answer(req, res);
  });
  const client = new AbortController();
  const { body } = await fetch(url, { signal: client.signal });
  const res = response as NodeResponse;
  return { frames, res, client, body, signal: () => (source as RequestSource).signal };
}

describe.each([
  ['at once', true],
  ['late', false],
])('a signal that is asked for %s', (_, asked) => {
  it('is aborted after the client has left', async () => {
    const { res, client, signal } = await streamed(asked);
    const closed = once(res, 'close');
    client.abort();
    await closed;
    expect(signal().aborted).toBe(true);
    expect(signal()).toBe(signal());
  });

  it('is aborted although the host has ended the response since', async () => {
    const { res, client, signal } = await streamed(asked);
    const closed = once(res, 'close');
    client.abort();
    await closed;
    res.end();
    await turns();
    expect(signal().aborted).toBe(true);
  });

  it('is not aborted after a response that is out', async () => {
    const { frames, res, body, signal } = await streamed(asked);
    const closed = once(res, 'close');
    frames.push('data: 1\n\n', null);
    for await (const _chunk of body ?? []);
    await closed;
    await turns();
    expect(signal().aborted).toBe(false);
  });

  it('aborts when the client leaves later', async () => {
    const { client, signal } = await streamed(asked);
    expect(signal().aborted).toBe(false);
    client.abort();
    await until(() => signal().aborted);
  });

  it('is not aborted after a response that was simulated', async () => {
    let source: RequestSource | undefined;
    const answer = listen((given) => {
      source = given;
      if (asked) void given.signal;
      return jsonReply({ done: true });
    });
    const res = new SimulatedResponse();
    await Promise.all([once(res, 'finish'), answer(res.req, res)]);
    res.destroy();
    expect(source?.signal.aborted).toBe(false);
  });
});
