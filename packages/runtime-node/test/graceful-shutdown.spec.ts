import { once, type EventEmitter } from 'node:events';
import { connect } from 'node:http2';

import { describe, expect, it } from '@jest/globals';

import { CopilotRuntime } from '@flightdeck/core';
import {
  createCopilotNodeListener,
  createGracefulShutdown,
  shutdownOnSignals,
} from '@flightdeck/runtime-node';
import { createGate, runBody, ScriptedAgent } from '@flightdeck/testing';

import { listen, streamReply } from './support/dispatch.js';
import { EndlessFrames, ManualFrames } from './support/manual-frames.js';
import { RawClient } from './support/raw-client.js';
import { serve, serveHttp2 } from './support/serve.js';
import { until } from './support/until.js';

function waitingAgent(waitFor: Promise<void>): ScriptedAgent {
  return new ScriptedAgent(async function* waiting({ input: { threadId, runId } }) {
    yield { type: 'RUN_STARTED', threadId, runId };
    await waitFor;
    yield { type: 'RUN_FINISHED', threadId, runId };
  });
}

function post(url: string): Promise<Response> {
  return fetch(url, { method: 'POST', body: JSON.stringify(runBody()) });
}

const idle = { shutdown: () => Promise.resolve() };

describe('createGracefulShutdown', () => {
  it('ends runs first, refuses new ones meanwhile, and cuts nobody off', async () => {
    const gate = createGate();
    const agent = waitingAgent(gate.opened);
    const runtime = new CopilotRuntime({ agents: { default: agent } });
    const { server, port, url } = await serve(createCopilotNodeListener({ runtime }));
    const run = () => post(`${url}/agent/default/run`);
    const open = await run();
    await until(() => agent.log.runs.length === 1);

    const shutdown = createGracefulShutdown({ server, runtime });
    const done = shutdown();
    expect(shutdown()).toBe(done);
    expect((await run()).status).toBe(503);
    expect((await fetch(`${url}/info`)).status).toBe(200);

    gate.open();
    expect(await open.text()).toContain('RUN_FINISHED');
    await done;
    await expect(RawClient.connect(port)).rejects.toThrow(/ECONNREFUSED/);
  });

  it('ends runs that outlive their grace with an event, not with a cut', async () => {
    const agent = waitingAgent(new Promise(() => undefined));
    const runtime = new CopilotRuntime({ agents: { default: agent } });
    const { server, url } = await serve(createCopilotNodeListener({ runtime }));
    const run = await post(`${url}/agent/default/run`);
    await until(() => agent.log.runs.length === 1);
    const done = createGracefulShutdown({ server, runtime, graceMs: 20 })();
    expect(await run.text()).toContain('SERVER_SHUTDOWN');
    await done;
  });

  it('closes idle connections at once, and busy ones with their last response', async () => {
    const frames = new ManualFrames();
    const { server, port } = await serve(
      listen(({ path }) =>
        path === '/idle' ? { status: 204, headers: [], body: null } : streamReply(frames),
      ),
    );
    const busy = await RawClient.connect(port);
    busy.send(['GET / HTTP/1.1']);
    await busy.receives('\r\n\r\n');
    const kept = await RawClient.connect(port);
    kept.send(['GET /idle HTTP/1.1']);
    await kept.receives('\r\n\r\n');

    const done = createGracefulShutdown({ server, runtime: idle })();
    await kept.ends();
    frames.push('data: last\n\n', null);
    expect(await busy.ends()).toMatch(/data: last\n\n\r\n0\r\n\r\n$/);
    await done;
  });

  it('cuts off what does not end in a short while', async () => {
    const { server, port } = await serve(listen(() => streamReply(new ManualFrames())));
    const client = await RawClient.connect(port);
    client.send(['GET / HTTP/1.1']);
    await client.receives('\r\n\r\n');
    await createGracefulShutdown({ server, runtime: idle })();
    await client.ends();
  });

  it('closes the server also when the runtime fails to shut down', async () => {
    const told: unknown[] = [];
    const { server } = await serve(listen(() => streamReply(new ManualFrames())));
    const failure = new Error('store is gone');
    const runtime = { shutdown: () => Promise.reject(failure) };
    const logger = { error: (_message: string, details?: unknown) => void told.push(details) };
    await createGracefulShutdown({ server, runtime, logger })();
    expect(server.listening).toBe(false);
    expect(told).toEqual([failure]);
  });

  it('closes the sessions of an HTTP/2 server', async () => {
    const { server, url } = await serveHttp2(listen(() => streamReply(new ManualFrames())));
    const shutdown = createGracefulShutdown({ server, runtime: idle });
    const session = connect(url);
    await once(session, 'connect');
    const closed = once(session, 'close');
    await shutdown();
    await closed;
  });

  it('cuts off the streams of an HTTP/2 server whose clients do not read', async () => {
    const frames = new EndlessFrames('x'.repeat(16_000));
    const { server, url } = await serveHttp2(listen(() => streamReply(frames)));
    const shutdown = createGracefulShutdown({ server, runtime: idle });
    const session = connect(url);
    await once(session.request({ ':path': '/' }), 'response');
    await shutdown();
    await until(() => frames.closes === 1);
    session.destroy();
  });

  it('is content with a server that does not listen', async () => {
    const { server } = await serve(listen(() => streamReply(new ManualFrames())));
    await new Promise((resolve) => server.close(resolve));
    await createGracefulShutdown({ server, runtime: idle })();
  });
});

describe('shutdownOnSignals', () => {
  it('shuts down at the first signal, and leaves the second to the system', () => {
    let calls = 0;
    const shutdown = () => {
      calls += 1;
      return Promise.reject(new Error('failed'));
    };
    const before = process.listenerCount('SIGUSR2');
    shutdownOnSignals(shutdown, { signals: ['SIGUSR2', 'SIGHUP'] });
    expect(process.listenerCount('SIGUSR2')).toBe(before + 1);
    (process as EventEmitter).emit('SIGUSR2');
    expect(calls).toBe(1);
    expect(process.listenerCount('SIGUSR2')).toBe(before);
    expect(process.listenerCount('SIGHUP')).toBe(0);
  });

  it('can be told to stop listening', () => {
    const counts = () => process.listenerCount('SIGTERM') + process.listenerCount('SIGINT');
    const before = counts();
    const stop = shutdownOnSignals(() => Promise.resolve());
    expect(counts()).toBe(before + 2);
    stop();
    expect(counts()).toBe(before);
  });
});
