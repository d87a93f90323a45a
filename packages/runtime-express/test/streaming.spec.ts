import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';

import { describe, expect, it } from '@jest/globals';
import compression from 'compression';
import express from 'express';

import type { RuntimeDispatcher } from '@flightdeck/core';
import { createCopilotExpressHandler } from '@flightdeck/runtime-express';
import { handleNodeRequest } from '@flightdeck/runtime-node';
import { createGate, runBody, ScriptedAgent } from '@flightdeck/testing';

import { JSON_TYPE, runtimeWith } from './support/runtime-client.js';
import { serveApp } from './support/serve-app.js';

/** A run that says something, waits for the gate, and ends. */
function waitingRun() {
  const gate = createGate();
  const agent = new ScriptedAgent(async function* waiting({ input: { threadId, runId } }) {
    yield { type: 'RUN_STARTED', threadId, runId };
    yield { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' };
    yield { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'first token' };
    await gate.opened;
    yield { type: 'TEXT_MESSAGE_END', messageId: 'm' };
    yield { type: 'RUN_FINISHED', threadId, runId };
  });
  return { gate, agent, runtime: runtimeWith({ agents: { default: agent } }) };
}

async function receives(chunks: AsyncIterator<unknown>, text: string): Promise<string> {
  let received = '';
  while (!received.includes(text)) {
    const { done, value } = await chunks.next();
    if (done === true) throw new Error(`Ended without '${text}': ${received}`);
    received += Buffer.from(value as Uint8Array).toString();
  }
  return received;
}

/** The compressed answer of a dispatcher behind compression(). */
async function getCompressed(dispatcher: RuntimeDispatcher): Promise<IncomingMessage> {
  const app = express().use(
    compression(),
    (req, res) => void handleNodeRequest(dispatcher, req, res),
  );
  const request = get(await serveApp(app), { headers: { 'accept-encoding': 'gzip' } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

describe('streams', () => {
  it('arrive token by token behind compression()', async () => {
    const { gate, runtime } = waitingRun();
    const app = express().use(
      compression(),
      createCopilotExpressHandler({ runtime, basePath: '/c' }),
    );
    const url = await serveApp(app);
    const body = JSON.stringify(runBody());
    const response = await fetch(`${url}/c/agent/default/run`, {
      method: 'POST',
      body,
      headers: JSON_TYPE,
    });
    const chunks = response.body?.[Symbol.asyncIterator]();
    if (chunks === undefined) throw new Error('No body');
    await receives(chunks, 'first token');
    gate.open();
    await receives(chunks, 'RUN_FINISHED');
  });

  it('arrive token by token also when they are compressed', async () => {
    const gate = createGate();
    const frames = ['data: first token\n\n', 'data: last\n\n'];
    const dispatcher: RuntimeDispatcher = {
      owns: () => true,
      dispatch: async () => ({
        status: 200,
        headers: [['content-type', 'text/event-stream']],
        body: {
          async pull() {
            if (frames.length === 1) await gate.opened;
            return frames.shift() ?? null;
          },
          close: () => undefined,
        },
      }),
    };
    const response = await getCompressed(dispatcher);
    expect(response.headers['content-encoding']).toBe('gzip');
    const chunks = response.pipe(createGunzip())[Symbol.asyncIterator]();
    await receives(chunks, 'first token');
    gate.open();
    await receives(chunks, 'last');
  });

  it('survive a slow reader behind compression(), without a leak of listeners', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on('warning', onWarning);
    let left = 400;
    const noise = () => Array.from({ length: 400 }, () => Math.random().toString(36)).join('');
    const dispatcher: RuntimeDispatcher = {
      owns: () => true,
      dispatch: async () => ({
        status: 200,
        headers: [['content-type', 'text/event-stream']],
        body: { pull: async () => (left-- > 0 ? noise() : null), close: () => undefined },
      }),
    };
    const response = await getCompressed(dispatcher);
    for await (const chunk of response) {
      expect(chunk).toBeInstanceOf(Uint8Array);
      await new Promise((resolve) => setImmediate(resolve));
    }
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });

  it('are compressed responses when they are plain JSON', async () => {
    const runtime = runtimeWith();
    const app = express().use(
      compression({ threshold: 0 }),
      createCopilotExpressHandler({ runtime, basePath: '/c' }),
    );
    const response = await fetch(`${await serveApp(app)}/c/info`);
    expect(response.headers.get('content-encoding')).toMatch(/gzip|br/);
    expect(await response.json()).toMatchObject({ agents: { default: {} } });
  });

  it('end when the shutdown signal aborts', async () => {
    const { agent, runtime } = waitingRun();
    const shutdown = new AbortController();
    const handler = createCopilotExpressHandler({ runtime, shutdownSignal: shutdown.signal });
    const url = await serveApp(express().use('/c', handler));
    const body = JSON.stringify(runBody());
    const response = await fetch(`${url}/c/agent/default/run`, {
      method: 'POST',
      body,
      headers: JSON_TYPE,
    });
    expect(agent.log.runs).toHaveLength(1);
    shutdown.abort();
    expect(await response.text()).not.toContain('RUN_FINISHED');
  });
});
